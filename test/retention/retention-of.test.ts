import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retentionOf, wipeDueAt } from '../../src/retention/retention-of.js';
import type { Session } from '../../src/sessions/session.js';
import { createDeclaredSession } from '../helpers/store.js';
import { summaryOf } from '../support/seal-batch.js';

const DAY_MS = 24 * 60 * 60_000;
const retentionMs = 7 * DAY_MS;
const day = (n: number) => new Date(Date.UTC(2026, 2, n)).toISOString();

const batch = summaryOf('b_1', { createdAt: day(1) });

const sessionOf = (changes: Partial<Session>): Session =>
  createDeclaredSession(batch, {
    state: 'closed',
    createdAt: day(2),
    closedAt: day(3),
    ...changes,
  });

test('a batch that was never handed over is kept from its staging on', () => {
  assert.deepEqual(retentionOf(batch, [], { retentionMs }), {
    until: day(8),
    why: 'rule_after_staging',
  });
});

test('a batch is kept from the end of its last session on, whatever their order', () => {
  const sessions = [sessionOf({ closedAt: day(5) }), sessionOf({ closedAt: day(4) })];
  assert.deepEqual(retentionOf(batch, sessions, { retentionMs }), {
    until: day(12),
    why: 'rule_after_import',
  });
});

test('a batch is kept whatever the time while a session is open, another part comes, or a job works on it', () => {
  const kept = (sessions: Session[], isWorkedOn = false) =>
    retentionOf(batch, sessions, { retentionMs, isWorkedOn, keepUntil: day(1) });
  const goesOn = { until: undefined, why: 'import_goes_on' };
  assert.deepEqual(kept([sessionOf({ state: 'serving', closedAt: undefined })]), goesOn);
  const first = sessionOf({ id: 's_1', part: 1, parts: 2 });
  assert.deepEqual(kept([first]), goesOn);
  assert.equal(kept([{ ...first, endsHere: true }]).why, 'person');
  const second = sessionOf({ id: 's_2', importId: 's_1', continues: 's_1', part: 2, parts: 2 });
  assert.equal(kept([first, second]).why, 'person');
  assert.equal(kept([first, { ...second, state: 'failed' }]).why, 'person');
  assert.deepEqual(kept([], true), { until: undefined, why: 'worked_on' });
});

test("a person's word outweighs the rule and the wiping, in both directions", () => {
  for (const keepUntil of [day(2), day(30)])
    assert.deepEqual(
      retentionOf(batch, [sessionOf({})], { retentionMs, keepUntil, wipeAt: day(3) }),
      { until: keepUntil, why: 'person' },
    );
});

test('a batch to be wiped goes when its import is complete: at once when it is known what became of it, else after the grace time', () => {
  const graceMs = DAY_MS;
  const wiped = (sessions: Session[], isSettled = false) =>
    wipeDueAt(sessions, { isSettled, graceMs });
  const one = sessionOf({ id: 's_1', wipeWhenDone: true });
  assert.equal(wiped([one], true), day(3));
  assert.equal(wiped([one]), day(4));
  assert.equal(retentionOf(batch, [one], { retentionMs, wipeAt: day(4) }).until, day(4));
  assert.equal(wiped([sessionOf({})], true), undefined);
  for (const state of ['serving', 'closed_early', 'failed', 'cancelled'] as const)
    assert.equal(wiped([{ ...one, state }], true), undefined, state);
});

test('a batch of several parts is not wiped before the last one, and a later import without wiping keeps it', () => {
  const first = sessionOf({ id: 's_1', wipeWhenDone: true, parts: 2 });
  const second = sessionOf({
    ...{ id: 's_2', importId: 's_1', continues: 's_1', wipeWhenDone: true, part: 2, parts: 2 },
    ...{ createdAt: day(4), closedAt: day(5) },
  });
  const options = { isSettled: true, graceMs: 0 };
  assert.equal(wipeDueAt([first], options), undefined);
  assert.equal(wipeDueAt([first, { ...second, state: 'cancelled' }], options), undefined);
  assert.equal(wipeDueAt([first, second], options), day(5));
  const later = sessionOf({ id: 's_3', createdAt: day(6), closedAt: day(7) });
  assert.equal(wipeDueAt([first, second, later], options), undefined);
});
