import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  move,
  OPEN_STATES,
  SESSION_STATES,
  stateAt,
  type Session,
  type SessionEvent,
  type StoredState,
} from '../../src/sessions/session.js';

const CREATED = '2026-01-01T00:00:00.000Z';
const NOW = new Date('2026-01-01T00:01:00.000Z');
const QUIET_MS = 600_000;

function inState(state: StoredState, changes: Partial<Session> = {}): Session {
  return {
    id: 's1',
    version: 7,
    businessUid: 'b1',
    staffUid: undefined,
    importId: 's1',
    continues: undefined,
    batchId: 'b_1',
    part: 1,
    parts: 1,
    firstSeq: 1,
    lastSeq: 10,
    state,
    pageSize: undefined,
    hostSessionId: undefined,
    fieldsMapping: {},
    importParams: {
      should_override: false,
      upload_type: 'single',
      send_notifications_when_done: true,
    },
    problem: undefined,
    flags: [],
    books: undefined,
    wipeWhenDone: false,
    createdAt: CREATED,
    declaredAt: undefined,
    lastPolledAt: undefined,
    closedAt: undefined,
    ...changes,
  };
}

const EVENTS: SessionEvent[] = [
  { kind: 'accepted', hostSessionId: '9' },
  { kind: 'refused', problem: 'no' },
  { kind: 'unclear', problem: 'who knows' },
  { kind: 'page', page: 1, pageSize: 10 },
  { kind: 'close', complete: true },
  { kind: 'close', complete: false },
  { kind: 'completed-late' },
  { kind: 'flag', flag: 'odd' },
];

/** The state diagram: for each state, where each of the events above leads. */
const MOVES: Record<StoredState, StoredState[]> = {
  prepared: [
    ...(['declared', 'failed', 'unknown', 'serving'] as const),
    ...(['closed', 'closed_early', 'prepared', 'prepared'] as const),
  ],
  declared: [
    ...(['declared', 'failed', 'declared', 'serving'] as const),
    ...(['closed', 'closed_early', 'declared', 'declared'] as const),
  ],
  unknown: [
    ...(['declared', 'failed', 'unknown', 'serving'] as const),
    ...(['closed', 'closed_early', 'unknown', 'unknown'] as const),
  ],
  serving: [
    ...(['serving', 'failed', 'serving', 'serving'] as const),
    ...(['closed', 'closed_early', 'serving', 'serving'] as const),
  ],
  closed: EVENTS.map(() => 'closed'),
  closed_early: EVENTS.map(({ kind }) => (kind === 'completed-late' ? 'closed' : 'closed_early')),
  failed: EVENTS.map(() => 'failed'),
  cancelled: EVENTS.map(() => 'cancelled'),
};

for (const state of SESSION_STATES) {
  test(`move leads from ${state} where the state diagram says`, () => {
    const reached = EVENTS.map((event) => move(inState(state), event, NOW).state);
    assert.deepEqual(reached, MOVES[state]);
  });
}

test('move raises the version by one with every change and keeps the very object otherwise', () => {
  for (const state of SESSION_STATES)
    for (const event of EVENTS) {
      const before = inState(state);
      const after = move(before, event, NOW);
      if (after !== before) assert.equal(after.version, before.version + 1);
      assert.deepEqual(before, inState(state), 'the session given is not touched');
    }
});

test('move refuses to cancel a session that is over, and cancels every open one', () => {
  for (const state of SESSION_STATES) {
    const session = inState(state);
    if ((OPEN_STATES as readonly string[]).includes(state)) {
      const cancelled = move(session, { kind: 'cancel' }, NOW);
      assert.equal(cancelled.state, 'cancelled');
      assert.equal(cancelled.closedAt, NOW.toISOString());
    } else {
      assert.throws(() => move(session, { kind: 'cancel' }, NOW), { code: 'session_ended' });
    }
  }
});

test('move lets a person end an import between two parts, once, and go on with it', () => {
  const between = inState('closed', { parts: 3 });
  const ended = move(between, { kind: 'cancel' }, NOW);
  assert.deepEqual([ended.state, ended.endsHere, ended.flags.length], ['closed', true, 1]);
  assert.throws(() => move(ended, { kind: 'cancel' }, NOW), { code: 'session_ended' });
  const last = inState('closed', { part: 3, parts: 3 });
  assert.throws(() => move(last, { kind: 'cancel' }, NOW), { code: 'session_ended' });
  const early = inState('closed_early', { parts: 3 });
  assert.throws(() => move(early, { kind: 'cancel' }, NOW), { code: 'session_ended' });
  assert.equal(move(ended, { kind: 'goes-on' }, NOW).endsHere, undefined);
  assert.equal(move(between, { kind: 'goes-on' }, NOW), between);
});

test('move keeps the first closing time', () => {
  const closed = move(inState('serving'), { kind: 'close', complete: true }, NOW);
  const later = new Date(NOW.getTime() + 60_000);
  assert.equal(move(closed, { kind: 'close', complete: true }, later), closed);
});

test('move fixes the page size by the first page and changes it only for page 1', () => {
  const ask = (session: Session, page: number, pageSize: number) =>
    move(session, { kind: 'page', page, pageSize }, NOW);
  const first = ask(inState('declared'), 1, 50);
  assert.equal(first.pageSize, 50);
  assert.equal(ask(first, 2, 100), first);
  assert.equal(ask(first, 1, 100).pageSize, 100);
  assert.equal(ask(inState('declared'), 3, 25).pageSize, 25);
});

test('move notes a flag once', () => {
  const flagged = move(inState('serving'), { kind: 'flag', flag: 'odd' }, NOW);
  assert.deepEqual(flagged.flags, ['odd']);
  assert.equal(move(flagged, { kind: 'flag', flag: 'odd' }, NOW), flagged);
});

test('stateAt shows a quiet session as stalled, and one that was never answered as unknown', () => {
  const at = (ms: number) => new Date(Date.parse(CREATED) + ms);
  const shown = SESSION_STATES.map((state) => [
    stateAt(inState(state), at(QUIET_MS), QUIET_MS),
    stateAt(inState(state), at(QUIET_MS + 1), QUIET_MS),
  ]);
  assert.deepEqual(
    shown,
    SESSION_STATES.map((state) => {
      if (state === 'prepared') return [state, 'unknown'];
      return [state, state === 'declared' || state === 'serving' ? 'stalled' : state];
    }),
  );
});

test('stateAt counts from the last poll, else from the declaration', () => {
  const declaredAt = '2026-01-01T01:00:00.000Z';
  const lastPolledAt = '2026-01-01T02:00:00.000Z';
  const declared = inState('declared', { declaredAt });
  const polled = inState('serving', { declaredAt, lastPolledAt });
  assert.equal(stateAt(declared, new Date('2026-01-01T01:10:00.000Z'), QUIET_MS), 'declared');
  assert.equal(stateAt(declared, new Date('2026-01-01T01:10:00.001Z'), QUIET_MS), 'stalled');
  assert.equal(stateAt(polled, new Date('2026-01-01T02:10:00.000Z'), QUIET_MS), 'serving');
  assert.equal(stateAt(polled, new Date('2026-01-01T02:10:00.001Z'), QUIET_MS), 'stalled');
});
