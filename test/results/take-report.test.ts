import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assignStrayReports, takeReport } from '../../src/results/take-report.js';
import { createDeclaredSession, makeStore, openSession, stageClients } from '../helpers/store.js';
import { idsFrom, reportOf } from './reports.js';

const now = () => new Date();
const UNNAMED = { hostSessionId: undefined, pageSize: 10, state: 'serving' } as const;

test('takeReport keeps a report for the session that it names', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 5, 'b1', { session: { hostSessionId: 'h7' } });
  const report = reportOf({ hostSessionId: 'h7', page: 1, created: ['1'] });
  assert.equal(await takeReport({ store, now }, report), 'kept');
  assert.equal(await takeReport({ store, now }, report), 'repeated');
  assert.equal((await store.listReports(session)).length, 1);
});

test('takeReport keeps a report aside whose session nobody knows, and it counts once the session has its id', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 5, 'b1', { session: { hostSessionId: undefined } });
  const early = reportOf({ hostSessionId: 'h7', page: 1, created: 5 });
  assert.equal(await takeReport({ store, now }, early), 'stray');
  assert.equal((await store.listReports(session)).length, 0);
  const named = { ...session, hostSessionId: 'h7', version: 2 };
  assert.ok(await store.replaceSession(named));
  assert.equal((await store.listReports(named)).length, 1);
  assert.deepEqual(await store.listStrayReports(10), []);
  assert.equal(await takeReport({ store, now }, early), 'repeated');
});

test('takeReport finds the session of a report without id by the clients of its page', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 25, 'b1', { session: UNNAMED });
  assert.equal(
    await takeReport({ store, now }, reportOf({ page: 2, created: ['11', '20'] })),
    'kept',
  );
  assert.equal((await store.listReports(session)).length, 1);
});

for (const [why, plan] of Object.entries({
  'ids of another page': { page: 1, created: ['11'] },
  'an id that is not on the page': { page: 1, created: ['1', '99'] },
  'no ids': { page: 1, created: 10 },
  'no page': { created: ['1'] },
  'a page beyond the end': { page: 9, created: ['1'] },
}))
  test(`takeReport does not guess: ${why}`, async (t) => {
    const { store } = makeStore(t);
    await openSession(store, 25, 'b1', { session: UNNAMED });
    assert.equal(await takeReport({ store, now }, reportOf(plan)), 'stray');
  });

test('takeReport does not guess between two sessions that held the same ids', async (t) => {
  const { store } = makeStore(t);
  await openSession(store, 25, 'b1', { session: UNNAMED });
  await openSession(store, 25, 'b2', { session: UNNAMED });
  const report = reportOf({ page: 1, created: idsFrom(1, 10) });
  assert.equal(await takeReport({ store, now }, report), 'stray');
});

test('takeReport looks no further back than a day, and reports alike of two imports are two', async (t) => {
  const { store } = makeStore(t);
  const batch = await stageClients(store, 10, 'b1');
  const endedAt = new Date(Date.now() - 25 * 60 * 60_000).toISOString();
  const ended = { ...UNNAMED, state: 'closed', closedAt: endedAt } as const;
  await store.createSession(createDeclaredSession(batch, ended));
  const report = reportOf({ page: 1, failed: ['1'] });
  assert.equal(await takeReport({ store, now }, report), 'stray');
  const again = createDeclaredSession(batch, UNNAMED);
  await store.createSession(again);
  assert.equal(await takeReport({ store, now }, report), 'kept');
  assert.equal((await store.listReports(again)).length, 1);
});

test('assignStrayReports finds the session of a report that came before its page was known', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 25, 'b1', {
    session: { ...UNNAMED, pageSize: undefined },
  });
  await takeReport({ store, now }, reportOf({ page: 2, created: ['12'] }));
  assert.equal(await assignStrayReports({ store, now }), 0);
  assert.ok(await store.replaceSession({ ...session, pageSize: 10, version: 2 }));
  assert.equal(await assignStrayReports({ store, now }), 1);
  assert.equal((await store.listReports(session)).length, 1);
  assert.equal(await assignStrayReports({ store, now }), 0);
});
