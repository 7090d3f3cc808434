import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawUpImport } from '../../src/results/draw-up-import.js';
import { keepResults } from '../../src/results/keep-results.js';
import { listClientResults } from '../../src/results/list-client-results.js';
import { writeResultsFile } from '../../src/results/results-file.js';
import { removeBatch } from '../../src/retention/remove-batch.js';
import { takeReport } from '../../src/results/take-report.js';
import type { Session } from '../../src/sessions/session.js';
import type { Store } from '../../src/store/store.js';
import { createDeclaredSession, makeStore, openSession, stageClients } from '../helpers/store.js';
import { makeDraft } from '../support/make-draft.js';
import { makeJob } from '../support/make-results.js';
import { sealBatch } from '../support/seal-batch.js';
import { found, importAndLook } from '../undo/imported.js';
import { idsFrom, reportOf, type ReportPlan } from './reports.js';

const options = { now: new Date(), quietMs: 600_000 };
const now = () => new Date();

const CLOSED = { state: 'closed', closedAt: new Date().toISOString(), pageSize: 10 } as const;

async function report(store: Store, ...plans: ReportPlan[]): Promise<void> {
  for (const plan of plans)
    await takeReport({ store, now }, reportOf({ hostSessionId: '1', ...plan }));
}

/** Notes that clients were handed over. */
const handOver = (store: Store, { id }: Session, firstSeq: number, lastSeq: number) =>
  store.recordPoll({
    ...{ sessionId: id, polledAt: now().toISOString(), page: 1, pageSize: 10, status: 200 },
    ...{
      firstSeq,
      lastSeq,
      sentWhole: true,
      durationMs: 1,
      unknownParams: [],
      userAgent: undefined,
    },
  });

test('drawUpImport refuses a session that is not there', async (t) => {
  const { store } = makeStore(t);
  await assert.rejects(drawUpImport(store, 's_none', options), { code: 'session_not_found' });
});

test('drawUpImport says unknown of all clients while nothing is reported', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 25, 'b1', { session: CLOSED });
  const account = await drawUpImport(store, session, options);
  assert.deepEqual(account.results, { created: 0, updated: 0, skipped: 0, failed: 0, unknown: 25 });
  assert.equal(account.isOver, true);
  assert.equal(account.isReportedDone, false);
  assert.equal(account.reconciliation, undefined);
});

test('drawUpImport counts by client what several reports in any order say, the strongest word first', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 25, 'b1', { session: CLOSED });
  await handOver(store, session, 1, 25);
  await report(
    store,
    { page: 3, created: idsFrom(21, 24), failed: ['25'], importDone: true },
    { page: 1, skipped: idsFrom(1, 10) },
    { page: 1, created: idsFrom(1, 9), failed: ['10'] },
  );
  const account = await drawUpImport(store, session.id, options);
  assert.deepEqual(account.results, {
    created: 13,
    updated: 0,
    skipped: 1,
    failed: 1,
    unknown: 10,
  });
  assert.equal(account.handedOver, 25);
  assert.equal(account.isReportedDone, true);
  assert.deepEqual(
    account.pages.map(({ page, results }) => [page, results.created, results.skipped]),
    [
      [1, 9, 10],
      [3, 4, 0],
    ],
  );
  assert.ok(account.lastReportAt !== undefined);
  assert.deepEqual(account.oddities, []);
});

test('drawUpImport counts clients without ids by page, and never more than the page held', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 25, 'b1', { session: CLOSED });
  await handOver(store, session, 1, 25);
  await report(
    store,
    { page: 1, created: 10 },
    { page: 2, created: 6, failed: 3 },
    { page: 2, created: 4 },
    { page: 3, updated: 90 },
  );
  const account = await drawUpImport(store, session, options);
  assert.deepEqual(account.results, { created: 16, updated: 5, skipped: 0, failed: 3, unknown: 1 });
  assert.equal(account.oddities.length, 2);
  const created = await listClientResults(store, account, {
    after: 0,
    limit: 50,
    only: ['created'],
  });
  assert.deepEqual(
    created.map(({ seq }) => seq),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
});

test('drawUpImport tells of ids that are not in the list, and of answers for what was not handed over', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 5, 'b1', { session: CLOSED });
  await report(store, { page: 1, created: ['1', '99', '98'] });
  const account = await drawUpImport(store, session, options);
  assert.equal(account.results.created, 1);
  assert.equal(account.oddities.length, 2);
});

test('drawUpImport finds ids that lost their leading zeros, unless they are somebody else’s', async (t) => {
  const { store } = makeStore(t);
  const clients = ['007', '0012', '12'].map((id) =>
    JSON.stringify({ first_name: 'Noa', external_id: id }),
  );
  const batch = await sealBatch(store, { clients });
  const session = createDeclaredSession(batch, { ...CLOSED, lastSeq: 3 });
  await store.createSession(session);
  await report(store, { page: 1, created: ['7', '12'] });
  const account = await drawUpImport(store, session, options);
  const created = await listClientResults(store, account, {
    after: 0,
    limit: 9,
    only: ['created'],
  });
  assert.deepEqual(
    created.map(({ externalId }) => externalId),
    ['007', '12'],
  );
});

test('drawUpImport is one account over all parts, also of those that are still to come', async (t) => {
  const { store } = makeStore(t);
  const batch = await stageClients(store, 25, 'b1');
  const first = createDeclaredSession(batch, { ...CLOSED, part: 1, parts: 3, lastSeq: 10 });
  await store.createSession(first);
  await handOver(store, first, 1, 10);
  await report(store, { page: 1, created: idsFrom(1, 10), importDone: true });
  const between = await drawUpImport(store, first, options);
  assert.equal(between.goesOn, true);
  assert.equal(between.isOver, false);
  assert.deepEqual(
    between.parts.map(({ firstSeq, lastSeq, state }) => [firstSeq, lastSeq, state]),
    [
      [1, 10, 'closed'],
      [11, 20, undefined],
      [21, 25, undefined],
    ],
  );
  const second = createDeclaredSession(batch, {
    ...{ importId: first.id, continues: first.id, part: 2, parts: 3, firstSeq: 11, lastSeq: 20 },
    ...{ state: 'failed', hostSessionId: '2', pageSize: 10 },
  });
  await store.createSession(second);
  const account = await drawUpImport(store, second.id, options);
  assert.equal(account.importId, first.id);
  assert.equal(account.isOver, true);
  assert.equal(account.isReportedDone, false);
  assert.equal(account.handedOver, 10);
  assert.deepEqual(account.results, {
    created: 10,
    updated: 0,
    skipped: 0,
    failed: 0,
    unknown: 15,
  });
});

test('drawUpImport keeps its numbers when the list is removed, and no client can be listed any more', async (t) => {
  const { store } = makeStore(t);
  const books = { records: 25, accepted: 25, merged: 0, rejected: 0, clients: 25 };
  const { session, batch } = await openSession(store, 25, 'b1', { session: { ...CLOSED, books } });
  await handOver(store, session, 1, 25);
  await report(store, { page: 1, created: idsFrom(1, 10) }, { page: 2, failed: ['11', '12'] });
  const before = await drawUpImport(store, session, options);
  await store.deleteBatch(batch.id);
  const after = await drawUpImport(store, session, options);
  assert.deepEqual(after.results, before.results);
  assert.deepEqual(after.results, { created: 10, updated: 0, skipped: 0, failed: 2, unknown: 13 });
  await assert.rejects(listClientResults(store, after, { after: 0, limit: 1 }), {
    code: 'batch_not_found',
  });
});

test('listClientResults goes through all clients in pieces, with where they came from', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 25, 'b1', { session: CLOSED });
  await report(store, { page: 1, failed: ['3', '7'] });
  const account = await drawUpImport(store, session, options);
  const seqs: number[] = [];
  for (let after = 0; ;) {
    const lines = await listClientResults(store, account, { after, limit: 10 });
    seqs.push(...lines.map(({ seq }) => seq));
    if (lines.length < 10) break;
    after = lines.at(-1)?.seq ?? after;
  }
  assert.deepEqual(
    seqs,
    Array.from({ length: 25 }, (_, at) => at + 1),
  );
  const [third] = await listClientResults(store, account, { after: 0, limit: 1, only: ['failed'] });
  assert.equal(third?.seq, 3);
  assert.equal(third.line, 4);
  assert.equal(third.client['email'], 'ada.3@example.com');
});

test('writeResultsFile guards cells against formulas', async (t) => {
  const { store } = makeStore(t);
  const clients = [JSON.stringify({ first_name: '=1+1', external_id: '"7"' })];
  const batch = await sealBatch(store, { clients });
  const session = createDeclaredSession(batch, { ...CLOSED, lastSeq: 1 });
  await store.createSession(session);
  const account = await drawUpImport(store, session, options);
  const pieces: string[] = [];
  for await (const piece of writeResultsFile(store, account)) pieces.push(piece);
  const [header = '', line = ''] = pieces.join('').split('\r\n');
  assert.ok(header.startsWith('\uFEFF"number","external_id"'));
  assert.ok(line.startsWith(`"1","""7""","'=1+1"`), line);
});

test('drawUpImport of 50,000 clients is quick, and quicker when asked again', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 50_000, 'b1', {
    session: { ...CLOSED, pageSize: 100 },
  });
  for (let page = 1; page <= 500; page++)
    await report(store, { page, created: idsFrom(page * 100 - 99, page * 100) });
  const timed = async () => {
    const startedMs = performance.now();
    const { results } = await drawUpImport(store, session, options);
    assert.equal(results.created, 50_000);
    return performance.now() - startedMs;
  };
  const first = await timed();
  const again = Math.min(await timed(), await timed(), await timed());
  t.diagnostic(`first ${Math.round(first)} ms, again ${Math.round(again)} ms`);
  assert.ok(again < 500, `${again} ms`);
  assert.ok(first < 3_000, `${first} ms`);
});

test('what was known of each client stays in numbers when the batch is removed', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 25, 'b1', { session: CLOSED });
  await handOver(store, session, 1, 25);
  await report(
    store,
    { page: 1, skipped: idsFrom(1, 10) },
    { page: 1, created: idsFrom(1, 9), failed: ['10'] },
  );
  const before = await drawUpImport(store, session, options);
  const batch = await store.findBatch(session.batchId);
  assert.ok(batch);
  await removeBatch({ store, now, by: undefined }, batch);
  const after = await drawUpImport(store, session, options);
  assert.deepEqual(after.results, before.results);
  assert.deepEqual([after.clients, after.handedOver], [25, 25]);

  await report(store, { page: 2, created: idsFrom(11, 20) });
  const { results } = await drawUpImport(store, session, options);
  assert.equal(results.unknown, 5);
  assert.equal(
    Object.values(results).reduce((all, n) => all + n, 0),
    25,
  );
});

test('a batch is not removed while a job works on it', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 25, 'b1', { session: CLOSED });
  const batch = await store.findBatch(session.batchId);
  assert.ok(batch);
  await store.createDraft(makeDraft({ id: 'd1', batchId: batch.id }));
  await store.createJob(makeJob(batch, { importId: session.id }));
  await assert.rejects(removeBatch({ store, now, by: undefined }, batch), { code: 'batch_in_use' });
  assert.ok(await store.findBatch(batch.id));
  assert.ok(await store.findDraft('d1'));
});

/** Twenty clients on two pages, of whom the first and the eleventh share an id, and so on. */
async function openShared(store: Store, idOf = (n: number) => (n % 10) + 1) {
  const clients = Array.from({ length: 20 }, (_, n) =>
    JSON.stringify({ external_id: String(idOf(n)), email: `ada.${n}@example.org` }),
  );
  const batch = await sealBatch(store, { clients });
  const session = createDeclaredSession(batch, { ...CLOSED, lastSeq: 20 });
  await store.createSession(session);
  return session;
}

test('an id that clients of several pages share means those of the page that is reported', async (t) => {
  const { store } = makeStore(t);
  const session = await openShared(store);
  await report(store, { page: 1, created: idsFrom(1, 3) });
  const account = await drawUpImport(store, session, options);
  const created = await listClientResults(store, account, {
    ...{ after: 0, limit: 20, only: ['created'] },
  });
  assert.deepEqual(
    created.map(({ seq }) => seq),
    [1, 2, 3],
  );
  await report(store, { page: 1, created: idsFrom(1, 10) });
  const resultsOf = async () => (await drawUpImport(store, session, options)).results;
  assert.deepEqual(await resultsOf(), {
    ...{ created: 10, updated: 0, skipped: 0, failed: 0, unknown: 10 },
  });
  await report(store, { page: 2, failed: idsFrom(1, 10) });
  assert.deepEqual(await resultsOf(), {
    ...{ created: 10, updated: 0, skipped: 0, failed: 10, unknown: 0 },
  });
});

test('of clients of one page that share an id no more are counted than are reported', async (t) => {
  const { store } = makeStore(t);
  const session = await openShared(store, (n) => Math.floor(n / 2));
  await report(store, { page: 1, created: idsFrom(0, 4), failed: ['0'] });
  const account = await drawUpImport(store, session, options);
  assert.deepEqual(account.results, { created: 5, updated: 0, skipped: 0, failed: 1, unknown: 14 });
  await report(store, { page: 2, created: ['5', '5'] });
  const [first, second] = await listClientResults(store, account, { after: 10, limit: 2 });
  assert.deepEqual([first?.result, second?.result], ['created', 'created']);
});

test('a late report takes back nothing of what was known when the batch was removed, and counts no page twice', async (t) => {
  const { store } = makeStore(t);
  const { session, batch } = await openSession(store, 30, 'b1', { session: CLOSED });
  await report(
    store,
    { page: 1, created: idsFrom(1, 6), failed: idsFrom(7, 10) },
    { page: 1, updated: idsFrom(1, 6), created: idsFrom(7, 10) },
  );
  await removeBatch({ store, now, by: undefined }, batch);
  const resultsOf = async () => (await drawUpImport(store, session, options)).results;
  const known = { created: 10, updated: 0, skipped: 0, failed: 0, unknown: 20 };
  assert.deepEqual(await resultsOf(), known);
  await report(store, { page: 1, skipped: idsFrom(1, 10) });
  assert.deepEqual(await resultsOf(), known);
  await report(store, { page: 2, skipped: idsFrom(11, 20) });
  assert.deepEqual(await resultsOf(), { ...known, skipped: 10, unknown: 10 });
  await report(store, { page: 3, created: idsFrom(21, 24), failed: ['25'] });
  assert.deepEqual(await resultsOf(), {
    ...{ created: 14, updated: 0, skipped: 10, failed: 1, unknown: 5 },
  });
});

test('of two who remove a batch at once the later one does not overwrite what the first has kept', async (t) => {
  const { store } = makeStore(t);
  const session = await importAndLook(store, 2, [found(1, 'present'), found(2, 'present')]);
  const batch = await store.findBatch(session.batchId);
  assert.ok(batch);
  const before = (await drawUpImport(store, session, options)).results;
  assert.equal(before.created, 2);
  const overtaken: Store = {
    ...store,
    listReports: async (of) => {
      if (await store.findBatch(batch.id)) await removeBatch({ store, now, by: undefined }, batch);
      return store.listReports(of);
    },
  };
  await keepResults({ store: overtaken, now }, batch);
  assert.deepEqual((await drawUpImport(store, session, options)).results, before);
});

test('a removal that broke off after the drafts leaves the batch, and is made up for by the next', async (t) => {
  const { store } = makeStore(t);
  const { batch } = await openSession(store, 3, 'b1', { session: CLOSED });
  await store.createDraft(makeDraft({ id: 'd1', batchId: batch.id }));
  const broken: Store = { ...store, deleteBatch: () => Promise.reject(new Error('gone')) };
  await assert.rejects(removeBatch({ store: broken, now, by: undefined }, batch), /gone/);
  assert.equal(await store.findDraft('d1'), undefined);
  assert.ok(await store.findBatch(batch.id));
  await removeBatch({ store, now, by: undefined }, batch);
  assert.equal(await store.findBatch(batch.id), undefined);
});

test('how many were taken back stays when the batch is removed', async (t) => {
  const { store } = makeStore(t);
  const { session, batch } = await openSession(store, 3, 'b1', { session: CLOSED });
  await report(store, { page: 1, created: idsFrom(1, 3) });
  for (const [id, states] of [
    ['j_1', ['deleted', 'gone']],
    ['j_2', ['deleted', 'kept_changed']],
  ] as const) {
    const job = makeJob(batch, { id, kind: 'undo', importId: session.id });
    await store.createJob(job);
    const items = states.map((state, at) => ({ key: at + 1, state, body: '{"id":"c1"}' }));
    await store.saveJob({ ...job, version: 2, state: 'done' }, items);
  }
  assert.equal((await drawUpImport(store, session, options)).takenBack, 2);
  await removeBatch({ store, now, by: undefined }, batch);
  const { results, takenBack } = await drawUpImport(store, session, options);
  assert.deepEqual([results.created, takenBack], [3, 2]);
});
