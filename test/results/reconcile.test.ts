import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { createId } from '../../src/create-id.js';
import { FerryError } from '../../src/errors.js';
import { runJob } from '../../src/jobs/run-job.js';
import type { Job } from '../../src/jobs/job.js';
import type { CrmClient } from '../../src/results/crm.js';
import { drawUpImport } from '../../src/results/draw-up-import.js';
import { listClientResults } from '../../src/results/list-client-results.js';
import { listUnsettled } from '../../src/results/list-unsettled.js';
import { readFound } from '../../src/results/reconcile/found.js';
import { reconcileSteps } from '../../src/results/reconcile/reconcile-steps.js';
import {
  startReconcile,
  type ReconcileRequest,
} from '../../src/results/reconcile/start-reconcile.js';
import { takeReport } from '../../src/results/take-report.js';
import type { Session } from '../../src/sessions/session.js';
import { openKeyIndex } from '../../src/store/sqlite/key-index.js';
import type { Store } from '../../src/store/store.js';
import { createDeclaredSession, makeStore, openSession } from '../helpers/store.js';
import { sealBatch } from '../support/seal-batch.js';
import { createFakeCrm, crmClient, type FakeCrm } from './fake-crm.js';
import { idsFrom, reportOf } from './reports.js';

const now = () => new Date();
const options = { now: new Date(), quietMs: 600_000 };
const CLOSED = { state: 'closed', closedAt: new Date().toISOString(), pageSize: 10 } as const;
const LONG_AGO = '2020-01-01T00:00:00.000Z';

function start(store: Store, request: Omit<ReconcileRequest, 'staffUid'>) {
  const deps = { store, now, createId: () => createId('j'), quietMs: 600_000 };
  return startReconcile(deps, { ...request, staffUid: undefined });
}

const stepsOf = (store: Store, crm: FakeCrm) =>
  reconcileSteps({ store, openKeyIndex, region: undefined, crmFor: () => Promise.resolve(crm) });

async function reconcile(
  store: Store,
  crm: FakeCrm,
  request: Omit<ReconcileRequest, 'staffUid'>,
): Promise<Job> {
  const job = await start(store, request);
  return runJob({ store, now }, job, stepsOf(store, crm), new AbortController().signal);
}

/** What was found of each client, in order; `-` where nothing was noted. */
async function statesOf(store: Store, job: Job): Promise<Record<number, string>> {
  const items = await store.listJobItems(job.id, { after: 0, limit: 1_000 });
  return Object.fromEntries(items.map(({ key, state }) => [key, state]));
}

/** A closed import of clients with these values, and what a CRM that holds `theirs` gives for each. */
async function look(
  store: Store,
  ours: readonly Record<string, unknown>[],
  theirs: CrmClient[],
  changes: Partial<Session> = {},
): Promise<{ job: Job; session: Session; states: Record<number, string> }> {
  const clients = ours.map((one) => JSON.stringify(one));
  const batch = await sealBatch(store, { clients });
  const session = createDeclaredSession(batch, { ...CLOSED, ...changes });
  await store.createSession(session);
  const job = await reconcile(store, createFakeCrm(theirs), { of: { importId: session.id } });
  return { job, session, states: await statesOf(store, job) };
}

test('startReconcile refuses an import that the CRM still pulls, and a second one at once', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 3);
  await assert.rejects(start(store, { of: { importId: session.id } }), { code: 'import_not_over' });
  await assert.rejects(start(store, { of: { importId: 's_none' } }), { code: 'session_not_found' });
  await assert.rejects(start(store, { of: { batchId: 'b_none' } }), { code: 'batch_not_found' });
  await store.replaceSession({ ...session, ...CLOSED, version: 2 });
  await start(store, { of: { importId: session.id } });
  await assert.rejects(start(store, { of: { importId: session.id } }), { code: 'job_running' });
});

test('a reconciliation settles who was unknown: created, skipped, missing', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 250, 'b1', { session: CLOSED });
  const theirs = idsFrom(1, 240).map((id) =>
    crmClient(Number(id), Number(id) > 230 ? { createdAt: LONG_AGO } : {}),
  );
  const crm = createFakeCrm([...theirs, crmClient(999)]);
  const job = await reconcile(store, crm, { of: { importId: session.id } });
  assert.equal(job.state, 'done');
  assert.deepEqual(crm.pagesRead, [1, 2, 3]);
  const account = await drawUpImport(store, session, options);
  assert.deepEqual(account.results, {
    ...{ created: 230, updated: 0, skipped: 10, failed: 0, unknown: 10 },
  });
  assert.equal(account.missing, 10);
  const { present, missing, different, presentBefore, progress } = account.reconciliation ?? {};
  assert.deepEqual(
    { present, missing, different, presentBefore, progress },
    {
      ...{ present: 240, missing: 10, different: 0, presentBefore: 10 },
      progress: { read: 241, compared: 250 },
    },
  );
  const gone = await listClientResults(store, account, { after: 0, limit: 20, only: ['missing'] });
  assert.deepEqual(
    gone.map(({ seq }) => seq),
    [241, 242, 243, 244, 245, 246, 247, 248, 249, 250],
  );
});

test('a reconciliation tells what was reported as failed and is there, and as created and is not', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 4, 'b1', { session: CLOSED });
  const report = reportOf({ hostSessionId: '1', page: 1, created: ['1', '2'], failed: ['3', '4'] });
  await takeReport({ store, now }, report);
  const crm = createFakeCrm([crmClient(1), crmClient(3)]);
  await reconcile(store, crm, { of: { importId: session.id } });
  const account = await drawUpImport(store, session, options);
  assert.deepEqual(account.results, { created: 3, updated: 0, skipped: 0, failed: 1, unknown: 0 });
  assert.equal(account.missing, 1);
  assert.equal(account.oddities.filter((text) => text.includes('in the CRM')).length, 2);
});

test('before an import everything that is found was there before, with the values that would be overwritten', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 3, 'b1', { session: CLOSED });
  const crm = createFakeCrm([crmClient(1), crmClient(2, { lastName: 'Byron' })]);
  const job = await reconcile(store, crm, { of: { batchId: session.batchId } });
  assert.equal(job.importId, undefined);
  assert.deepEqual(await statesOf(store, job), {
    ...{ 1: 'present_before', 2: 'different_before', 3: 'missing' },
  });
  const item = await store.findJobItem(job.id, 2);
  assert.deepEqual(readFound(item?.body ?? '')?.fields, [
    { key: 'last_name', ours: 'Løvelace', theirs: 'Byron' },
  ]);
  const account = await drawUpImport(store, session, options);
  assert.equal(account.reconciliation, undefined);
  assert.equal(account.results.unknown, 3);
});

test('a client is recognised by external id, then e-mail, then phone, and the surest match holds', async (t) => {
  const { store } = makeStore(t);
  const { states, job } = await look(
    store,
    [
      { first_name: 'Noa', email: 'noa@example.org', external_id: '1' },
      { first_name: 'Ben', email: 'BEN@example.org', external_id: '2' },
      { first_name: 'Cas', phone: '+442079460101', external_id: '3' },
      { first_name: 'Dee', phone: '+442079460101', external_id: '4' },
    ],
    [
      crmClient(0, {
        id: 'stranger',
        firstName: 'Eve',
        lastName: '',
        email: '',
        phone: '+44 20 7946 0101',
      }),
      crmClient(0, {
        id: 'dee',
        firstName: 'Dee',
        lastName: '',
        email: '',
        phone: '+44 20 7946 0101',
      }),
      crmClient(0, {
        id: 'noa',
        firstName: 'Noa',
        email: 'moved@example.org',
        lastName: '',
        more: { 'External ID': '1' },
      }),
      crmClient(0, { id: 'ben', firstName: 'Ben', lastName: '', email: 'ben@example.org' }),
    ],
  );
  assert.deepEqual(states, { 1: 'different', 2: 'present', 3: 'different', 4: 'present' });
  const ids = await Promise.all(
    [1, 2, 3, 4].map(
      async (seq) => readFound((await store.findJobItem(job.id, seq))?.body ?? '')?.id,
    ),
  );
  assert.deepEqual(ids, ['noa', 'ben', 'stranger', 'dee']);
});

test('an external id alone is no proof, since another tool may have given it', async (t) => {
  const { store } = makeStore(t);
  const { states } = await look(
    store,
    [{ first_name: 'Noa', email: 'noa@example.org', external_id: '1' }],
    [crmClient(0, { firstName: 'Ben', email: 'ben@example.org', more: { external_id: '1' } })],
  );
  assert.deepEqual(states, { 1: 'missing' });
});

test('people who share a phone but not an address are not taken for each other', async (t) => {
  const { store } = makeStore(t);
  const phone = '+442079460101';
  const { states } = await look(
    store,
    [{ first_name: 'Noa', email: 'noa@example.org', phone }],
    [crmClient(0, { firstName: 'Ben', email: 'ben@example.org', phone })],
  );
  assert.deepEqual(states, { 1: 'missing' });
});

test('two of the list with one address are one client in the CRM, which the first of them created', async (t) => {
  const { store } = makeStore(t);
  const { states } = await look(
    store,
    [
      { first_name: 'Noa', email: 'home@example.org' },
      { first_name: 'Noa', email: 'home@example.org' },
    ],
    [crmClient(0, { firstName: 'Noa', lastName: '', email: 'home@example.org' })],
  );
  assert.deepEqual(states, { 1: 'present', 2: 'present_before' });
});

test('a client of the CRM is taken once for two of ours that share a phone and a name', async (t) => {
  const { store } = makeStore(t);
  const twin = { first_name: 'Noa', phone: '+442079460101' };
  const { states } = await look(
    store,
    [twin, twin],
    [crmClient(0, { firstName: 'Noa', lastName: '', email: '', phone: '+442079460101' })],
  );
  assert.deepEqual(states, { 1: 'present', 2: 'missing' });
});

test('a client by whom nothing is known that the CRM tells is neither found nor missing', async (t) => {
  const { store } = makeStore(t);
  const { states, session } = await look(
    store,
    [{ first_name: 'Noa', external_id: '1' }],
    [crmClient(5)],
  );
  assert.deepEqual(states, {});
  const account = await drawUpImport(store, session, options);
  assert.equal(account.results.unknown, 1);
  assert.equal(account.missing, 0);
});

test('an overwriting import updated who was there before, unless the CRM has not touched it', async (t) => {
  const { store } = makeStore(t);
  const params = { should_override: true, upload_type: 'single' as const };
  const { session } = await look(
    store,
    [
      { first_name: 'Noa', email: 'noa@example.org' },
      { first_name: 'Ben', email: 'ben@example.org' },
    ],
    [
      crmClient(0, { firstName: 'Noa', email: 'noa@example.org', createdAt: LONG_AGO }),
      crmClient(1, {
        ...{ firstName: 'Benjamin', email: 'ben@example.org' },
        ...{ createdAt: LONG_AGO, updatedAt: LONG_AGO },
      }),
    ],
    { importParams: { ...params, send_notifications_when_done: true } },
  );
  const account = await drawUpImport(store, session, options);
  assert.deepEqual(account.results, { created: 0, updated: 1, skipped: 0, failed: 0, unknown: 1 });
});

test('those who were not met while reading are looked for before they are called missing', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 3, 'b1', { session: CLOSED });
  const crm = createFakeCrm([crmClient(1), crmClient(2)]);
  // Somebody was removed while the list was read, and client 3 slipped onto a page that was read already.
  const others = createFakeCrm(crm.clients);
  crm.findClients = (by, term) =>
    term === 'ada.3@example.com' ? Promise.resolve([crmClient(3)]) : others.findClients(by, term);
  const job = await reconcile(store, crm, { of: { importId: session.id } });
  assert.deepEqual(await statesOf(store, job), { 1: 'present', 2: 'present', 3: 'present' });
});

test('at most 200 are looked for one by one', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 300, 'b1', { session: CLOSED });
  const crm = createFakeCrm();
  const job = await reconcile(store, crm, { of: { importId: session.id } });
  assert.equal((await store.countJobItems(job.id))['missing'], 300);
  // By e-mail address and by phone.
  assert.equal(crm.searches, 400);
});

test('a sample looks for ten clients, spread over the list, and reads no pages', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 1_000, 'b1', { session: CLOSED });
  const crm = createFakeCrm(idsFrom(1, 900).map((id) => crmClient(Number(id))));
  const job = await reconcile(store, crm, { of: { importId: session.id }, sample: 10 });
  assert.deepEqual(crm.pagesRead, []);
  const states = await statesOf(store, job);
  assert.deepEqual(
    Object.keys(states).map(Number),
    [51, 151, 251, 351, 451, 551, 651, 751, 851, 951],
  );
  assert.deepEqual(Object.values(states).filter((state) => state === 'missing').length, 1);
  const account = await drawUpImport(store, session, options);
  assert.equal(account.reconciliation?.isSample, true);
  assert.equal(account.results.created, 9);
  assert.equal(account.missing, 1);
});

test('an unreachable CRM makes a reconciliation wait, and it goes on where it was', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 350, 'b1', { session: CLOSED });
  const crm = createFakeCrm(idsFrom(1, 350).map((id) => crmClient(Number(id))));
  let calls = 0;
  crm.onCall = () => {
    calls += 1;
    if (calls === 3) throw new FerryError('host_unreachable', 'The CRM did not answer.');
  };
  const steps = stepsOf(store, crm);
  const job = await start(store, { of: { importId: session.id } });
  const never = new AbortController().signal;
  const waiting = await runJob({ store, now }, job, steps, never);
  assert.equal(waiting.state, 'waiting');
  const later = () => new Date(Date.now() + 120_000);
  const done = await runJob({ store, now: later }, waiting, steps, never);
  assert.equal(done.state, 'done');
  assert.deepEqual(crm.pagesRead, [1, 2, 3, 4]);
  assert.equal((await store.countJobItems(job.id))['present'], 350);
});

test('a step that was taken but not written is taken again with the same result', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 250, 'b1', { session: CLOSED });
  const crm = createFakeCrm(idsFrom(1, 250).map((id) => crmClient(Number(id))));
  const steps = stepsOf(store, crm);
  const job = await start(store, { of: { importId: session.id } });
  const never = new AbortController().signal;
  await steps(job, never);
  const done = await runJob({ store, now }, job, steps, never);
  assert.equal(done.state, 'done');
  assert.equal((await store.countJobItems(job.id))['present'], 250);
});

test('that clients were missing is forgotten once the import goes on, what was found is not', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 3, 'b1', { session: CLOSED });
  await reconcile(store, createFakeCrm([crmClient(1)]), { of: { importId: session.id } });
  assert.equal((await drawUpImport(store, session, options)).missing, 2);
  const batch = await store.findBatch(session.batchId);
  assert.ok(batch);
  const createdAt = new Date(Date.now() + 1_000).toISOString();
  const again = { importId: session.id, continues: session.id, createdAt };
  await store.createSession(createDeclaredSession(batch, again));
  const account = await drawUpImport(store, session, options);
  assert.equal(account.missing, 0);
  assert.equal(account.results.created, 1);
});

test('who was brought by a later import is not called created by this one, nor sent once more', async (t) => {
  const { store } = makeStore(t);
  const began = '2026-09-01T08:00:00.000Z';
  const times = { createdAt: began, closedAt: '2026-09-01T08:05:00.000Z' };
  const { session } = await openSession(store, 4, 'b1', { session: { ...CLOSED, ...times } });
  await takeReport(
    { store, now },
    reportOf({ hostSessionId: '1', page: 1, created: ['1'], failed: ['2', '3', '4'] }),
  );
  const next = '2026-09-01T10:00:00.000Z';
  await openSession(store, 1, 'b1', { session: { ...CLOSED, createdAt: next } });
  const at = (seq: number, time: string) => crmClient(seq, { createdAt: time, updatedAt: time });
  const crm = createFakeCrm([at(1, began), at(2, next), at(3, '2026-09-01T09:59:59.000Z')]);
  await reconcile(store, crm, { of: { importId: session.importId } });
  const { results, missing } = await drawUpImport(store, session.id, options);
  assert.deepEqual(results, { created: 2, updated: 0, skipped: 0, failed: 2, unknown: 0 });
  assert.equal(missing, 1);
  const unsettled: number[] = [];
  for await (const { seq } of listUnsettled(store, session.importId)) unsettled.push(seq);
  assert.deepEqual(unsettled, [4]);
});

test('who was created more than a day after an import had ended is not called its work', async (t) => {
  const { store } = makeStore(t);
  const times = { createdAt: '2026-09-01T08:00:00.000Z', closedAt: '2026-09-01T08:05:00.000Z' };
  const { session } = await openSession(store, 2, 'b1', { session: { ...CLOSED, ...times } });
  const at = (seq: number, createdAt: string) => crmClient(seq, { createdAt });
  const crm = createFakeCrm([at(1, '2026-09-02T08:05:00.000Z'), at(2, '2026-09-02T08:06:00.000Z')]);
  await reconcile(store, crm, { of: { importId: session.importId } });
  const { results } = await drawUpImport(store, session.id, options);
  assert.deepEqual([results.created, results.unknown], [1, 1]);
});

test('a step of searches ends long before the lease does, however slow the CRM is', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 30, 'b1', { session: CLOSED });
  let ms = 0;
  t.mock.method(performance, 'now', () => ms);
  const crm = createFakeCrm();
  crm.onCall = () => (ms += 6_000);
  const job = await start(store, { of: { importId: session.importId }, sample: 4 });
  const took: number[] = [];
  const steps = stepsOf(store, crm);
  const done = await runJob(
    { store, now },
    job,
    async (at, signal) => {
      const began = ms;
      const step = await steps(at, signal);
      took.push(ms - began);
      return step;
    },
    new AbortController().signal,
  );
  assert.deepEqual([done.state, Object.keys(await statesOf(store, done)).length], ['done', 4]);
  assert.deepEqual(took.slice(0, 4), [12_000, 12_000, 12_000, 12_000], 'a client has two searches');
});

test('who was missing in a look is not missing any more once the host came again, since it may have taken them', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 20, 'b1', {
    session: { state: 'unknown', createdAt: LONG_AGO, declaredAt: undefined },
  });
  await reconcile(store, createFakeCrm(), { of: { importId: session.id } });
  assert.equal((await drawUpImport(store, session, options)).missing, 20);
  await setTimeout(2);
  await store.recordPoll({
    ...{ sessionId: session.id, polledAt: now().toISOString(), page: 1, pageSize: 20, status: 200 },
    ...{ firstSeq: 1, lastSeq: 20, sentWhole: true, durationMs: 1, unknownParams: [] },
    userAgent: undefined,
  });
  const account = await drawUpImport(store, session, options);
  assert.deepEqual([account.results.unknown, account.missing], [20, 0]);
  const reasons = [];
  for await (const { why } of listUnsettled(store, session.id)) reasons.push(why);
  assert.deepEqual(new Set(reasons), new Set(['unknown']));
});

test('a client that came with the tag of an import just before ours is not said to have been there: the clock of the CRM may be behind', async (t) => {
  const { store } = makeStore(t);
  const createdAt = '2026-09-01T08:00:00.500Z';
  const at = (time: string) => ({ createdAt: time, updatedAt: time });
  const [ours, others] = [at('2026-09-01T07:59:58.000Z'), at('2026-09-01T07:50:00.000Z')];
  const { session, states } = await look(
    store,
    idsFrom(1, 3).map((id) => ({ first_name: 'Ada', email: `ada.${id}@example.com` })),
    [crmClient(1, ours), crmClient(2, { ...ours, tags: [] }), crmClient(3, others)],
    { createdAt },
  );
  assert.deepEqual(
    new Set(Object.values(states).map((state) => state.split('_')[1])),
    new Set(['before']),
  );
  const { results } = await drawUpImport(store, session, options);
  assert.deepEqual(results, { created: 0, updated: 0, skipped: 2, failed: 0, unknown: 1 });
});
