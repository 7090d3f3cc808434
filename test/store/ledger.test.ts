import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LedgerEntry } from '../../src/sessions/session.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { makeStore, openSession, readSession } from '../helpers/store.js';

const entryOf = (sessionId: string, page: number): LedgerEntry => ({
  sessionId,
  polledAt: `2026-03-01T10:00:${String(page).padStart(2, '0')}.000Z`,
  page,
  pageSize: 10,
  status: 200,
  firstSeq: page * 10 - 9,
  lastSeq: page * 10,
  sentWhole: true,
  durationMs: 0.5,
  unknownParams: [],
  userAgent: undefined,
});

test('entries that come together go in together, in their order, and an impossible one keeps no other out', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 100);
  const settled = await Promise.allSettled(
    [1, 2, 3, 4].map((page) => store.recordPoll(entryOf(page === 3 ? 's_none' : session.id, page))),
  );
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(
    (await store.listLedger(session.id)).map(({ page }) => page),
    [1, 2, 4],
  );
  assert.equal((await readSession(store, session.id)).lastPolledAt, entryOf('', 4).polledAt);
});

test('whoever counts or lists sees entries that were not written yet', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 100);
  const first = store.recordPoll(entryOf(session.id, 1));
  assert.equal((await store.listSentRanges(session.id)).length, 1);
  const second = store.recordPoll(entryOf(session.id, 2));
  assert.equal((await store.listLedger(session.id)).length, 2);
  await Promise.all([first, second]);
});

test('closing the store writes what waits', async (t) => {
  const { store, dataDir } = makeStore(t);
  const { session } = await openSession(store, 100);
  const other = openSqliteStore(dataDir);
  const written = other.recordPoll(entryOf(session.id, 1));
  await other.close();
  await written;
  assert.equal((await store.listLedger(session.id)).length, 1);
});
