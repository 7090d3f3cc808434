import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { LedgerEntry } from '../../src/sessions/session.js';
import type { AuditEntry } from '../../src/audit/audit-store.js';
import { openInstallation } from '../../src/store/sqlite/installation.js';
import { moveInstallation } from '../../src/store/move-installation.js';
import type { Store } from '../../src/store/store.js';
import { openTestStore, usePostgres } from '../helpers/postgres.js';
import { stageHere } from '../helpers/stage.js';
import { createDeclaredSession, makeStore } from '../helpers/store.js';
import { makeDraft, makeFullDraft } from '../support/make-draft.js';
import { makeJob, makeNotice, makeReport } from '../support/make-results.js';
import { refusal } from './refusal.js';
import { said } from './store-house.js';

const postgres = usePostgres();
const polledAt = '2026-03-01T10:00:00.000Z';
const BOOKS = [
  ...['batches', 'clients', 'all clients, byte for byte', 'rejects', 'sessions'],
  ...[
    'polls in the ledgers',
    'reports of the CRM',
    'jobs',
    'findings of jobs',
    'notices',
    'drafts',
    'uploads',
    'all uploads, byte for byte',
  ],
  ...['tokens of the CRM', 'known staff members', 'entries of the audit'],
];
const SAMPLES = fileURLToPath(new URL('../../data/samples', import.meta.url));

test('everything moves from a data folder into PostgreSQL: clients byte for byte, rejects, sessions, ledgers, what the CRM reported, jobs, notices, mappings, drafts with their uploads, tokens, the audit', async (t) => {
  const { store, dataDir } = makeStore(t);
  const staged = [];
  for (const name of ['clients.csv', 'uisp-clients.csv', 'google-contacts.csv'])
    staged.push((await stageHere(store, [join(SAMPLES, name)])).batch);
  const [list, uisp] = staged;
  assert.ok(list && uisp);
  const session = createDeclaredSession(list, { state: 'closed' });
  await store.createSession(session);
  const poll = {
    ...{ sessionId: session.id, polledAt, page: 1, pageSize: 100 },
    ...{ status: 200, firstSeq: 1, lastSeq: 36, sentWhole: true, durationMs: 1.5 },
    ...{ unknownParams: [], userAgent: undefined },
  };
  await store.recordPoll(poll);
  await store.rememberMapping('b1', 'f1', { columns: { Wer: 'first_name' } });
  const reports = [
    makeReport({ digest: 'd1', hostSessionId: session.hostSessionId }),
    makeReport({ digest: 'd2', hostSessionId: undefined, sessionId: session.id }),
    makeReport({ digest: 'd3', hostSessionId: '99' }),
  ];
  for (const report of reports) await store.addReport(report);
  const job = makeJob(list, { version: 1, importId: session.id });
  await store.createJob(job);
  const items = Array.from({ length: 2_500 }, (_, at) => ({
    ...{ key: at - 5, state: 'missing', body: `{"n":${at}}` },
  }));
  const done = { ...job, version: 2, state: 'done', resumeAt: undefined } as const;
  await store.saveJob(done, items);
  const idle = makeJob(uisp, { id: 'j_2', version: 7, state: 'stopped' });
  await store.createJob(idle);
  const notice = makeNotice({ importId: session.id, version: 3 });
  await store.addNotice(notice);

  const drafts = [makeFullDraft(), makeDraft({ businessUid: 'b2', version: 7 })];
  for (const draft of drafts) await store.createDraft(draft);
  const uploads = { u_1: randomBytes(2_500_000), u_2: Buffer.alloc(0) };
  for (const [id, bytes] of Object.entries(uploads))
    await store.writeUpload(id, Readable.from([bytes]));
  const token = { kind: 'token', key: 'b1/staff1', body: 'sealed', expiresAt: polledAt } as const;
  for (const kind of ['token', 'staff', 'code'] as const) await store.putNote({ ...token, kind });
  const audit = ['signed_in', 'file_uploaded', 'file_uploaded', 'import_declared'].map(
    (action) => ({
      ...{ at: polledAt, businessUid: 'b1', staffUid: 'staff1', impersonatedBy: undefined },
      ...{ action, subject: 'd_1' },
    }),
  );
  for (const entry of audit) await store.appendAudit(entry);
  await store.appendAudit({ ...audit[0], businessUid: 'b2' } as AuditEntry);

  const target = await openTestStore(t, await postgres.createDatabase());
  // As if an earlier move had broken off.
  await target.appendAudit(audit[0] as AuditEntry);
  const from = openInstallation(dataDir);
  t.after(() => from.close());
  // Given twice: the second time finds everything there.
  for (const round of [1, 2]) {
    const books = await moveInstallation(from, target);
    assert.deepEqual(
      books.map(({ what }) => what),
      BOOKS,
      String(round),
    );
    for (const { what, before, after } of books) assert.equal(after, before, what);
  }
  for (const batch of staged) {
    const [before, after] = [store, target].map((one) =>
      one.readClients(batch.id, 1, batch.counts.clients),
    );
    assert.deepEqual(await after, await before);
    assert.deepEqual(
      await target.readRejects(batch.id, 0, 100),
      await store.readRejects(batch.id, 0, 100),
    );
  }
  assert.deepEqual(await target.readOrigin(uisp.id, 1), await store.readOrigin(uisp.id, 1));
  assert.deepEqual(await target.listLedger(session.id), [poll]);
  assert.equal((await target.findSession(session.id))?.lastPolledAt, poll.polledAt);
  assert.deepEqual(said(await target.listReports(session)), said(reports.slice(0, 2)));
  assert.deepEqual(said(await target.listStrayReports(10)), said(reports.slice(2)));
  for (const one of [done, idle]) assert.deepEqual(said(await target.findJob(one.id)), said(one));
  assert.deepEqual(await target.listJobItems(job.id, { after: -Infinity, limit: 5_000 }), items);
  assert.deepEqual(said(await target.listNotices(session.id)), [said(notice)]);
  assert.deepEqual(await target.findMapping('b1', 'f1'), { columns: { Wer: 'first_name' } });
  for (const draft of drafts) assert.deepEqual(await target.findDraft(draft.id), said(draft));
  for (const [id, bytes] of Object.entries(uploads)) {
    const local = await target.openUpload(id);
    assert.ok(readFileSync(local.path).equals(bytes), id);
    await local.release();
  }
  for (const kind of ['token', 'staff'] as const)
    assert.deepEqual(await target.findNote(kind, token.key, ''), { ...token, kind });
  assert.equal(await target.findNote('code', token.key, ''), undefined);
  assert.deepEqual(await target.listAudit('b1', 10), [...audit].reverse());
  assert.equal((await target.listAudit('b2', 10)).length, 1);
});

test('a move that broke off in the middle of a ledger goes on where it was', async (t) => {
  const { store, dataDir } = makeStore(t);
  const { batch } = await stageHere(store, [join(SAMPLES, 'clients.csv')]);
  const session = createDeclaredSession(batch, { state: 'closed' });
  const target = await openTestStore(t, await postgres.createDatabase());
  const pollOf = (page: number) => ({
    ...{ sessionId: session.id, polledAt, page, pageSize: 100, status: 200, firstSeq: 1 },
    ...{ lastSeq: 36, sentWhole: true, durationMs: 1.5, unknownParams: [], userAgent: undefined },
  });
  await store.createSession(session);
  for (const page of [1, 2, 3]) await store.recordPoll(pollOf(page));
  const from = openInstallation(dataDir);
  t.after(() => from.close());
  let polls = 0;
  const breaking = {
    ...target,
    recordPoll: (entry: LedgerEntry) =>
      ++polls === 2 ? Promise.reject(new Error('broke off')) : target.recordPoll(entry),
  };
  await assert.rejects(moveInstallation(from, breaking), /broke off/);
  for (const { what, before, after } of await moveInstallation(from, target))
    assert.equal(after, before, what);
  assert.deepEqual(await target.listLedger(session.id), [1, 2, 3].map(pollOf));
});

test('a move that broke off in the middle of what a job found out goes on where it was', async (t) => {
  const { store, dataDir } = makeStore(t);
  const { batch } = await stageHere(store, [join(SAMPLES, 'clients.csv')]);
  const job = makeJob(batch, { state: 'done', version: 2 });
  await store.createJob({ ...job, version: 1 });
  const items = Array.from({ length: 3_500 }, (_, at) => ({
    ...{ key: at + 1, state: at % 2 === 0 ? 'missing' : 'present', body: '{}' },
  }));
  await store.saveJob(job, items);
  const target = await openTestStore(t, await postgres.createDatabase());
  const from = openInstallation(dataDir);
  t.after(() => from.close());
  let steps = 0;
  const counting: Store = {
    ...target,
    saveJob: (...step) =>
      ++steps === 3 ? Promise.reject(new Error('broke off')) : target.saveJob(...step),
  };
  await assert.rejects(moveInstallation(from, counting), /broke off/);
  for (const { what, before, after } of await moveInstallation(from, counting))
    assert.equal(after, before, what);
  // The two that had been taken were not taken again.
  assert.equal(steps, 5);
  assert.deepEqual(said(await target.findJob(job.id)), said(job));
  assert.deepEqual(await target.listJobItems(job.id, { after: 0, limit: 5_000 }), items);
});

test('nothing is moved while a job has work before it, because two would do it', async (t) => {
  const { store, dataDir } = makeStore(t);
  const { batch } = await stageHere(store, [join(SAMPLES, 'clients.csv')]);
  await store.createJob(makeJob(batch, { state: 'waiting' }));
  const target = await openTestStore(t, await postgres.createDatabase());
  const from = openInstallation(dataDir);
  t.after(() => from.close());
  await assert.rejects(moveInstallation(from, target), refusal('job_running'));
  assert.deepEqual(await target.listBatches(), []);
});

test('nothing is moved while a session is open, because its pages would stop', async (t) => {
  const { store, dataDir } = makeStore(t);
  const { batch } = await stageHere(store, [join(SAMPLES, 'clients.csv')]);
  await store.createSession(createDeclaredSession(batch));
  const target = await openTestStore(t, await postgres.createDatabase());
  const from = openInstallation(dataDir);
  t.after(() => from.close());
  await assert.rejects(moveInstallation(from, target), refusal('session_open'));
  assert.deepEqual(await target.listBatches(), []);
});
