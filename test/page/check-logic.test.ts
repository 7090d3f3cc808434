import assert from 'node:assert/strict';
import test from 'node:test';
import { rank, rankUnmatched } from '../../src/page/check/causes.js';
import { moveBy, moveOn } from '../../src/page/check/cell-moves.js';
import { orderColumns, unfoldWanted } from '../../src/page/check/column-order.js';
import { diffCounts } from '../../src/page/check/count-diff.js';
import { back, cursorOf, FIRST_PAGE, forward } from '../../src/page/parts/cursors.js';
import { groupRejects } from '../../src/page/check/group-rejects.js';
import { leftToMend } from '../../src/page/check/left-to-mend.js';
import { replaceableColumns, valuesIn } from '../../src/page/check/replaceable.js';
import { timeLeft } from '../../src/page/check/time-left.js';
import { shortId } from '../../src/page/history/short-id.js';

const issueAt = (column: string | null) => ({
  code: 'email',
  line: 2,
  column,
  message: 'It is no address.',
  hint: 'Correct it.',
});
const reject = (id: number, source: string, cells: string[], column: string | null = 'Mail') => ({
  id,
  source,
  record: id,
  line: id + 1,
  cells,
  corrected: [],
  issues: [issueAt(column)],
});

test('rank puts the most frequent cause first, equal ones by name, and leaves out those with none', () => {
  assert.deepEqual(rank({ email: 2, required: 9, mojibake: 2, orphan: 0 }), [
    { code: 'required', count: 9 },
    { code: 'email', count: 2 },
    { code: 'mojibake', count: 2 },
  ]);
  assert.deepEqual(rankUnmatched({ Plan: { a: 1, b: 3 }, Card: {} }), [
    {
      column: 'Plan',
      values: [
        { value: 'b', count: 3 },
        { value: 'a', count: 1 },
      ],
    },
  ]);
});

test('diffCounts tells what was mended, what is left, and what came on top', () => {
  assert.deepEqual(diffCounts({ rejected: 12 }, { rejected: 9 }), { mended: 3, left: 9, added: 0 });
  assert.deepEqual(diffCounts({ rejected: 1 }, { rejected: 4 }), { mended: 0, left: 4, added: 3 });
});

test('the cursors lead on and back through pages, and never before the first one', () => {
  const third = forward(forward(FIRST_PAGE, 50), 120);
  assert.equal(cursorOf(third), 120);
  assert.equal(cursorOf(back(third)), 50);
  assert.equal(cursorOf(back(back(third))), 0);
  assert.deepEqual(back(back(back(third))), FIRST_PAGE);
});

test('orderColumns shows columns with issues and corrected ones first, beside a few others', () => {
  const columns = ['No', 'Name', 'Mail', 'Phone', 'Town', 'Notes'];
  const rows = [
    { issues: [issueAt('Mail'), issueAt(null)], corrected: [] },
    { issues: [], corrected: [5] },
  ];
  assert.deepEqual(orderColumns(columns, rows), { shown: [2, 5, 0, 1], folded: [3, 4] });
  assert.deepEqual(orderColumns(['A'], []), { shown: [0], folded: [] });
});

test('unfoldWanted moves no column that is shown, whatever was mended or corrected since', () => {
  const columns = ['No', 'Name', 'Mail', 'Phone', 'Town', 'Notes'];
  const order = orderColumns(columns, [{ issues: [issueAt('Phone')], corrected: [] }]);
  assert.deepEqual(order, { shown: [3, 0, 1, 2], folded: [4, 5] });
  const edited = [{ issues: [], corrected: [2, 3] }];
  assert.deepEqual(unfoldWanted(order, columns, edited), order);
  const broken = [{ issues: [issueAt('Notes')], corrected: [2, 3] }];
  assert.deepEqual(unfoldWanted(order, columns, broken), { shown: [3, 0, 1, 2, 5], folded: [4] });
});

test('leftToMend counts neither lines of totals nor repeated column names', () => {
  const causes = { email: 3, trailer: 1, repeated_header: 2 };
  assert.equal(leftToMend({ rejected: 6, rejected_by_cause: causes }), 3);
  assert.equal(leftToMend({ rejected: 1, rejected_by_cause: { trailer: 1 } }), 0);
});

test('shortId keeps the end of a long id and the whole of a short one', () => {
  assert.equal(shortId('st-noa'), 'st-noa');
  assert.equal(shortId('staff_0f6b1d52c4'), '…1d52c4');
});

test('moveBy follows the arrows as they look and stays within the table', () => {
  const size = { rows: 2, columns: 3 };
  const at = { row: 0, at: 1 };
  assert.deepEqual(moveBy('ArrowRight', at, size, false), { row: 0, at: 2 });
  assert.deepEqual(moveBy('ArrowRight', at, size, true), { row: 0, at: 0 });
  assert.deepEqual(moveBy('ArrowUp', at, size, false), at);
  assert.deepEqual(moveBy('ArrowDown', at, size, false), { row: 1, at: 1 });
  assert.deepEqual(moveBy('End', at, size, false), { row: 0, at: 2 });
  assert.equal(moveBy('a', at, size, false), undefined);
});

test('moveOn goes on in the next row and ends with the table', () => {
  const size = { rows: 2, columns: 2 };
  assert.deepEqual(moveOn({ row: 0, at: 1 }, size, 1), { row: 1, at: 0 });
  assert.deepEqual(moveOn({ row: 1, at: 0 }, size, -1), { row: 0, at: 1 });
  assert.equal(moveOn({ row: 1, at: 1 }, size, 1), undefined);
  assert.equal(moveOn({ row: 0, at: 0 }, size, -1), undefined);
});

test('groupRejects puts the records of one table together, with its header', () => {
  const page = {
    rejects: [reject(1, 'a.csv', ['x']), reject(2, 'b.csv', ['y']), reject(3, 'a.csv', ['z'])],
    headers: [{ source: 'a.csv', columns: ['Mail'] }],
    next_after: null,
  };
  assert.deepEqual(
    groupRejects(page).map(({ source, columns, rejects }) => [source, columns, rejects.length]),
    [
      ['a.csv', ['Mail'], 2],
      ['b.csv', [], 1],
    ],
  );
});

test('replaceableColumns offers columns with issues first, valuesIn the values of one table by how often they occur', () => {
  const page = {
    rejects: [
      reject(1, 'a.csv', ['1', 'n/a']),
      reject(2, 'a.csv', ['2', '-']),
      reject(3, 'a.csv', ['3', '-']),
      reject(4, 'b.csv', ['4', 'other']),
      reject(5, 'a.csv', ['5', '']),
    ],
    headers: [{ source: 'a.csv', columns: ['No', 'Mail'] }],
    next_after: null,
  };
  const [mail] = replaceableColumns(page);
  assert.deepEqual(mail, { source: 'a.csv', index: 1, name: 'Mail' });
  assert.deepEqual(
    [...valuesIn(page, mail)],
    [
      ['-', 2],
      ['n/a', 1],
    ],
  );
});

test('timeLeft goes by the pace so far, and says nothing before three seconds and a tenth of the way', () => {
  assert.equal(timeLeft({ bytes: 100, left: 300, ms: 4_000 }), 12_000);
  assert.equal(timeLeft({ bytes: 0, left: 300, ms: 4_000 }), undefined);
  assert.equal(timeLeft({ bytes: 100, left: 300, ms: 2_500 }), undefined);
  assert.equal(timeLeft({ bytes: 20, left: 300, ms: 4_000 }), undefined);
});
