import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Session, StoredState } from '../../src/sessions/session.js';
import type { StoreCounts } from '../../src/store/store-counts.js';
import type { Store } from '../../src/store/store.js';
import { openTestStore, usePostgres } from '../helpers/postgres.js';
import { createDeclaredSession, makeStore } from '../helpers/store.js';
import { makeJob, makeNotice } from '../support/make-results.js';
import { summaryOf } from '../support/seal-batch.js';

const postgres = usePostgres();

const ENGINES: [string, (t: TestContext) => Promise<Store>][] = [
  ['SQLite', (t) => Promise.resolve(makeStore(t).store)],
  ['PostgreSQL', async (t) => openTestStore(t, await postgres.createDatabase())],
];

/** A batch with so many rejects by cause, and a header that names the character NUL and looks like counts. */
async function stageWithRejects(store: Store, businessUid: string, causes: Record<string, number>) {
  const id = `b_${businessUid}`;
  const summary = summaryOf(id, { businessUid });
  const writer = await store.createBatchWriter(id);
  writer.addClient({ file: 0, record: 1, line: 2 }, '{"first_name":"Ada"}');
  const counts = { ...summary.counts, accepted: 1, clients: 1, rejectedByCause: causes };
  const fields = ['first_name', 'nul\0', '"rejectedByCause":{"forged":9}'];
  return writer.seal({ ...summary, counts, fields }, { isKept: true });
}

/** By the text of the labels. */
const told = (counted: StoreCounts[keyof StoreCounts]) =>
  Object.fromEntries(
    counted.map(({ count, ...labels }) => [Object.values(labels).sort().join(' '), count]),
  );

for (const [engine, open] of ENGINES) {
  test(`${engine}: a store counts sessions, imports, rejects, jobs and notices`, async (t) => {
    const store = await open(t);
    const empty = await store.countAll();
    assert.deepEqual(Object.values(empty).flat(), []);

    const batch = await stageWithRejects(store, 'b1', { email: 2, required: 3 });
    await stageWithRejects(store, 'b2', { email: 5 });
    await stageWithRejects(store, 'b3', {});
    const hand = async (state: StoredState, changes: Partial<Session> = {}) => {
      const session = createDeclaredSession(batch, { state, ...changes });
      await store.createSession(session);
      return session;
    };
    await hand('closed');
    await hand('closed', { lastSeq: 1 });
    await hand('failed');
    await hand('closed_early');
    const first = await hand('closed', { parts: 2 });
    await hand('closed', { parts: 2, part: 2, continues: first.id, importId: first.id });
    const broken = await hand('closed', { parts: 2 });
    await hand('failed', { parts: 2, part: 2, continues: broken.id, importId: broken.id });
    await hand('serving');
    await store.createJob(makeJob(batch));
    await store.addNotice(makeNotice());
    await store.addNotice(makeNotice({ id: 'n_2', channel: 'webhook' }));
    await store.addNotice(makeNotice({ id: 'n_3', importId: 's_2', state: 'given_up' }));

    const counts = await store.countAll();
    assert.deepEqual(told(counts.sessions), { closed: 5, closed_early: 1, failed: 2, serving: 1 });
    assert.deepEqual(told(counts.imports), { handed_over: 3, unfinished: 3, open: 1 });
    assert.deepEqual(told(counts.rejects), { email: 7, required: 3 });
    assert.deepEqual(told(counts.jobs), { 'reconcile running': 1 });
    assert.deepEqual(told(counts.notices), {
      'mail waiting': 1,
      'waiting webhook': 1,
      'given_up mail': 1,
    });
  });
}
