import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sumHandOver, sumRecords } from '../../src/page/import/account-lines.js';
import { nextSteps } from '../../src/page/import/next-steps.js';
import { endOf, lookOf, titleOf } from '../../src/page/import/session-look.js';
import { awaitedOf, resultLines } from '../../src/page/results/result-lines.js';
import { SESSION_STATUSES, type SessionWire } from '../../src/web/api/wire.js';

const ACCOUNT = {
  records: 1_000,
  accepted: 981,
  rejected: 12,
  merged: 5,
  clients: 981,
  handed_over: 400,
  polls: 4,
  troubled_polls: 0,
  flags: [],
};

test('the lines of an account add up to their total', () => {
  for (const sum of [sumRecords({ account: ACCOUNT }), sumHandOver({ account: ACCOUNT })]) {
    const added = sum.parts.reduce((total, { count }) => total + count, 0);
    assert.equal(added, sum.total.count);
  }
});

test('records that were not chosen get a line of their own, what did not occur gets none', () => {
  const names = (account: typeof ACCOUNT) => sumRecords({ account }).parts.map(({ name }) => name);
  assert.deepEqual(names(ACCOUNT), ['accepted', 'merged', 'rejected', 'outside']);
  assert.deepEqual(names({ ...ACCOUNT, records: 981, rejected: 0, merged: 0 }), ['accepted']);
});

test('after a success one looks in the CRM, rejects are mended first', () => {
  const done = { outcome: 'success', error_report: null, done: 5 } as const;
  assert.deepEqual(nextSteps(done), ['look']);
  const issues = {
    outcome: 'issues',
    error_report: '/api/batches/b_1/rejects.csv',
    done: 5,
  } as const;
  assert.deepEqual(nextSteps(issues), ['mend', 'look']);
});

test('after a failure one imports again, and looks in the CRM only when something was handed over', () => {
  const failed = { outcome: 'failure', error_report: null, done: 0 } as const;
  assert.deepEqual(nextSteps(failed), ['again', 'support']);
  assert.deepEqual(nextSteps({ ...failed, done: 3 }), ['again', 'look', 'support']);
});

test('no status is shown by colour alone, and only a complete hand-over is green', () => {
  for (const status of SESSION_STATUSES) {
    assert.notEqual(lookOf({ status, outcome: null }).color, 'green');
    assert.equal(lookOf({ status, outcome: null }).word, `status.${status}`);
  }
  assert.equal(lookOf({ status: 'closed', outcome: 'success' }).color, 'green');
  assert.equal(lookOf({ status: 'failed', outcome: 'failure' }).color, 'red');
});

test('an import that was taken back is not green, however well it went', () => {
  const good = { status: 'closed', outcome: 'success' } as const;
  assert.equal(lookOf({ ...good, taken_back: 1 }).color, 'gray');
  assert.equal(lookOf({ ...good, taken_back: 0 }).color, 'green');
  const job = { uid: 'j1', kind: 'undo', problem: null } as const;
  const counts = { planned: 2, deleted: 0, gone: 0, kept: 0, refused: 0, left: 2 };
  const started_at = '2026-11-21T09:30:00.000Z';
  const undo = { job: { ...job, state: 'running' }, ...counts, started_at } as const;
  assert.equal(lookOf({ ...good, taken_back: 0, undo }).color, 'gray');
  const session = { status: 'closed', outcome: 'success' } as SessionWire;
  const titled = { outcome: 'success', session, taken_back: 0 } as const;
  assert.equal(titleOf({ ...titled, undo }), 'results:undo.running');
  assert.equal(titleOf({ ...titled, taken_back: 1, undo: null }), 'results:takenBack.title');
  assert.equal(titleOf({ ...titled, undo: null }), 'session.outcome.success');
});

test('a failure is told by its kind', () => {
  assert.equal(endOf({ status: 'closed_early', outcome: 'failure' }), 'closed_early');
  assert.equal(endOf({ status: 'closed', outcome: 'issues' }), 'issues');
});

test('what became of every client adds up, and nobody waits for word of those that have not gone over', () => {
  const results = { created: 300, updated: 20, skipped: 0, failed: 5, unknown: 656 };
  const stuck = { clients: 981, handed_over: 400, results };
  const lines = resultLines(stuck);
  assert.equal(
    lines.reduce((sum, { count }) => sum + count, 0),
    stuck.clients,
  );
  assert.deepEqual(lines.slice(-2), [
    { name: 'unknown', count: 75 },
    { name: 'remaining', count: 581 },
  ]);
  assert.equal(awaitedOf(stuck), 75);
  // A page that did not go out whole may have been reported all the same.
  assert.equal(awaitedOf({ ...stuck, results: { ...results, unknown: 500 } }), 0);
  assert.equal(resultLines({ ...stuck, handed_over: 981 }).at(-1)?.name, 'unknown');
});
