import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sumHandOver, sumRecords } from '../../src/page/import/account-lines.js';
import { nextSteps } from '../../src/page/import/next-steps.js';
import { endOf, lookOf } from '../../src/page/import/session-look.js';
import { SESSION_STATUSES } from '../../src/web/api/wire.js';

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

test('a failure is told by its kind', () => {
  assert.equal(endOf({ status: 'closed_early', outcome: 'failure' }), 'closed_early');
  assert.equal(endOf({ status: 'closed', outcome: 'issues' }), 'issues');
});
