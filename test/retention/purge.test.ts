import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { FerryError } from '../../src/errors.js';
import { getRetention, listRetention } from '../../src/retention/list-retention.js';
import { listExpired, purgeExpired, type PurgeDeps } from '../../src/retention/purge.js';
import { drawUpAccount } from '../../src/results/session-account.js';
import type { Session } from '../../src/sessions/session.js';
import type { Store } from '../../src/store/store.js';
import { removeBatch } from '../../src/retention/remove-batch.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { openTestStore, runSql, usePostgres } from '../helpers/postgres.js';
import { createDeclaredSession, makeStore } from '../helpers/store.js';
import { filesNaming } from '../support/files-naming.js';
import { makeDraft } from '../support/make-draft.js';
import { makeJob } from '../support/make-results.js';
import { sealBatch } from '../support/seal-batch.js';

const postgres = usePostgres();
const CANARY = 'canary.person';
const DAY_MS = 24 * 60 * 60_000;
const LATER = new Date(Date.now() + 8 * DAY_MS);

const depsOf = (store: Store, at = LATER): PurgeDeps => ({
  ...{ store, now: () => at, by: 'clientferry', retentionMs: 7 * DAY_MS, graceMs: 60_000 },
});

const clients = Array.from({ length: 300 }, (_, n) =>
  JSON.stringify({ first_name: 'Noa', email: `${CANARY}${n}@example.org` }),
);

const rejects = Array.from({ length: 50 }, (_, n) => ({
  ...{ file: 0, record: n + 301, line: n + 302, cells: [`${CANARY}.reject${n}`] },
  issues: [{ code: 'email', line: n, column: 'Email', message: 'm', hint: 'h' }],
}));

/** A batch with everything around it that may hold the same clients. */
async function stageCanaries(store: Store, session: Partial<Session> = {}) {
  const batch = await sealBatch(store, { clients, rejects });
  const at = new Date().toISOString();
  const books = { records: 350, accepted: 300, merged: 0, rejected: 50, clients: 300 };
  const created = createDeclaredSession(batch, {
    ...{ id: 's_1', state: 'closed', closedAt: at, hostSessionId: '77', books },
    ...session,
  });
  await store.createSession(created);
  await store.addReport({
    ...{ digest: 'd1', hostSessionId: '77', sessionId: undefined, page: 1, importDone: false },
    receivedAt: at,
    clients: {
      created: { count: 1, externalIds: [`${CANARY}.id`] },
      updated: { count: 0, externalIds: [] },
      skipped: { count: 0, externalIds: [] },
      failed: { count: 0, externalIds: [] },
    },
  });
  const job = {
    ...{ id: 'j_1', version: 1, kind: 'reconcile' as const, businessUid: 'b1' },
    ...{ staffUid: undefined, batchId: batch.id, importId: 's_1', state: 'running' as const },
    ...{ problem: undefined, progress: {}, createdAt: at, updatedAt: at },
    ...{ finishedAt: undefined, resumeAt: undefined },
  };
  await store.createJob(job);
  await store.saveJob({ ...job, version: 2, state: 'done' }, [
    { key: 1, state: 'present', body: JSON.stringify({ email: `${CANARY}.item` }) },
  ]);
  await store.writeUpload('d1-a', Readable.from([Buffer.from(`x\n${CANARY}.upload\n`)]));
  const file = {
    ...{ id: 'd1-a', name: 'list.csv', bytes: 5, read: {}, entries: [], sheets: [], sources: [] },
    problem: undefined,
  };
  const choices = [{ source: `${CANARY}.draft`, profile: 'auto', columns: [] }];
  const expiresAt = at;
  await store.createDraft(
    makeDraft({ id: 'd1', files: [file], choices, batchId: batch.id, expiresAt }),
  );
  return { batch, session: created };
}

test('R43: nothing of a purged batch can be read in any file, and its session keeps its numbers', async (t) => {
  const { store, dataDir } = makeStore(t);
  const { batch, session } = await stageCanaries(store);
  writeFileSync(join(dataDir, 'control.db.before-4'), `${CANARY} in a copy`);
  assert.notDeepEqual(filesNaming(dataDir, CANARY), []);
  assert.deepEqual(await purgeExpired(depsOf(store, new Date())), []);
  const gone = await purgeExpired(depsOf(store));
  assert.deepEqual(
    gone.map((one) => one.batch.id),
    [batch.id],
  );
  assert.deepEqual(filesNaming(dataDir, CANARY), []);
  const account = await drawUpAccount(store, session, { now: LATER, quietMs: 0 });
  assert.deepEqual([account.clients, account.rejected], [300, 50]);
  const [entry] = await store.listAudit('b1', 1);
  assert.deepEqual([entry?.action, entry?.subject], ['batch_purged', batch.id]);
  await store.close();
  assert.deepEqual(filesNaming(dataDir, CANARY), []);
});

test('R43: the same when another process has the data folder open', async (t) => {
  const { store, dataDir } = makeStore(t);
  const { batch } = await stageCanaries(store);
  const other = openSqliteStore(dataDir);
  t.after(() => other.close());
  assert.equal((await other.readClients(batch.id, 1, 1)).length, 1);
  await purgeExpired(depsOf(store));
  assert.deepEqual(filesNaming(dataDir, CANARY), []);
});

test('R43, PostgreSQL: no query finds anything of a purged batch', async (t) => {
  const url = await postgres.createDatabase();
  const store = await openTestStore(t, url);
  await stageCanaries(store);
  assert.equal((await purgeExpired(depsOf(store))).length, 1);
  const tables = (await runSql(
    url,
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
  )) as { name: string }[];
  assert.equal(
    tables.some(({ name }) => name.startsWith('batch_')),
    false,
  );
  for (const { name } of tables)
    assert.deepEqual(
      await runSql(url, `SELECT 1 FROM ${name} AS t WHERE t::text LIKE '%${CANARY}%'`),
      [],
      name,
    );
});

test('R43: a batch of an open session is neither expired nor removed by a certain purge', async (t) => {
  const { store } = makeStore(t);
  const { batch } = await stageCanaries(store, { state: 'serving', closedAt: undefined });
  assert.deepEqual(await listExpired(depsOf(store)), []);
  await assert.rejects(
    removeBatch(depsOf(store), batch),
    (error) => error instanceof FerryError && error.code === 'batch_in_use',
  );
  assert.equal((await store.readClients(batch.id, 1, 300)).length, 300);
  assert.ok(await store.findDraft('d1'));
});

test('a batch that a draft holds, or that nobody kept yet, is left to the clearing away of drafts', async (t) => {
  const { store } = makeStore(t);
  const held = await sealBatch(store, { clients });
  await store.createDraft(makeDraft({ batchId: held.id, expiresAt: '9000-01-01T00:00:00.000Z' }));
  await sealBatch(store, { clients, isKept: false });
  assert.deepEqual(await listExpired(depsOf(store)), []);
});

for (const engine of ['SQLite', 'PostgreSQL'])
  test(`${engine}: a person's word about how long a batch is kept is kept, and can be taken back`, async (t) => {
    const store =
      engine === 'SQLite'
        ? makeStore(t).store
        : await openTestStore(t, await postgres.createDatabase());
    const batch = await sealBatch(store, { clients });
    const until = new Date(LATER.getTime() + DAY_MS).toISOString();
    assert.equal(await store.setKeepUntil(batch.id, until), true);
    assert.equal(await store.setKeepUntil('b_none', until), false);
    assert.deepEqual([...(await store.listKeepUntil())], [[batch.id, until]]);
    assert.deepEqual(await listExpired(depsOf(store)), []);
    assert.equal(await store.setKeepUntil(batch.id, undefined), true);
    assert.equal((await listExpired(depsOf(store))).length, 1);
  });

/** A report of the host that so many clients of the batch were created or failed. */
const reportCounts = (store: Store, created: number, failed = 0, importDone = true) =>
  store.addReport({
    ...{
      digest: `d-${created}-${failed}`,
      hostSessionId: '77',
      sessionId: undefined,
      page: undefined,
    },
    ...{ importDone, receivedAt: new Date().toISOString() },
    clients: {
      created: { count: created, externalIds: [] },
      updated: { count: 0, externalIds: [] },
      skipped: { count: 0, externalIds: [] },
      failed: { count: failed, externalIds: [] },
    },
  });

const soonFor = (store: Store) => depsOf(store, new Date(Date.now() + 1_000));

/** What is gone by now, and why. */
const purgeSoon = async (store: Store) =>
  (await purgeExpired(soonFor(store))).map((one) => [one.batch.id, one.retention.why]);

test('a batch to be wiped goes as soon as the host has said of every client that it arrived, and that it is done', async (t) => {
  const { store } = makeStore(t);
  const { batch } = await stageCanaries(store, { wipeWhenDone: true });
  await reportCounts(store, 1);
  assert.deepEqual(await purgeSoon(store), []);
  await reportCounts(store, 300);
  assert.deepEqual(await purgeSoon(store), [[batch.id, 'wipe']]);
});

test('a batch to be wiped stays for the time of the rule while clients of it failed, so that they can be seen and sent again', async (t) => {
  const { store } = makeStore(t);
  const { batch, session } = await stageCanaries(store, { wipeWhenDone: true });
  await reportCounts(store, 299, 1);
  assert.deepEqual(await purgeSoon(store), []);
  const until = new Date(Date.parse(session.closedAt ?? '') + 7 * DAY_MS).toISOString();
  assert.deepEqual(await getRetention(soonFor(store), batch), { until, why: 'rule_after_import' });
  assert.equal((await purgeExpired(depsOf(store))).length, 1);
});

test('a look at the CRM lets a batch be wiped at once only when it was taken after the last page', async (t) => {
  for (const [isAfter, gone] of [
    [false, 0],
    [true, 1],
  ] as const) {
    const { store } = makeStore(t);
    const { batch, session } = await stageCanaries(store, { wipeWhenDone: true });
    await reportCounts(store, 300, 0, false);
    const createdAt = isAfter ? (session.closedAt ?? '') : '2020-01-01T00:00:00.000Z';
    const look = makeJob(batch, { id: 'j_2', importId: session.id, createdAt, progress: {} });
    await store.deleteJob('j_1');
    await store.createJob(look);
    await store.saveJob({ ...look, version: 2, state: 'done' });
    assert.equal((await purgeSoon(store)).length, gone, String(isAfter));
  }
});

test('one batch is said to be kept as long as it is in the list of all, also while a draft holds it', async (t) => {
  const { store } = makeStore(t);
  const { batch } = await stageCanaries(store, { wipeWhenDone: true });
  await reportCounts(store, 300);
  const held = await sealBatch(store, { clients, businessUid: 'b2' });
  const draft = { batchId: held.id, businessUid: 'b2', expiresAt: '9000-01-01T00:00:00.000Z' };
  await store.createDraft(makeDraft(draft));
  const all = await listRetention(soonFor(store));
  for (const one of all)
    assert.deepEqual(await getRetention(soonFor(store), one.batch), one.retention);
  const whyOf = (id: string) => all.find((one) => one.batch.id === id)?.retention.why;
  assert.deepEqual([whyOf(batch.id), whyOf(held.id)], ['wipe', 'worked_on']);
});
