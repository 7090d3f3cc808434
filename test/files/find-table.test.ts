import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReadOptions, SourceRecord } from '../../src/staging/record-source.js';
import { looksLikeData } from '../../src/files/table/data-look.js';
import { findTable } from '../../src/files/table/find-table.js';
import { nameColumns } from '../../src/files/table/name-columns.js';
import { looksLikeTrailer } from '../../src/files/table/trailer-look.js';
import { openSource, readAll, refusal, temporaryFile } from './helpers.js';
import type { TestContext } from 'node:test';

function find(rows: string[][], options: Pick<ReadOptions, 'noHeader' | 'headerLine'> = {}) {
  const placed = rows.map((cells, at) => ({ line: at + 1, cells }));
  return findTable('clients.csv', placed, options);
}

async function read(
  t: TestContext,
  text: string | Buffer,
  options: ReadOptions = {},
): Promise<{ header: readonly string[]; records: SourceRecord[]; blankLines: number }> {
  const source = await openSource(await temporaryFile(t, text), { delimiter: ',', ...options });
  const records = await readAll(source);
  return { header: source.header, records, blankLines: source.passed.blankLines };
}

const anna = ['Anna', 'Brandt', 'anna@example.org', '030 1234567'];
const ben = ['Ben', '', 'ben@example.org', ''];
const names = ['First name', 'Last name', 'Email', 'Phone'];

test('findTable refuses a list that begins with a client', () => {
  for (const rows of [
    [anna, ben],
    [['anna@example.org'], ['ben@example.org']],
    [['Anna', '+44 20 7946 0001', 'Leeds']],
    [['Anna', '12', '2024-05-01', '3.50']],
  ]) {
    assert.throws(() => find(rows), refusal('header_missing', /line 1:.*--no-header/));
  }
});

test('findTable refuses a header line on which no row starts', () => {
  assert.throws(() => find([names, anna], { headerLine: 7 }), refusal('usage', /line 7/));
});

test('findTable takes the first row of a plain list', () => {
  const table = find([names, anna, ben]);
  assert.deepEqual([table.header, table.headerLine, table.titleLines], [names, 1, 0]);
});

test('findTable skips titles above the header, padded or not', () => {
  const padded = find([['Our clients', '', '', ''], ['May', '', '', ''], names, anna]);
  assert.deepEqual([padded.headerLine, padded.titleLines], [3, 2]);
  const bare = find([['Our clients'], names, anna, ben]);
  assert.deepEqual([bare.headerLine, bare.titleLines], [2, 1]);
});

test('findTable is not misled by records with a delimiter too many', () => {
  const wide = [...anna, 'a', 'b', 'c', 'd', 'e', 'f'];
  const table = find([names, anna, wide, ben, wide, anna, ben]);
  assert.equal(table.headerLine, 1);
});

test('findTable finds a wide header above records with few values', () => {
  const sparse = ['Anna', '', '', '', '', '', '', 'x'];
  const header = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  assert.equal(find([['List', '', '', '', '', '', '', ''], header, sparse, sparse]).headerLine, 2);
});

test('findTable takes a header that names few of the columns', () => {
  const rows = [
    ['First name', 'Last name', '', '', ''],
    [...anna, 'x'],
    [...anna, 'y'],
  ];
  const table = find(rows);
  assert.equal(table.headerLine, 1);
  assert.deepEqual(table.header.slice(2), ['Column 3', 'Column 4', 'Column 5']);
});

test('findTable takes the first row of a one-column list', () => {
  assert.deepEqual(find([['Email'], ['anna@example.org']]).header, ['Email']);
});

test('findTable obeys a named header line, also one that looks like a client', () => {
  const table = find([names, anna, ben], { headerLine: 2 });
  assert.deepEqual([table.header, table.headerLine, table.titleLines], [anna, 2, 1]);
});

test('findTable numbers the columns of a list without header', () => {
  const table = find([anna, [...ben, 'x', '']], { noHeader: true });
  assert.deepEqual(table.header, ['Column 1', 'Column 2', 'Column 3', 'Column 4', 'Column 5']);
  assert.equal(table.headerLine, 0);
});

test('findTable leaves out columns behind the last name unless one holds a value', () => {
  assert.deepEqual(
    find([
      ['a', 'b', '', ''],
      ['1', 'x', '', ''],
    ]).header,
    ['a', 'b'],
  );
  const valued = find([
    ['a', 'b', '', ''],
    ['1', 'x', '', ''],
    ['2', 'y', 'z', ''],
  ]);
  assert.deepEqual(valued.header, ['a', 'b', 'Column 3']);
});

test('nameColumns gives every column a name of its own', () => {
  assert.deepEqual(nameColumns(['Email', '', 'Email', ' Email ', 'Email (2)']), [
    'Email',
    'Column 2',
    'Email (3)',
    'Email (4)',
    'Email (2)',
  ]);
  assert.deepEqual(nameColumns(['Column 2', '', 'x']), ['Column 2', 'Column 2 (2)', 'x']);
  assert.deepEqual(nameColumns(['__proto__', 'constructor', '__proto__']), [
    '__proto__',
    'constructor',
    '__proto__ (2)',
  ]);
  const many = nameColumns(Array.from({ length: 2_000 }, () => 'x'));
  assert.equal(new Set(many).size, 2_000);
});

test('looksLikeData lets names of columns pass', () => {
  for (const cells of [
    names,
    ['Email', '2024', 'Total'],
    ['Phone 1', 'Phone 2', 'ID'],
    ['@', 'at'],
  ]) {
    assert.equal(looksLikeData(cells), false, cells.join());
  }
});

test('looks at cells take no time, whatever they hold', () => {
  const started = performance.now();
  for (const letter of ['a', '@', '.', '1', ' ', '(', '-', 'a@a.', '1-']) {
    const cell = letter.repeat(100_000 / letter.length);
    looksLikeData([cell]);
    looksLikeData([cell.slice(0, 320)]);
    looksLikeTrailer([`total ${cell}`, '', '', ''], 4);
  }
  assert.ok(performance.now() - started < 200);
});

test('records names a repeated header in the middle of the file', async (t) => {
  const text = 'name,email\nAnna,anna@example.org\nname,email\nBen,ben@example.org\n';
  const { records } = await read(t, text);
  assert.deepEqual(
    records.map(({ number, line, oddity }) => [number, line, oddity]),
    [
      [1, 2, undefined],
      [2, 3, 'repeated_header'],
      [3, 4, undefined],
    ],
  );
});

test('records takes the mark of a joined file off the first cell', async (t) => {
  const text =
    'name,email\nAnna,anna@example.org\n\ufeffname,email\n\ufeff"Ben ""B"" Roe",ben@example.org\n';
  const { records } = await read(t, text);
  assert.equal(records[1]?.oddity, 'repeated_header');
  assert.equal(records[2]?.cells[0], 'Ben "B" Roe');
});

test('records names totals at the end, and only there', async (t) => {
  const list = `${names.join()}\n${anna.join()}\nTotal,,,\n${ben.join()}\n`;
  const { records } = await read(t, `${list},,,\nTotal:,2,,\nGenerated on 1 May 2026,,,\n`);
  assert.deepEqual(
    records.map(({ number, oddity }) => [number, oddity]),
    [
      [1, undefined],
      [2, undefined],
      [3, undefined],
      [4, 'trailer'],
      [5, 'trailer'],
    ],
  );
  const many = await read(t, `${list}${'Total,,,\n'.repeat(7)}`);
  assert.deepEqual(
    many.records.map(({ number }) => number),
    Array.from({ length: 10 }, (_, at) => at + 1),
  );
  assert.equal(many.records.filter(({ oddity }) => oddity === 'trailer').length, 5);
});

test('records takes no client for a trailer', async (t) => {
  for (const last of ['Totaler,,,', 'Total Care,,care@example.org,', 'Total,Roe,x,', 'Anna,,,']) {
    const { records } = await read(t, `${names.join()}\n${anna.join()}\n${last}\n`);
    assert.equal(records[1]?.oddity, undefined, last);
  }
  const narrow = await read(t, 'name,email\nAnna,anna@example.org\nTotal Care,1\n');
  assert.equal(narrow.records[1]?.oddity, undefined);
});

test('records knows a total in a narrow table, and a count of clients below it', async (t) => {
  const narrow = await read(t, 'name,phone,x\nAnna,1,2\nTotal,,3\n1 client,,\n');
  assert.deepEqual(
    narrow.records.map(({ oddity }) => oddity),
    [undefined, 'trailer', 'trailer'],
  );
});

test('records knows trailers in other languages', () => {
  for (const word of ['Gesamt', 'Summe:', 'Généré le 1.5.', 'סה"כ', 'Página 1', 'Grand Total']) {
    assert.equal(looksLikeTrailer([word, '', '', '5'], 4), true, word);
  }
});

test('records counts rows of delimiters as blank lines and cuts blank cells behind the table', async (t) => {
  const { header, records, blankLines } = await read(
    t,
    'a,b,,\n1,x,,\n,,,\n  ,\t,,\n2,,,\n3,y,z,\n',
  );
  assert.deepEqual(header, ['a', 'b', 'Column 3']);
  assert.deepEqual(
    records.map(({ cells }) => cells),
    [
      ['1', 'x', ''],
      ['2', '', ''],
      ['3', 'y', 'z'],
    ],
  );
  assert.equal(blankLines, 2);
});

test('records drops Ctrl-Z at the end of the text only', async (t) => {
  for (const end of ['\x1a', '\n\x1a', '\x1a\x1a\x1a']) {
    const { records } = await read(t, `name,note\nAnna,a\x1ab\nBen,x${end}`);
    assert.deepEqual(
      records.map(({ cells }) => cells),
      [
        ['Anna', 'a\x1ab'],
        ['Ben', 'x'],
      ],
    );
  }
  const wide = Buffer.from('\ufeffname,note\nAnna,\u1a1a', 'utf16le');
  assert.deepEqual((await read(t, wide)).records[0]?.cells, ['Anna', '\u1a1a']);
});

test('records of a list without header begin with its first row', async (t) => {
  const { header, records } = await read(t, 'Anna,anna@example.org\nBen,ben@example.org\n', {
    noHeader: true,
  });
  assert.deepEqual(header, ['Column 1', 'Column 2']);
  assert.deepEqual(
    records.map(({ number, line }) => [number, line]),
    [
      [1, 1],
      [2, 2],
    ],
  );
});

test('openSource tells titles, sep= lines and a header far down', async (t) => {
  const text = `sep=,\n"Clients\nof May",\n\n${'x\n'.repeat(100)}name,email\nAnna,anna@example.org\n`;
  const source = await openSource(await temporaryFile(t, text), { headerLine: 105 });
  assert.deepEqual([source.headerLine, source.titleLines], [105, 101]);
  assert.deepEqual(source.header, ['name', 'email']);
  assert.equal((await readAll(source))[0]?.line, 106);
});

test('openSource refuses header options that contradict each other or are no line', async (t) => {
  const path = await temporaryFile(t, 'name,email\nAnna,anna@example.org\n');
  for (const options of [
    { headerLine: 1, noHeader: true },
    { headerLine: 0 },
    { headerLine: 1.5 },
    { headerLine: 1e9 },
  ]) {
    await assert.rejects(openSource(path, options), refusal('usage'));
  }
});

test('sample holds the first 100 records', async (t) => {
  const long = await openSource(await temporaryFile(t, `name,n\n${'Anna,x\n'.repeat(500)}`), {});
  assert.equal(long.sample.length, 100);
  assert.deepEqual(long.sample[99], { number: 100, line: 101, cells: ['Anna', 'x'] });
  const short = await openSource(await temporaryFile(t, 'name,n\nAnna,x\n'), {});
  assert.deepEqual(short.sample, await readAll(short));
});
