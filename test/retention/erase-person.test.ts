import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { FerryError } from '../../src/errors.js';
import { openSources } from '../../src/files/open-sources.js';
import { ERASED_CLIENT } from '../../src/staging/erased-client.js';
import { erasePerson, type EraseDeps } from '../../src/retention/erase-person.js';
import { findObstacle } from '../../src/sessions/declarable.js';
import type { Job } from '../../src/jobs/job.js';
import type { StoredReport } from '../../src/results/report.js';
import type { Session } from '../../src/sessions/session.js';
import type { Batch } from '../../src/staging/batch.js';
import type { Store } from '../../src/store/store.js';
import { openTestStore, runSql, usePostgres } from '../helpers/postgres.js';
import { createDeclaredSession, makeStore, stageClients } from '../helpers/store.js';
import { said } from '../store/store-house.js';
import { filesNaming } from '../support/files-naming.js';
import { makeDraft } from '../support/make-draft.js';
import { summaryOf } from '../support/seal-batch.js';

const postgres = usePostgres();

const ADA = 'ada.canary@example.org';
const EXTERNAL_ID = 'ext-canary-7';

interface House {
  store: Store;
  /** Fails when the person can be read anywhere. */
  checkGone: () => Promise<void>;
}

function sqliteHouse(t: TestContext): Promise<House> {
  const { store, dataDir } = makeStore(t);
  const checkGone = () => {
    for (const canary of [ADA, 'Ada Canary', EXTERNAL_ID])
      assert.deepEqual(filesNaming(dataDir, canary), []);
    return Promise.resolve();
  };
  return Promise.resolve({ store, checkGone });
}

async function postgresHouse(t: TestContext): Promise<House> {
  const url = await postgres.createDatabase();
  const checkGone = async () => {
    const tables = await runSql(
      url,
      "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    for (const { name } of tables as { name: string }[]) {
      const rows = await runSql(
        url,
        `SELECT 1 FROM ${name} AS t WHERE t::text ILIKE ANY (ARRAY['%${ADA}%', '%ada canary%', '%${EXTERNAL_ID}%'])`,
      );
      assert.equal(rows.length, 0, name);
    }
  };
  return { store: await openTestStore(t, url), checkGone };
}

/** Ada stands in clients 2 (with a merged record and a warning), 4 and 5 (one record, two matters), and in reject 2. */
async function stageAda(store: Store): Promise<Batch> {
  const writer = await store.createBatchWriter('b_1');
  const noa = (n: number) =>
    JSON.stringify({ first_name: `Noa ${n}`, email: `noa${n}@example.org` });
  const issue = (code: string, message: string) => [
    { code, line: 1, column: 'Email', message, hint: 'h' },
  ];
  const place = (record: number) => ({ file: 0, record, line: record + 1 });
  writer.addClient(place(1), noa(1));
  writer.addClient(
    place(2),
    JSON.stringify({
      first_name: 'Ada Canary',
      email: ADA.toUpperCase(),
      external_id: EXTERNAL_ID,
    }),
    [0, 1],
  );
  writer.addMerged(place(3));
  writer.addClient(place(4), noa(2));
  writer.addMerged(place(5));
  writer.addClient(place(6), JSON.stringify({ first_name: 'Ada Canary', matter: 'one' }));
  writer.addClient(place(6), JSON.stringify({ first_name: 'Ada Canary', email: ADA }));
  writer.addClient(place(7), JSON.stringify({ first_name: 'Noa 3', matters: [{ title: 'x' }] }));
  writer.addReject({ ...place(8), cells: ['Noa', 'x'], issues: issue('email', 'm') });
  writer.addReject({
    ...place(9),
    cells: ['Ada Canary', `a ${ADA}`],
    issues: issue('required', 'm'),
  });
  writer.addWarning({ ...place(2), issues: issue('phone_unclear', 'Ada Canary') });
  writer.addWarning({ ...place(1), issues: issue('phone_unclear', 'm') });
  writer.addWarning({ ...place(4), issues: issue('placeholder', `as ${ADA}`) });
  const summary = summaryOf('b_1');
  const batch = await writer.seal({
    ...summary,
    contentKey: 'k1',
    counts: {
      ...summary.counts,
      ...{ records: 9, accepted: 5, merged: 2, rejected: 2, clients: 6 },
      rejectedByCause: { email: 1, required: 1 },
      warnings: { phone_unclear: 2, placeholder: 1 },
      unmatchedValues: { Status: { [ADA]: 1, other: 2 } },
    },
  });
  await writer.abandon();
  return batch;
}

const PROBLEM = `The CRM refused to list clients (422: "no search for ${ADA}").`;

/** A report of an import that nobody knows. */
const strayReport = (): StoredReport => ({
  ...{ digest: 'd9', hostSessionId: '99', sessionId: undefined, page: 1, importDone: true },
  receivedAt: '2026-03-01T10:00:00.000Z',
  clients: {
    created: { count: 0, externalIds: [] },
    updated: { count: 0, externalIds: [] },
    skipped: { count: 0, externalIds: [] },
    failed: { count: 3, externalIds: [EXTERNAL_ID, 'ext-9'] },
  },
});

const depsOf = (store: Store): EraseDeps => ({
  ...{ store, openSources, now: () => new Date(), by: 'admin' },
});

const erase = (store: Store, changes: Partial<Parameters<typeof erasePerson>[1]> = {}) =>
  erasePerson(depsOf(store), { email: ` ${ADA}`, isDryRun: false, ...changes });

const isBalanced = ({ counts }: Batch) =>
  counts.records ===
  counts.accepted + counts.merged + counts.rejected + counts.outsideSlice + (counts.erased ?? 0);

async function getBatch(store: Store): Promise<Batch> {
  const batch = await store.findBatch('b_1');
  assert.ok(batch);
  return batch;
}

const jobOf = (changes: Partial<Job> = {}): Job => ({
  ...{ id: 'j_1', version: 1, kind: 'reconcile', businessUid: 'b1', staffUid: undefined },
  ...{ batchId: 'b_1', importId: 's_1', state: 'done', problem: undefined, progress: {} },
  ...{ createdAt: '2026-03-01T10:00:00.000Z', updatedAt: '2026-03-01T10:00:00.000Z' },
  ...{ finishedAt: undefined, resumeAt: undefined },
  ...changes,
});

const closedSession = (batch: Batch, changes: Partial<Session> = {}): Session =>
  createDeclaredSession(batch, { id: 's_1', state: 'closed', hostSessionId: '77', ...changes });

async function recordPoll(store: Store): Promise<void> {
  await store.recordPoll({
    ...{ sessionId: 's_1', polledAt: '2026-03-01T10:00:00.000Z', page: 1, pageSize: 100 },
    ...{ status: 200, firstSeq: 1, lastSeq: 6, sentWhole: true, durationMs: 1 },
    ...{ unknownParams: [], userAgent: undefined },
  });
}

for (const [name, makeHouse] of Object.entries({
  SQLite: sqliteHouse,
  PostgreSQL: postgresHouse,
})) {
  test(`${name}: a batch that was never handed over is made whole again without the person, and can be declared`, async (t) => {
    const { store, checkGone } = await makeHouse(t);
    await stageAda(store);
    const would = await erase(store, { isDryRun: true });
    assert.equal((await getBatch(store)).counts.clients, 6);
    const account = await erase(store);
    assert.deepEqual(account, would);
    assert.deepEqual(account.batches, [
      { batchId: 'b_1', businessUid: 'b1', wasHandedOver: false, clients: 3, rejects: 1 },
    ]);
    const batch = await getBatch(store);
    assert.deepEqual(
      (await store.readClients('b_1', 1, 3)).map(
        (json) => (JSON.parse(json) as { first_name: string }).first_name,
      ),
      ['Noa 1', 'Noa 2', 'Noa 3'],
    );
    const page = JSON.parse(`[${String(await store.readPage('b_1', 1, 3))}]`) as unknown[];
    assert.equal(page.length, 3);
    assert.deepEqual((await store.readOrigin('b_1', 2))?.merged, [{ file: 0, record: 5, line: 6 }]);
    assert.deepEqual((await store.readOrigin('b_1', 2))?.warnings, []);
    assert.equal((await store.readOrigin('b_1', 1))?.warnings.length, 1);
    assert.equal((await store.readRejects('b_1', 0, 10)).length, 1);
    assert.equal(isBalanced(batch), true);
    assert.deepEqual(
      [batch.counts.clients, batch.counts.accepted, batch.counts.merged, batch.counts.erased],
      [3, 3, 1, 4],
    );
    assert.deepEqual(batch.counts.rejectedByCause, { email: 1 });
    assert.deepEqual(batch.counts.warnings, { phone_unclear: 1 });
    assert.deepEqual(batch.counts.unmatchedValues, { Status: { other: 2 } });
    const deps = { store, now: () => new Date(), quietMs: 0 };
    assert.equal(await findObstacle(deps, batch, {}), undefined);
    await checkGone();
    const entries = await store.listAudit('b1', 10);
    assert.deepEqual(
      entries.map(({ action, subject, staffUid }) => [action, subject, staffUid]),
      [['person_erased', 'b_1', 'admin']],
    );
    assert.deepEqual((await erase(store)).batches, []);
  });

  test(`${name}: a batch that was handed over keeps its numbers, and cannot be declared again`, async (t) => {
    const { store, checkGone } = await makeHouse(t);
    const before = await stageAda(store);
    await store.createSession(closedSession(before));
    await recordPoll(store);
    await store.addReport({
      ...{ digest: 'd1', hostSessionId: '77', sessionId: undefined, page: 1, importDone: true },
      receivedAt: '2026-03-01T10:00:00.000Z',
      clients: {
        created: { count: 2, externalIds: [EXTERNAL_ID, 'ext-8'] },
        updated: { count: 0, externalIds: [] },
        skipped: { count: 0, externalIds: [] },
        failed: { count: 0, externalIds: [] },
      },
    });
    await store.addReport(strayReport());
    await store.createJob(jobOf({ state: 'running' }));
    const items = [
      { key: 2, state: 'present', body: '{"name":"Ada Canary"}' },
      { key: 3, state: 'present', body: '{"name":"Noa"}' },
      { key: -1, state: 'extra', body: JSON.stringify({ email: ADA }) },
    ];
    await store.saveJob(jobOf({ version: 2, problem: PROBLEM }), items);
    const account = await erase(store);
    assert.equal(account.batches[0]?.wasHandedOver, true);
    const batch = await getBatch(store);
    assert.deepEqual([batch.counts.clients, batch.counts.erasedClients], [6, 3]);
    assert.equal(isBalanced(batch), true);
    const clients = await store.readClients('b_1', 1, 6);
    assert.deepEqual(
      clients.map((json) => json === ERASED_CLIENT),
      [false, true, false, true, true, false],
    );
    const deps = { store, now: () => new Date(), quietMs: 0 };
    assert.equal((await findObstacle(deps, batch, {}))?.code, 'batch_erased');
    const [report] = await store.listReports({ id: 's_1', hostSessionId: '77' });
    assert.deepEqual(report?.clients.created, { count: 2, externalIds: ['ext-8'] });
    assert.deepEqual((await store.listStrayReports(1))[0]?.clients.failed, {
      ...{ count: 3, externalIds: ['ext-9'] },
    });
    assert.equal((await store.findJob('j_1'))?.problem, undefined);
    const left = await store.listJobItems('j_1', { after: -Infinity, limit: 10 });
    assert.deepEqual(
      left.map(({ key, body }) => [key, body]),
      [
        [-1, '{}'],
        [2, '{}'],
        [3, '{"name":"Noa"}'],
      ],
    );
    await checkGone();
    assert.deepEqual((await erase(store)).batches, []);
  });

  test(`${name}: what is in use stays and is told, and all else is done`, async (t) => {
    const { store } = await makeHouse(t);
    const batch = await stageAda(store);
    await store.createSession(closedSession(batch, { state: 'serving' }));
    const draft = makeDraft({
      id: 'd_1',
      businessUid: 'b1',
      files: [],
      choices: [{ source: ADA, profile: 'auto', columns: [] }],
    });
    await store.createDraft(draft);
    const account = await erase(store);
    assert.deepEqual(account.left, [
      { what: 'batch', id: 'b_1', businessUid: 'b1', why: 'in_use' },
    ]);
    assert.deepEqual(account.drafts, [{ draftId: 'd_1', businessUid: 'b1', files: 0 }]);
    assert.equal(await store.findDraft('d_1'), undefined);
    await assert.rejects(
      store.eraseFromBatch('b_1', {
        ...{ seqs: [2], rejectIds: [], externalIds: [], keepsNumbers: true },
        holds: () => false,
      }),
      (error) => error instanceof FerryError && error.code === 'batch_in_use',
    );
    assert.deepEqual((await store.readClients('b_1', 2, 2))[0]?.includes('Ada'), true);
  });

  test(`${name}: a draft whose upload holds the person goes with its files, another one stays as it is`, async (t) => {
    const { store, checkGone } = await makeHouse(t);
    const fileOf = (id: string) => ({
      ...{ id, name: 'list.csv', bytes: 1, read: {}, entries: [], sheets: [], sources: [] },
      problem: undefined,
    });
    const lists = {
      'd1-a': `First name,Email\nNoa,noa@example.org\nAda Canary,${ADA}\n`,
      'd2-a': 'First name,Email\nNoa,noa@example.org\n',
    };
    for (const [id, text] of Object.entries(lists)) {
      await store.writeUpload(id, Readable.from([Buffer.from(text)]));
      await store.createDraft(
        makeDraft({ id: id.slice(0, 2), businessUid: 'b1', files: [fileOf(id)], choices: [] }),
      );
    }
    const account = await erase(store);
    assert.deepEqual(account, {
      ...{ batches: [], reports: 0, left: [] },
      drafts: [{ draftId: 'd1', businessUid: 'b1', files: 1 }],
    });
    assert.deepEqual(await store.listUploads('9999-01-01T00:00:00.000Z'), ['d2-a']);
    assert.ok(await store.findDraft('d2'));
    await checkGone();
  });

  test(`${name}: a job that stopped because of the person does not name them afterwards, even when nothing else does`, async (t) => {
    const { store, checkGone } = await makeHouse(t);
    const batch = await stageClients(store, 1, 'b1');
    const { id } = batch;
    await store.createSession(closedSession(batch));
    await recordPoll(store);
    const stopped = jobOf({ batchId: id, state: 'stopped', problem: PROBLEM });
    await store.createJob(stopped);
    await store.createJob(jobOf({ id: 'j_2', batchId: id, problem: 'The CRM was away.' }));
    await erase(store);
    assert.deepEqual(said(await store.findJob('j_1')), said({ ...stopped, problem: undefined }));
    assert.equal((await store.findJob('j_2'))?.problem, 'The CRM was away.');
    await checkGone();
  });

  test(`${name}: reports of imports that nobody knows lose the person, and a dry run leaves them`, async (t) => {
    const { store } = await makeHouse(t);
    const clients = { ...strayReport().clients, failed: { count: 2, externalIds: ['7', ADA] } };
    await store.addReport({ ...strayReport(), clients });
    await store.addReport({ ...strayReport(), digest: 'd8' });
    assert.equal((await erase(store, { isDryRun: true })).reports, 1);
    assert.deepEqual((await store.listStrayReports(2))[1]?.clients, clients);
    assert.equal((await erase(store)).reports, 1);
    const [other, left] = await store.listStrayReports(2);
    assert.deepEqual(left?.clients.failed, { count: 2, externalIds: ['7'] });
    assert.deepEqual(other?.clients, strayReport().clients);
    assert.equal((await erase(store)).reports, 0);
  });

  test(`${name}: a person is erased at one business only when that was asked for`, async (t) => {
    const { store } = await makeHouse(t);
    await stageAda(store);
    assert.deepEqual((await erase(store, { businessUid: 'b2' })).batches, []);
    assert.equal((await erase(store, { businessUid: 'b1' })).batches.length, 1);
  });
}

test('a file that cannot be read as a list is told as unsearched', async (t) => {
  const { store } = makeStore(t);
  await store.writeUpload('d1-a', Readable.from([Buffer.from([0, 1, 2, 0, 3])]));
  const file = {
    ...{ id: 'd1-a', name: 'list.csv', bytes: 5, read: {}, entries: [], sheets: [], sources: [] },
    problem: undefined,
  };
  await store.createDraft(makeDraft({ id: 'd1', businessUid: 'b1', files: [file], choices: [] }));
  const account = await erase(store);
  assert.deepEqual(account.left, [
    { what: 'draft', id: 'd1', businessUid: 'b1', why: 'unreadable' },
  ]);
});

test('what is no address is refused', async (t) => {
  const { store } = makeStore(t);
  for (const email of ['', 'ada', 'ada@', 'a b@example.org'])
    await assert.rejects(
      erase(store, { email }),
      (error) => error instanceof FerryError && error.code === 'usage',
    );
});
