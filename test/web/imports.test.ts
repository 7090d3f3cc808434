import assert from 'node:assert/strict';
import test from 'node:test';
import { runJob, type TakeStep } from '../../src/jobs/run-job.js';
import type { Job } from '../../src/jobs/job.js';
import { takeReport } from '../../src/results/take-report.js';
import type {
  ClientResultsWire,
  ContinuationWire,
  FieldsCreatedWire,
  ImportPagesWire,
  ImportsWire,
  ImportWire,
  JobWire,
  PreflightWire,
  RetryPlanWire,
} from '../../src/web/api/wire-results.js';
import type { PlanWire, SessionStartedWire } from '../../src/web/api/wire.js';
import { startApi, type ApiSetup, type Staff } from '../helpers/api.js';
import { plainList } from '../helpers/lists.js';
import { poll, pullAll } from '../helpers/poll.js';

/** A list of four clients that the CRM has pulled whole. */
async function importFour(api: ApiSetup, staff: Staff): Promise<string> {
  const draft = await staff.stage(plainList(4));
  const { session } = await staff.post<SessionStartedWire>('/sessions', {
    batch_uid: draft.batch_uid,
    // The list of a draft that is still open is kept without an end.
    draft_uid: draft.uid,
    override: false,
    send_email: false,
    rejects: 'leave',
  });
  await pullAll(`${api.origin}/app/clients/export`, 50, { staff_uid: 'st1' });
  return session.uid;
}

/** The CRM says what became of the first three: two created, one failed. */
function reportThree({ store, deps }: ApiSetup): Promise<unknown> {
  const none = { count: 0, externalIds: [] };
  const clients = {
    created: { count: 2, externalIds: ['000001', '000002'] },
    ...{ updated: none, skipped: none },
    failed: { count: 1, externalIds: ['000003'] },
  };
  return takeReport(
    { store, now: deps.now },
    { hostSessionId: 'h1', page: 1, importDone: true, clients },
  );
}

/** The work of a look into a CRM that has the first two clients, and the second with another name. */
const lookAtTwo =
  (createdAt: string): TakeStep =>
  (job) =>
    Promise.resolve({
      progress: job.progress,
      isDone: true,
      items: [1, 2, 3, 4].map((key) => {
        const fields = key === 2 ? [{ key: 'first_name', ours: 'Mira', theirs: 'Mirjam' }] : [];
        const found = { id: `c${key}`, by: 'email', createdAt, updatedAt: createdAt, fields };
        return {
          key,
          state: key > 2 ? 'missing' : key === 2 ? 'different' : 'present',
          body: JSON.stringify(key > 2 ? {} : found),
        };
      }),
    });

async function look(api: ApiSetup, staff: Staff, uid: string): Promise<JobWire> {
  const begun = await staff.post<JobWire>(`/imports/${uid}/reconcile`, {});
  const job = (await api.store.findJob(begun.uid)) as Job;
  const { declaredAt = '' } = (await api.store.findSession(uid)) ?? {};
  await runJob(api.deps, job, lookAtTwo(declaredAt), AbortSignal.timeout(5_000));
  return begun;
}

test('the account of an import adds up before the CRM has said anything, after its report, and after a look', async (t) => {
  const api = await startApi(t);
  const mira = await api.as();
  const uid = await importFour(api, mira);
  const silent = await mira.get<ImportWire>(`/imports/${uid}`);
  assert.deepEqual(
    [silent.outcome, silent.handed_over, silent.results.unknown, silent.is_reported_done],
    ['success', 4, 4, false],
  );
  assert.ok(silent.kept_until);

  await reportThree(api);
  const reported = await mira.get<ImportWire>(`/imports/${uid}`);
  const counts = { created: 2, updated: 0, skipped: 0, failed: 1, unknown: 1 };
  assert.deepEqual([reported.results, reported.outcome], [counts, 'issues']);
  const { pages } = await mira.get<ImportPagesWire>(`/imports/${uid}/pages`);
  assert.deepEqual(
    pages.map(({ part, page, created, failed }) => [part, page, created, failed]),
    [[1, 1, 2, 1]],
  );

  await look(api, mira, uid);
  const looked = await mira.get<ImportWire>(`/imports/${uid}`);
  assert.deepEqual([looked.missing, looked.reconciliation?.different], [2, 1]);
  assert.equal(
    Object.values(looked.results).reduce((sum, count) => sum + count, 0),
    looked.clients,
  );
  const { imports } = await mira.get<ImportsWire>('/imports');
  assert.deepEqual(
    imports.map((one) => [one.uid, one.missing]),
    [[uid, 2]],
  );
});

test('clients are told one by one, narrowed, page by page, and as a table', async (t) => {
  const api = await startApi(t);
  const mira = await api.as();
  const uid = await importFour(api, mira);
  await reportThree(api);
  await look(api, mira, uid);
  const first = await mira.get<ClientResultsWire>(`/imports/${uid}/clients?limit=3`);
  assert.deepEqual(
    first.clients.map(({ seq, external_id, result }) => [seq, external_id, result]),
    [
      [1, '000001', 'created'],
      [2, '000002', 'created'],
      [3, '000003', 'failed'],
    ],
  );
  const rest = await mira.get<ClientResultsWire>(
    `/imports/${uid}/clients?limit=3&after=${first.next_after}`,
  );
  assert.deepEqual([rest.clients.map(({ seq }) => seq), rest.next_after], [[4], null]);
  const different = await mira.get<ClientResultsWire>(`/imports/${uid}/clients?only=different`);
  assert.deepEqual(
    different.clients.map(({ differences }) => differences),
    [[{ field: 'first_name', ours: 'Mira', theirs: 'Mirjam' }]],
  );
  const table = await mira.ask('GET', `/imports/${uid}/clients.csv?only=failed,missing`);
  assert.equal(table.text.trim().split('\r\n').length, 3);
  assert.match(table.headers.get('content-disposition') ?? '', /filename="results-clients.csv"/);
  assert.equal((await mira.ask('GET', `/imports/${uid}/clients?only=lost`)).status, 400);
});

test('what failed or is missing is sent again on the number that a person was told, and no other', async (t) => {
  const api = await startApi(t);
  const mira = await api.as();
  const uid = await importFour(api, mira);
  await reportThree(api);
  const plan = await mira.get<RetryPlanWire>(`/imports/${uid}/retry`);
  assert.deepEqual([plan.clients, plan.failed, plan.unknown, plan.with_email], [1, 1, 1, 1]);
  const all = await mira.get<RetryPlanWire>(`/imports/${uid}/retry?unknown=true`);
  assert.equal(all.clients, 2);
  const wrong = await mira.ask('POST', `/imports/${uid}/retry`, { unknown: false, confirm: 2 });
  assert.match(wrong.text, /"not_confirmed"/);
  const { session } = await mira.post<SessionStartedWire>(`/imports/${uid}/retry`, {
    unknown: false,
    confirm: 1,
  });
  assert.deepEqual([session.status, session.account.clients], ['declared', 1]);
  assert.notEqual(session.import_uid, uid);
});

test('a list of 50,001 clients goes over in two parts on a person’s word, and not without it', async (t) => {
  const api = await startApi(t, { uploadMaxBytes: 10_000_000 });
  const mira = await api.as();
  const draft = await mira.stage(plainList(50_001));
  const plan = await mira.get<PlanWire>(`/batches/${draft.batch_uid}/plan`);
  assert.deepEqual([plan.parts, plan.obstacle], [2, null]);
  const body = {
    batch_uid: draft.batch_uid,
    override: false,
    send_email: false,
    rejects: 'leave',
  };
  const refused = await mira.ask('POST', '/sessions', body);
  assert.match(refused.text, /"batch_too_large"/);
  const { session } = await mira.post<SessionStartedWire>('/sessions', { ...body, parts: true });
  assert.deepEqual([session.part, session.parts, session.account.clients], [1, 2, 50_000]);
  const account = await mira.get<ImportWire>(`/imports/${session.uid}`);
  assert.deepEqual(
    account.parts.map(({ clients, status }) => [clients, status]),
    [
      [50_000, 'declared'],
      [1, null],
    ],
  );
  await poll(`${api.origin}/app/clients/export`, { page: 1, per_page: 50, staff_uid: 'st1' });
  const early = await mira.ask('GET', `/imports/${session.uid}/continue`);
  assert.match(early.text, /"session_open"/);
  await mira.ask('POST', `/sessions/${session.uid}/cancel`);
  const stopped = await mira.get<ImportWire>(`/imports/${session.uid}`);
  assert.deepEqual([stopped.outcome, stopped.goes_on], ['failure', false]);
  const { again: isAgain, ...how } = await mira.get<ContinuationWire>(
    `/imports/${session.uid}/continue`,
  );
  const part = { part: 1, parts: 2, clients: 50_000 };
  assert.deepEqual(how, { ...part, with_email: 50, without_email: 0, override: false });
  assert.ok(isAgain);
  const again = await mira.post<SessionStartedWire>(`/imports/${session.uid}/continue`);
  assert.deepEqual([again.session.import_uid, again.session.part], [session.uid, 1]);
});

test('what is looked at before an import is told, and missing fields are made by an administrator', async (t) => {
  const api = await startApi(t, { fields: [] });
  const mira = await api.as();
  const draft = await mira.stage(plainList(2));
  const path = `/batches/${draft.batch_uid}`;
  const before = await mira.get<PreflightWire>(`${path}/preflight`);
  const states = new Map(before.checks.map(({ name, state }) => [name, state]));
  assert.deepEqual([states.get('token'), states.get('webhook')], ['ok', 'warning']);
  assert.doesNotMatch(JSON.stringify(before), /clientferry [a-z]|--[a-z]/);
  const keys = before.missing_fields.map(({ key }) => key);
  assert.ok(keys.includes('external_id'));
  const { created } = await mira.post<FieldsCreatedWire>(`${path}/fields`, {
    keys: ['external_id'],
  });
  assert.deepEqual(created, ['external_id']);
  const after = await mira.get<PreflightWire>(`${path}/preflight`);
  assert.ok(!after.missing_fields.some(({ key }) => key === 'external_id'));
});

test('an import is taken back only after a look, by the number, and a person stops the work', async (t) => {
  const api = await startApi(t);
  const mira = await api.as();
  const uid = await importFour(api, mira);
  const early = await mira.ask('GET', `/imports/${uid}/undo`);
  assert.match(early.text, /"reconcile_first"/);
  await reportThree(api);
  await look(api, mira, uid);
  const wrong = await mira.ask('POST', `/imports/${uid}/undo`, {
    confirm: 3,
    also_changed: false,
  });
  assert.match(wrong.text, /"not_confirmed"/);
  const table = await mira.ask('GET', `/imports/${uid}/undo.csv`);
  assert.match(table.headers.get('content-disposition') ?? '', /filename="undo-clients.csv"/);
  assert.match(table.text, /"values_before"[^]*"000001"[^]*"created"[^]*"000002"/);
  assert.equal(table.text.trim().split('\r\n').length, 3);
  const job = await mira.post<JobWire>(`/imports/${uid}/undo`, {
    confirm: 2,
    also_changed: false,
  });
  const begun = await mira.get<ImportWire>(`/imports/${uid}`);
  assert.deepEqual([begun.undo?.planned, begun.undo?.left, begun.kept_until], [2, 2, null]);
  const second = await mira.ask('POST', `/imports/${uid}/undo`, {
    confirm: 2,
    also_changed: false,
  });
  assert.match(second.text, /"job_running"/);
  const helper = await api.as({ role: 'import', staffUid: 'st-helper' });
  const refused = await helper.ask('POST', `/jobs/${job.uid}/stop`);
  assert.deepEqual([refused.status, /"not_allowed"/.test(refused.text)], [403, true]);
  const stopped = await mira.post<JobWire>(`/jobs/${job.uid}/stop`);
  assert.deepEqual([stopped.kind, stopped.state], ['undo', 'stopped']);
});

test('an import is watched until the CRM has reported, and each value is different from the one before', async (t) => {
  const api = await startApi(t, { limits: { reportsMs: 0 } });
  const mira = await api.as();
  const uid = await importFour(api, mira);
  const seen: string[] = [];
  for await (const value of mira.events<ImportWire>(`/imports/${uid}/events`))
    seen.push(JSON.stringify(value));
  assert.ok(seen.length > 0);
  assert.equal(new Set(seen).size, seen.length);
});

test('the history goes back page by page to the oldest import', async (t) => {
  const api = await startApi(t);
  const mira = await api.as();
  const oldest = await importFour(api, mira);
  await reportThree(api);
  const { session } = await mira.post<SessionStartedWire>(`/imports/${oldest}/retry`, {
    unknown: false,
    confirm: 1,
  });
  const first = await mira.get<ImportsWire>('/imports?limit=1');
  assert.deepEqual(
    [first.imports.map(({ uid }) => uid), first.next_before],
    [[session.uid], session.uid],
  );
  const last = await mira.get<ImportsWire>(`/imports?limit=1&before=${first.next_before}`);
  assert.deepEqual([last.imports.map(({ uid }) => uid), last.next_before], [[oldest], null]);
  const beyond = await mira.get<ImportsWire>('/imports?before=s_gone');
  assert.deepEqual([beyond.imports, beyond.next_before], [[], null]);
});
