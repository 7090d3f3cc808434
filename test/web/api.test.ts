import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import type {
  AuditWire,
  BatchesWire,
  BatchWire,
  CorrectionsChanged,
  DraftRejectsWire,
  DraftRejectWire,
  DraftsWire,
  DraftWire,
  FieldsWire,
  MeWire,
  PlanWire,
  ProfilesWire,
  RejectCausesWire,
  SessionStartedWire,
  SessionsWire,
  SessionWire,
} from '../../src/web/api/wire.js';
import { answer, reset } from '../helpers/fake-host.js';
import { startApi } from '../helpers/api.js';
import { plainList } from '../helpers/lists.js';
import { poll, pullAll, until } from '../helpers/poll.js';

const LIST = [
  'Client ID,First name,Last name,Email,Phone',
  '1,Mira,Okafor,mira@example.org,+442079460001',
  '2,Ana,Lima,ana(at)example.org,+442079460002',
  '3,Yuki,Sato,yuki(at)example.org,+442079460003',
].join('\n');

test('a list goes from the upload over its corrections to the CRM, and the books balance', async (t) => {
  const { as, host, origin } = await startApi(t);
  const mira = await as();
  const draft = await mira.stage(LIST);
  assert.equal(draft.staging?.state, 'done');
  assert.equal(draft.sources[0]?.columns.find(({ name }) => name === 'Email')?.field, 'email');
  assert.deepEqual(
    draft.sources[0].clients[0]?.fields.find(([key]) => key === 'first_name'),
    ['first_name', 'Mira'],
  );

  const first = await mira.get<DraftRejectsWire>(`/drafts/${draft.uid}/rejects?limit=1`);
  assert.deepEqual(
    first.rejects.map(({ line, issues }) => [line, issues[0]?.code]),
    [[3, 'email']],
  );
  const second = await mira.get<DraftRejectsWire>(
    `/drafts/${draft.uid}/rejects?after=${first.next_after}&limit=50&code=email`,
  );
  assert.deepEqual(
    second.rejects.map(({ line }) => line),
    [4],
  );
  const { causes } = await mira.get<RejectCausesWire>(`/drafts/${draft.uid}/rejects/causes`);
  assert.deepEqual(causes, { email: 2 });
  assert.equal(second.next_after, null);

  const { source = '' } = first.rejects[0] ?? {};
  const corrected = await mira.post<DraftRejectWire>(`/drafts/${draft.uid}/corrections`, {
    source,
    line: 3,
    cells: [{ index: 3, value: 'ana@example.org' }],
  });
  assert.deepEqual([corrected.issues, corrected.corrected], [[], [3]]);
  const replaced = await mira.post<CorrectionsChanged>(`/drafts/${draft.uid}/corrections/replace`, {
    source,
    index: 3,
    find: 'yuki(at)example.org',
    replace: 'yuki@example.org',
  });
  assert.deepEqual([replaced.cells, replaced.draft.corrections.pending], [1, 2]);
  const undone = await mira.ask<CorrectionsChanged>(
    'DELETE',
    `/drafts/${draft.uid}/corrections/last`,
  );
  assert.deepEqual([undone.body.cells, undone.body.draft.corrections.undoable], [1, 1]);
  const again = await mira.restage(draft.uid);
  assert.deepEqual([again.is_stale, again.corrections.pending], [false, 0]);

  const batchUid = again.batch_uid ?? '';
  const plan = await mira.get<PlanWire>(`/batches/${batchUid}/plan`);
  assert.deepEqual([plan.clients, plan.rejected, plan.obstacle], [2, 1, null]);
  assert.deepEqual(plan.not_imported, []);
  const { session, warnings } = await mira.post<SessionStartedWire>('/sessions', {
    batch_uid: batchUid,
    draft_uid: draft.uid,
    override: false,
    send_email: true,
    rejects: 'leave',
  });
  assert.deepEqual(
    [session.status, session.total, session.remaining, warnings],
    ['declared', 3, 2, []],
  );
  assert.equal(host.posts()[0]?.headers['authorization'], 'Bearer host-token-of-st1');
  assert.equal((await mira.ask('GET', `/drafts/${draft.uid}`)).status, 404);

  assert.deepEqual(await pullAll(`${origin}/app/clients/export`, 50, { staff_uid: 'st1' }), [1, 2]);
  let over = session;
  for await (const value of mira.events<SessionWire>(`/sessions/${session.uid}/events`))
    over = value;
  assert.deepEqual(
    [over.status, over.outcome, over.done, over.failed, over.remaining, over.progress],
    ['closed', 'issues', 2, 1, 0, 100],
  );
  const rejects = await mira.ask('GET', (over.error_report ?? '').replace(/^\/api/, ''));
  assert.match(
    rejects.headers.get('content-disposition') ?? '',
    /^attachment; filename="rejects-clients.csv"/,
  );
  assert.match(rejects.text, /yuki\(at\)example\.org/);
});

test('who one is, what columns can feed and which layouts there are is told', async (t) => {
  const { as } = await startApi(t, {
    fields: [
      { id: 'f1', type: 'email', label: 'Mail', options: [], ofMatter: false },
      { id: 'f2', type: 'select', label: 'Shoe size', options: ['S', 'L'], ofMatter: false },
    ],
  });
  const mira = await as({ role: 'view', impersonatedBy: 'support-1' }, false);
  const me = await mira.get<MeWire>('/me');
  assert.deepEqual(
    [me.role, me.connected, me.impersonated_by, me.limits.files_per_draft],
    ['view', false, 'support-1', 5],
  );
  assert.ok(Date.parse(me.expires_at) > Date.now());
  const fields = await mira.get<FieldsWire>('/fields');
  assert.equal(fields.targets.find(({ key }) => key === 'email')?.label, 'Mail');
  assert.equal(fields.targets.find(({ key }) => key === 'street')?.label, null);
  assert.deepEqual(fields.custom, [
    { label: 'Shoe size', type: 'select', options: ['S', 'L'], of_matter: false },
  ]);
  const { profiles } = await mira.get<ProfilesWire>('/profiles');
  assert.ok(profiles.some(({ name }) => name === 'clients'));
  const template = await mira.ask('GET', '/profiles/clients/template.csv');
  assert.match(template.text, /,Shoe size\r\n$/);
  assert.equal(template.headers.get('cache-control'), 'no-store');
});

test('a draft is changed, listed and discarded, and a file taken out of it', async (t) => {
  const { as } = await startApi(t);
  const mira = await as({ role: 'import' });
  const draft = await mira.stage(LIST);
  const source = draft.sources[0]?.name ?? '';
  const changed = await mira.ask<DraftWire>('PATCH', `/drafts/${draft.uid}`, {
    sources: [{ name: source, columns: [{ index: 4, field: null }] }],
    files: [{ uid: draft.files[0]?.uid, read: { header_line: 1, encoding: null } }],
    value_maps: [{ column: 'First name', pairs: [['Mira', 'Mirabel']] }],
    on_duplicate: 'keep',
  });
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual(
    [changed.body.is_stale, changed.body.on_duplicate, changed.body.files[0]?.read.header_line],
    [true, 'keep', 1],
  );
  assert.deepEqual(changed.body.value_maps, [
    { column: 'First name', pairs: [['Mira', 'Mirabel']] },
  ]);
  const twice = { uid: draft.files[0]?.uid, read: {} };
  const unclear = await mira.ask('PATCH', `/drafts/${draft.uid}`, { files: [twice, twice] });
  assert.equal(unclear.status, 400, unclear.text);
  const phone = changed.body.sources[0]?.columns[4];
  assert.deepEqual([phone?.field, phone?.chosen], [null, true]);

  const listed = await mira.get<DraftsWire>('/drafts');
  assert.deepEqual(
    listed.drafts.map(({ uid, files }) => [uid, files]),
    [[draft.uid, ['clients.csv']]],
  );
  const file = draft.files[0]?.uid ?? '';
  const emptied = await mira.ask<DraftWire>('DELETE', `/drafts/${draft.uid}/files/${file}`);
  assert.deepEqual(emptied.body.files, []);
  const gone = await mira.ask('DELETE', `/drafts/${draft.uid}`);
  assert.deepEqual([gone.status, gone.text], [204, '']);
  assert.equal((await mira.ask('GET', `/drafts/${draft.uid}`)).status, 404);
});

test('the columns of an unknown layout are told with what a person said of them', async (t) => {
  const { as } = await startApi(t);
  const mira = await as({ role: 'import' });
  const { uid } = await mira.post<DraftWire>('/drafts');
  const bare = await mira.upload(uid, 'Noa,3\nWei,4\n', 'bare.csv');
  const file = bare.body.files[0]?.uid ?? '';
  const change = (body: object) => mira.ask<DraftWire>('PATCH', `/drafts/${uid}`, body);
  await change({ files: [{ uid: file, read: { header_line: 0 } }] });
  const { body } = await change({
    sources: [{ name: 'bare.csv', columns: [{ index: 1, field: 'external_id' }] }],
  });
  const [source] = body.sources;
  assert.equal(source?.profile, null);
  assert.deepEqual(
    source.columns.map(({ name, field, chosen, samples }) => [name, field, chosen, samples]),
    [
      ['Column 1', null, false, ['Noa', 'Wei']],
      ['Column 2', 'external_id', true, ['3', '4']],
    ],
  );
});

const start = (batch_uid: string | null, more: object = {}) => ({
  batch_uid,
  override: false,
  send_email: false,
  rejects: 'leave',
  ...more,
});

test('nothing is declared while records are rejected, when that is the wish', async (t) => {
  const { as, host } = await startApi(t);
  const mira = await as();
  const draft = await mira.stage(LIST);
  const refused = await mira.ask(
    'POST',
    '/sessions',
    start(draft.batch_uid, { rejects: 'refuse' }),
  );
  assert.deepEqual([refused.status, codeOf(refused)], [409, 'rejects_left']);
  assert.equal(host.posts().length, 0);
});

test('nothing is declared from a draft that was changed after it had been checked', async (t) => {
  const { as, host } = await startApi(t);
  const mira = await as();
  const { uid, batch_uid } = await mira.stage(LIST);
  await mira.ask('PATCH', `/drafts/${uid}`, { on_duplicate: 'keep' });
  const refused = await mira.ask('POST', '/sessions', start(batch_uid, { draft_uid: uid }));
  assert.deepEqual([refused.status, codeOf(refused)], [409, 'draft_changed']);
  assert.equal(host.posts().length, 0);
});

test('who is not connected to the CRM is told so, in the plan and when declaring', async (t) => {
  const { as, host } = await startApi(t);
  const mira = await as({}, false);
  const { batch_uid } = await mira.stage(LIST);
  const plan = await mira.get<PlanWire>(`/batches/${batch_uid}/plan`);
  assert.equal(plan.obstacle?.code, 'not_connected');
  assert.equal(codeOf(await mira.ask('POST', '/sessions', start(batch_uid))), 'not_connected');
  assert.equal(host.posts().length, 0);
});

test('a token that the CRM refuses is forgotten, and the draft stays', async (t) => {
  const { as } = await startApi(t, { host: answer(401, { success: false }) });
  const mira = await as();
  const { uid, batch_uid } = await mira.stage(LIST);
  const refused = await mira.ask('POST', '/sessions', start(batch_uid, { draft_uid: uid }));
  assert.deepEqual([refused.status, codeOf(refused)], [409, 'not_connected']);
  assert.equal((await mira.get<MeWire>('/me')).connected, false);
  assert.equal((await mira.get<DraftWire>(`/drafts/${uid}`)).batch_uid, batch_uid);
});

test("the CRM's refusal is told in its words, and the draft stays", async (t) => {
  const { as } = await startApi(t, {
    host: answer(422, { success: false, errors: [{ message: 'App is not installed' }] }),
  });
  const mira = await as();
  const { uid, batch_uid } = await mira.stage(LIST);
  const refused = await mira.ask('POST', '/sessions', start(batch_uid, { draft_uid: uid }));
  assert.deepEqual([refused.status, codeOf(refused)], [502, 'host_refused']);
  assert.match(refused.text, /App is not installed/);
  assert.doesNotMatch(refused.text, /INTANDEM_/);
  assert.equal((await mira.ask('GET', `/drafts/${uid}`)).status, 200);
  const { sessions } = await mira.get<SessionsWire>('/sessions');
  assert.deepEqual(
    sessions.map(({ status, outcome }) => [status, outcome]),
    [['failed', 'failure']],
  );
});

test('an unclear answer of the CRM starts a session in doubt, and the draft goes away', async (t) => {
  const { as } = await startApi(t, { host: reset });
  const mira = await as();
  const { uid, batch_uid } = await mira.stage(LIST);
  const begun = await mira.ask<SessionStartedWire>(
    'POST',
    '/sessions',
    start(batch_uid, { draft_uid: uid }),
  );
  assert.deepEqual([begun.status, begun.body.session.status], [201, 'unknown']);
  assert.equal(begun.body.warnings.length, 1);
  assert.equal((await mira.ask('GET', `/drafts/${uid}`)).status, 404);
  assert.equal((await mira.ask('GET', `/batches/${batch_uid}`)).status, 200);
});

test('a draft is discarded by whoever began it or an admin, and by nobody else', async (t) => {
  const { as, store } = await startApi(t);
  const [mira, ana, boss] = await Promise.all([
    as({ role: 'import', staffUid: 'st1' }),
    as({ role: 'import', staffUid: 'st2' }),
    as({ role: 'admin', staffUid: 'st3' }),
  ]);
  const [first, second] = [await mira.stage(LIST), await mira.post<DraftWire>('/drafts')];
  const refused = await ana.ask('DELETE', `/drafts/${first.uid}`);
  assert.deepEqual([refused.status, codeOf(refused)], [403, 'not_allowed']);
  assert.ok(await store.findDraft(first.uid));
  assert.equal((await mira.ask('DELETE', `/drafts/${first.uid}`)).status, 204);
  assert.equal((await boss.ask('DELETE', `/drafts/${second.uid}`)).status, 204);
  assert.deepEqual(await store.listDrafts('b1'), []);
});

test('what was done is answered although the audit cannot be written, and the log tells where it broke', async (t) => {
  const { as, store, deps } = await startApi(t);
  const mira = await as();
  const { uid, batch_uid } = await mira.stage(LIST);
  store.appendAudit = () => Promise.reject(new Error('canary'));
  // A download that cannot be entered does not leave.
  assert.equal((await mira.ask('GET', `/batches/${batch_uid}/rejects.csv`)).status, 503);
  const logged: unknown[] = [];
  deps.logger.error = ((...facts: unknown[]) => logged.push(facts)) as never;
  assert.equal((await mira.ask('POST', '/drafts')).status, 201);
  assert.equal((await mira.ask('DELETE', `/drafts/${uid}`)).status, 204);
  assert.equal(await store.findDraft(uid), undefined);
  assert.equal(logged.length, 2);
  assert.match(JSON.stringify(logged), /audit entry not written.*api\.test\.ts/);
  assert.doesNotMatch(JSON.stringify(logged), /canary/);
});

test('an open import stands in the way of another, and its own starter or an admin may cancel it', async (t) => {
  const { as } = await startApi(t);
  const [mira, ana, boss] = await Promise.all([
    as({ role: 'import', staffUid: 'st1' }),
    as({ role: 'import', staffUid: 'st2' }),
    as({ role: 'admin', staffUid: 'st3' }),
  ]);
  const { batch_uid } = await mira.stage(LIST);
  const first = await mira.post<SessionStartedWire>('/sessions', start(batch_uid));
  const plan = await mira.get<PlanWire>(`/batches/${batch_uid}/plan`);
  assert.equal(plan.obstacle?.code, 'session_open');
  assert.equal(codeOf(await ana.ask('POST', '/sessions', start(batch_uid))), 'session_open');
  const cancel = `/sessions/${first.session.uid}/cancel`;
  assert.equal(codeOf(await ana.ask('POST', cancel)), 'not_allowed');
  const cancelled = await mira.ask<SessionWire>('POST', cancel);
  assert.deepEqual([cancelled.body.status, cancelled.body.outcome], ['cancelled', 'failure']);
  const second = await ana.post<SessionStartedWire>('/sessions', start(batch_uid));
  const byBoss = await boss.ask<SessionWire>('POST', `/sessions/${second.session.uid}/cancel`);
  assert.equal(byBoss.body.status, 'cancelled');
  assert.equal(
    codeOf(await boss.ask('POST', `/sessions/${second.session.uid}/cancel`)),
    'session_ended',
  );
});

test('a batch is listed with its sessions, is removed by an admin, and not while it is handed over', async (t) => {
  const { as } = await startApi(t);
  const mira = await as();
  const { batch_uid } = await mira.stage(LIST);
  const { session } = await mira.post<SessionStartedWire>('/sessions', start(batch_uid));
  const { batches } = await mira.get<BatchesWire>('/batches');
  assert.deepEqual(
    batches.map(({ uid, session_uids }) => [uid, session_uids]),
    [[batch_uid, [session.uid]]],
  );
  assert.equal(codeOf(await mira.ask('DELETE', `/batches/${batch_uid}`)), 'batch_in_use');
  await mira.post(`/sessions/${session.uid}/cancel`);
  assert.equal((await mira.ask('DELETE', `/batches/${batch_uid}`)).status, 204);
  const left = await mira.get<SessionWire>(`/sessions/${session.uid}`);
  assert.deepEqual([left.error_report, left.files], [null, []]);
});

test('a batch of several layouts has a rejects file for each', async (t) => {
  const { as } = await startApi(t);
  const mira = await as();
  const { uid } = await mira.post<DraftWire>('/drafts');
  await mira.upload(uid, LIST, 'ours.csv');
  const google = readFileSync('data/samples/google-contacts.csv');
  await mira.upload(uid, google, 'google.csv');
  const draft = await mira.restage(uid);
  const { files } = await mira.get<BatchWire>(`/batches/${draft.batch_uid}`);
  const layouts = files.map(({ profile }) => profile);
  assert.equal(new Set(layouts).size, 2);
  const path = `/batches/${draft.batch_uid}/rejects.csv`;
  const unsaid = await mira.ask('GET', path);
  assert.deepEqual([unsaid.status, codeOf(unsaid)], [400, 'usage']);
  for (const layout of layouts) assert.match(unsaid.text, new RegExp(layout));
  assert.equal(codeOf(await mira.ask('GET', `${path}?layout=none`)), 'profile_unknown');
  const [ours, theirs] = await Promise.all(
    layouts.map((layout) => mira.ask('GET', `${path}?layout=${layout}`)),
  );
  assert.match(ours?.text ?? '', /ana\(at\)example\.org/);
  assert.doesNotMatch(theirs?.text ?? '', /ana\(at\)example\.org/);
});

test('every write is in the audit with who did it and to what, and with nothing of the clients', async (t) => {
  const { as } = await startApi(t);
  const mira = await as({ impersonatedBy: 'support-1' });
  const draft = await mira.stage(LIST, 'list of Mira Okafor.csv');
  await mira.ask('GET', `/batches/${draft.batch_uid}/rejects.csv`);
  const { session } = await mira.post<SessionStartedWire>('/sessions', start(draft.batch_uid));
  await mira.post(`/sessions/${session.uid}/cancel`);
  const { entries } = await mira.get<AuditWire>('/audit');
  assert.deepEqual(entries.map(({ action, subject }) => [action, subject]).reverse(), [
    ['draft_created', draft.uid],
    ['file_uploaded', draft.uid],
    ['staging_started', draft.uid],
    ['rejects_downloaded', draft.batch_uid],
    ['import_declared', session.uid],
    ['import_cancelled', session.uid],
  ]);
  assert.ok(entries.every(({ impersonated_by }) => impersonated_by === 'support-1'));
  assert.doesNotMatch(JSON.stringify(entries), /Okafor|example\.org/);
});

test('the staging of a draft is watched to its end, by many and again after a break', async (t) => {
  const { as } = await startApi(t);
  const mira = await as();
  const { uid } = await mira.post<DraftWire>('/drafts');
  await mira.upload(uid, plainList(3_000));
  await mira.post(`/drafts/${uid}/stage`);
  const watchers = await Promise.all(
    [1, 2].map(async () => {
      const seen: DraftWire[] = [];
      for await (const draft of mira.events<DraftWire>(`/drafts/${uid}/events`)) seen.push(draft);
      return seen;
    }),
  );
  for (const seen of watchers) assert.equal(seen.at(-1)?.staging?.state, 'done');
  const after: DraftWire[] = [];
  for await (const draft of mira.events<DraftWire>(`/drafts/${uid}/events`)) after.push(draft);
  assert.deepEqual(
    after.map(({ staging }) => staging?.state),
    ['done'],
  );
});

test('an import is watched by joining again, and each value is different from the one before', async (t) => {
  const { as, origin } = await startApi(t);
  const mira = await as();
  const { batch_uid } = await mira.stage(plainList(40));
  const { session } = await mira.post<SessionStartedWire>('/sessions', start(batch_uid));
  const path = `/sessions/${session.uid}/events`;
  const left = new AbortController();
  for await (const value of mira.events<SessionWire>(path, left.signal)) {
    assert.equal(value.done, 0);
    break;
  }
  left.abort();
  const url = `${origin}/app/clients/export`;
  await poll(url, { page: 1, per_page: 20 });
  const seen: SessionWire[] = [];
  for await (const value of mira.events<SessionWire>(path)) {
    seen.push(value);
    if (value.done === 20) await poll(url, { page: 2, per_page: 20 });
    if (value.done === 40 && value.outcome === null) await poll(url, { page: -1 });
  }
  assert.deepEqual([seen[0]?.done, seen.at(-1)?.outcome], [20, 'success']);
  for (const [at, value] of seen.entries()) assert.notDeepEqual(value, seen[at + 1]);
});

test('the account of a watched import is drawn up anew only when something moved', async (t) => {
  const { as, store, origin } = await startApi(t, { limits: { eventsEveryMs: 5 } });
  const mira = await as();
  const { batch_uid } = await mira.stage(plainList(40));
  const { session } = await mira.post<SessionStartedWire>('/sessions', start(batch_uid));
  const counts = { looks: 0, accounts: 0 };
  const countPolls = store.countPolls.bind(store);
  const listSentRanges = store.listSentRanges.bind(store);
  store.countPolls = (id) => {
    counts.looks += 1;
    return countPolls(id);
  };
  store.listLedger = () => Promise.reject(new Error('nobody needs the whole ledger'));
  const stream = mira.events<SessionWire>(`/sessions/${session.uid}/events`);
  await stream.next();
  store.listSentRanges = (id) => {
    counts.accounts += 1;
    return listSentRanges(id);
  };
  const before = counts.looks;
  await until('it was looked at often', () => counts.looks > before + 20);
  assert.equal(counts.accounts, 0);
  await poll(`${origin}/app/clients/export`, { page: 1, per_page: 20 });
  for await (const value of stream) if (value.done === 20) break;
  assert.equal((await mira.get<SessionsWire>('/sessions')).sessions[0]?.account.polls, 1);
});

test('of more than four streams of one person the oldest is broken off, and the others go on', async (t) => {
  const { as } = await startApi(t);
  const [mira, noa] = [await as(), await as({ staffUid: 'st2' })];
  const { batch_uid } = await mira.stage(LIST);
  const { session } = await mira.post<SessionStartedWire>('/sessions', start(batch_uid));
  const path = `/sessions/${session.uid}/events`;
  const streams = [mira, mira, mira, mira, noa].map((one) => one.events<SessionWire>(path));
  for (const stream of streams) await stream.next();
  const fifth = mira.events<SessionWire>(path);
  await fifth.next();
  await assert.rejects(async () => streams[0]?.next());
  await mira.post(`/sessions/${session.uid}/cancel`);
  for (const stream of [...streams.slice(1), fifth])
    for await (const { status } of stream) assert.equal(status, 'cancelled');
});

test('a silent stream is kept alive by comments, and one that lasts for long is broken off', async (t) => {
  const { as } = await startApi(t, { limits: { keepAliveMs: 10, streamMs: 300 } });
  const mira = await as();
  const { batch_uid } = await mira.stage(LIST);
  const { session } = await mira.post<SessionStartedWire>('/sessions', start(batch_uid));
  const response = await mira.fetch('GET', `/sessions/${session.uid}/events`);
  assert.equal(response.headers.get('cache-control'), 'no-store, no-transform');
  let text = '';
  await assert.rejects(async () => {
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? [])
      text += piece;
  });
  assert.equal(text.split('data: ').length, 2);
  assert.ok(text.split('\n: ').length > 3, text);
});

test('a staging is stopped', async (t) => {
  const { as, store } = await startApi(t);
  const mira = await as();
  const { uid } = await mira.post<DraftWire>('/drafts');
  await mira.upload(uid, plainList(10));
  // As if another process staged it.
  const draft = await store.findDraft(uid);
  assert.ok(draft);
  const at = new Date().toISOString();
  const counters = { records: 1, bytes: 10, totalBytes: 100, problem: undefined };
  await store.replaceDraft({
    ...draft,
    version: draft.version + 1,
    staging: { state: 'running', ...counters, startedAt: at, touchedAt: at },
  });
  assert.equal(
    codeOf(await mira.ask('PATCH', `/drafts/${uid}`, { on_duplicate: 'keep' })),
    'draft_busy',
  );
  const stopped = await mira.ask<DraftWire>('DELETE', `/drafts/${uid}/stage`);
  assert.deepEqual(
    [stopped.body.staging?.state, stopped.body.staging?.problem?.code],
    ['failed', 'interrupted'],
  );
  await until(
    'the draft is free',
    async () => (await mira.ask('PATCH', `/drafts/${uid}`, {})).status === 200,
  );
});

function codeOf({ body }: { body: unknown }): string {
  return (body as { error: { code: string } }).error.code;
}
