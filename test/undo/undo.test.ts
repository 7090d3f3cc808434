import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { createId } from '../../src/create-id.js';
import type { FerryError } from '../../src/errors.js';
import type { Job, JobItem } from '../../src/jobs/job.js';
import { runJob, stopJob } from '../../src/jobs/run-job.js';
import { cancelSession } from '../../src/sessions/declare.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type { Store } from '../../src/store/store.js';
import { listUndo, writeUndoFile } from '../../src/undo/list-undo.js';
import { planUndo } from '../../src/undo/plan-undo.js';
import { startUndo, type UndoRequest } from '../../src/undo/start-undo.js';
import { drawUpUndo, findUndo } from '../../src/undo/undo-account.js';
import type { UndoJob } from '../../src/undo/undo-progress.js';
import { answer, startFakeHost } from '../helpers/fake-host.js';
import { createDeclaredSession, makeStore, stageClients } from '../helpers/store.js';
import {
  addLook,
  BEGAN_AT,
  created,
  found,
  importAndLook,
  stepsAt,
  STORED_AT,
} from './imported.js';
import { startUndoCrm, type Fault } from './undo-crm.js';

/** After the import was closed: the CRM may be slower with storing than with pulling. */
const STORED_LATE = '2026-09-01T08:30:00.000Z';
const LATER = '2026-09-03T10:00:00.000Z';
const refusedAs = (code: FerryError['code']) => (error: FerryError) => error.code === code;
const numbers = (n: number) => Array.from({ length: n }, (_, at) => at + 1);

const start = (store: Store, importId: string, request: Partial<UndoRequest>) =>
  startUndo({ store, now: () => new Date(), createId: () => createId('j') }, importId, {
    ...{ confirm: 0, alsoChanged: false, staffUid: undefined },
    ...request,
  });

const run = (store: Store, job: Job, apiUrl: string, now = () => new Date()) =>
  runJob({ store, now }, job, stepsAt(store, apiUrl, now), new AbortController().signal);

async function accountOf(store: Store, importId: string) {
  const job = await findUndo(store, importId);
  assert.ok(job);
  const account = await drawUpUndo(store, job);
  const { state, planned, deleted, gone, keptChanged, keptNotOurs, refused, left } = account;
  assert.equal(planned, deleted + gone + keptChanged + keptNotOurs + refused + left);
  return { state, planned, deleted, gone, keptChanged, keptNotOurs, refused, left };
}

const allDeleted = (n: number) => ({
  ...{ state: 'done', planned: n, deleted: n, gone: 0, keptChanged: 0, keptNotOurs: 0 },
  ...{ refused: 0, left: 0 },
});

test('planUndo wants a session, an import that is over, and a whole look at the CRM since', async (t) => {
  const { store } = makeStore(t);
  await assert.rejects(planUndo({ store }, 's_none'), refusedAs('session_not_found'));
  const open = await importAndLook(store, 1, [], { state: 'serving', closedAt: undefined });
  await assert.rejects(planUndo({ store }, open.id), refusedAs('import_not_over'));

  const other = makeStore(t).store;
  const early = await importAndLook(other, 1, [found(1, 'present')], { closedAt: LATER });
  await assert.rejects(planUndo({ store: other }, early.id), refusedAs('reconcile_first'));
});

test('planUndo waits for further parts that are to come', async (t) => {
  const { store } = makeStore(t);
  const session = await importAndLook(store, 2, [], { parts: 2, lastSeq: 1 });
  await assert.rejects(planUndo({ store }, session.id), refusedAs('import_not_over'));
});

const MIXED: JobItem[] = [
  found(1, 'present'),
  found(2, 'different', { updatedAt: LATER }),
  found(3, 'missing'),
  found(4, 'present_before', { createdAt: '2025-01-01T00:00:00.000Z', updatedAt: STORED_AT }),
  found(5, 'different_before', {
    createdAt: '2025-01-01T00:00:00.000Z',
    updatedAt: '2025-01-02T00:00:00.000Z',
  }),
  found(6, 'present', { createdAt: undefined }),
  found(7, 'present', { id: 'c1' }),
  found(8, 'present', { createdAt: STORED_LATE, updatedAt: STORED_LATE }),
];
const OVERRIDE = {
  importParams: {
    should_override: true,
    upload_type: 'single',
    send_notifications_when_done: true,
  },
} as const;

test('planUndo tells who was created, changed since, overwritten, left alone, unknown and missing', async (t) => {
  const { store } = makeStore(t);
  const session = await importAndLook(store, 8, MIXED, OVERRIDE);
  await addLook(store, session, [found(4, 'different_before'), found(5, 'missing')], {
    createdAt: '2026-08-31T00:00:00.000Z',
  });
  const plan = await planUndo({ store }, session.importId);
  assert.deepEqual(
    [plan.created, plan.changedSince, plan.overridden, plan.overriddenKnown],
    [2, 1, 1, 1],
  );
  assert.deepEqual([plan.leftAlone, plan.unknown, plan.missing, plan.takenBack], [1, 1, 1, 0]);
});

test('listUndo names who was created and overwritten, with the values before where they are known', async (t) => {
  const { store } = makeStore(t);
  const session = await importAndLook(store, 8, MIXED, OVERRIDE);
  const fields = [{ key: 'last_name', ours: 'Løvelace', theirs: '=cmd()' }];
  await addLook(store, session, [found(4, 'different_before', { fields })], {
    createdAt: '2026-08-31T00:00:00.000Z',
  });
  const plan = await planUndo({ store }, session.importId);
  const lines = [];
  for await (const line of listUndo(store, plan)) lines.push(line);
  assert.deepEqual(
    lines.map(({ seq, deed }) => [seq, deed]),
    [
      [1, 'created'],
      [2, 'changed_since'],
      [4, 'overridden'],
      [6, 'unknown'],
      [8, 'created'],
    ],
  );
  assert.deepEqual([lines[0]?.externalId, lines[0]?.name], ['1', 'Ada 1 Løvelace']);
  assert.deepEqual(lines[2]?.before, fields);
  let csv = '';
  for await (const piece of writeUndoFile(store, plan)) csv += piece;
  assert.equal(csv.trimEnd().split('\r\n').length, 6);
  assert.ok(!csv.includes('"=cmd()"'), 'a formula is guarded');
});

test('startUndo deletes as many as were confirmed, or nothing', async (t) => {
  const { store } = makeStore(t);
  const session = await importAndLook(store, 8, MIXED);
  for (const confirm of [0, 1, 3, 8])
    await assert.rejects(start(store, session.importId, { confirm }), refusedAs('not_confirmed'));
  await assert.rejects(
    start(store, session.importId, { confirm: 2, alsoChanged: true }),
    refusedAs('not_confirmed'),
  );
  assert.equal(await findUndo(store, session.importId), undefined);
  await start(store, session.importId, { confirm: 3, alsoChanged: true });
  await assert.rejects(start(store, session.importId, { confirm: 2 }), refusedAs('job_running'));
});

test('an undo looks again: it keeps what was changed or is not ours, and counts what is gone', async (t) => {
  const { store } = makeStore(t);
  const session = await importAndLook(
    store,
    7,
    numbers(7).map((n) => found(n, 'present')),
  );
  const host = await startUndoCrm(t, [
    created('c1'),
    created('c2', { updated_at: LATER }),
    created('c3', { tags: ['vip'] }),
    created('c4', { source: 'Another App' }),
    created('c5', { created_at: '2026-08-01T00:00:00Z' }),
    created('c7'),
  ]);
  const job = await start(store, session.importId, { confirm: 7 });
  await run(store, job, host.url);
  assert.deepEqual(await accountOf(store, session.importId), {
    ...{ state: 'done', planned: 7, deleted: 2, gone: 1, keptChanged: 1, keptNotOurs: 3 },
    ...{ refused: 0, left: 0 },
  });
  assert.deepEqual(host.deleted.sort(), ['c1', 'c7']);
});

test('what was changed since goes as well when that was asked for', async (t) => {
  const { store } = makeStore(t);
  const items = [found(1, 'present'), found(2, 'different', { updatedAt: LATER })];
  const session = await importAndLook(store, 2, items);
  const host = await startUndoCrm(t, [created('c1'), created('c2', { updated_at: LATER })]);
  await run(
    store,
    await start(store, session.importId, { confirm: 2, alsoChanged: true }),
    host.url,
  );
  assert.deepEqual(await accountOf(store, session.importId), allDeleted(2));
});

test('a second undo plans only what the first has left', async (t) => {
  const { store } = makeStore(t);
  const session = await importAndLook(
    store,
    3,
    numbers(3).map((n) => found(n, 'present')),
  );
  const host = await startUndoCrm(t, [
    created('c1'),
    created('c2', { updated_at: LATER }),
    created('c3'),
  ]);
  await run(store, await start(store, session.importId, { confirm: 3 }), host.url);
  const plan = await planUndo({ store }, session.importId);
  assert.deepEqual([plan.created, plan.takenBack], [1, 2]);
  const again = await start(store, session.importId, { confirm: 1 });
  await run(store, again, host.url);
  assert.deepEqual([...host.clients.keys()], ['c2']);
});

test('a host that hides what it deletes is understood when an undo goes on', async (t) => {
  const { store } = makeStore(t);
  const session = await importAndLook(store, 1, [found(1, 'present')]);
  const host = await startUndoCrm(t, [created('c1')]);
  const job = await start(store, session.importId, { confirm: 1 });
  const steps = stepsAt(store, host.url);
  const signal = new AbortController().signal;
  let at: Job = job;
  for (let step = 0; step < 2; step++) {
    const { progress, items } = await steps(at, signal);
    at = { ...at, progress, version: at.version + 1 };
    await store.saveJob(at, items);
  }
  assert.deepEqual(await store.countJobItems(job.id), { deleting: 1 });
  const hidden = {
    status: 'OK',
    data: {
      clients: [
        {
          ...created('c1'),
          email: 'c1@example.org_deleted_1',
          customer_status: 'inactive',
          updated_at: LATER,
        },
      ],
    },
  };
  await host.close();
  const later = await startFakeHost(t, answer(200, hidden));
  const inAnHour = () => new Date(Date.now() + 3_600_000);
  await run(store, at, later.url, inAnHour);
  assert.deepEqual(await accountOf(store, session.importId), allDeleted(1));
  assert.ok(later.calls.every(({ method }) => method === 'GET'));
});

const N = 120;
const importMany = async (store: Store) =>
  importAndLook(
    store,
    N,
    numbers(N).map((n) => found(n, 'present')),
  );
const manyCreated = () => numbers(N).map((n) => created(`c${n}`));

for (const fault of ['cut-before', 'cut-after', 'busy', 'html'] as const) {
  test(`with ${fault} at every third call every client is deleted once, and the account is right`, async (t) => {
    const { store } = makeStore(t);
    const session = await importMany(store);
    const host = await startUndoCrm(t, manyCreated(), (_, nth) =>
      nth % 3 === 0 ? fault : undefined,
    );
    await run(store, await start(store, session.importId, { confirm: N }), host.url);
    assert.deepEqual(await accountOf(store, session.importId), allDeleted(N));
    assert.equal(new Set(host.deleted).size, N);
    assert.equal(host.deleted.length, N);
  });
}

test('while the host is away the undo waits, and goes on with what is left', async (t) => {
  const { store } = makeStore(t);
  const session = await importMany(store);
  let isAway = false;
  const host = await startUndoCrm(t, manyCreated(), ({ method }, nth) => {
    if (method === 'DELETE' && nth > 80) isAway = true;
    return isAway ? 'cut-before' : undefined;
  });
  const waiting = await run(store, await start(store, session.importId, { confirm: N }), host.url);
  assert.equal(waiting.state, 'waiting');
  const { left, deleted } = await accountOf(store, session.importId);
  assert.ok(left > 0);
  assert.equal(deleted, host.deleted.length);
  // Nothing strikes any more.
  const again = await startUndoCrm(t, [...host.clients.values()]);
  const inTwoMinutes = () => new Date(Date.now() + 120_000);
  await run(store, waiting, again.url, inTwoMinutes);
  assert.deepEqual(await accountOf(store, session.importId), allDeleted(N));
  assert.equal(host.deleted.length + again.deleted.length, N);
});

test('a client that the host will not delete is counted; when it refuses all, the undo stops', async (t) => {
  const { store } = makeStore(t);
  const session = await importAndLook(
    store,
    3,
    numbers(3).map((n) => found(n, 'present')),
  );
  const clients = numbers(3).map((n) => created(`c${n}`));
  const only =
    (id: string): ((call: { method: string; path: string }) => Fault) =>
    (call) =>
      call.method === 'DELETE' && call.path.endsWith(id) ? 'refuse' : undefined;
  const host = await startUndoCrm(t, clients, only('c2'));
  await run(store, await start(store, session.importId, { confirm: 3 }), host.url);
  assert.deepEqual(await accountOf(store, session.importId), {
    ...allDeleted(3),
    ...{ deleted: 2, refused: 1 },
  });

  const other = makeStore(t).store;
  const second = await importAndLook(
    other,
    3,
    numbers(3).map((n) => found(n, 'present')),
  );
  const strict = await startUndoCrm(t, clients, only(''));
  const stopped = await run(other, await start(other, second.importId, { confirm: 3 }), strict.url);
  assert.equal(stopped.state, 'stopped');
  assert.match(stopped.problem ?? '', /refused to delete/);
  assert.equal((await accountOf(other, second.importId)).left, 3);
});

test('an undo that is given back is gone on with by whoever comes', async (t) => {
  const { store } = makeStore(t);
  const session = await importMany(store);
  const host = await startUndoCrm(t, manyCreated());
  const job = await start(store, session.importId, { confirm: N });
  const stopping = new AbortController();
  const steps = stepsAt(store, host.url);
  const now = () => new Date();
  const given = await runJob(
    { store, now },
    job,
    (at, signal) => {
      if (host.deleted.length > 0) stopping.abort();
      return steps(at, signal);
    },
    stopping.signal,
  );
  assert.equal(given.state, 'running');
  assert.ok((await accountOf(store, session.importId)).left > 0);
  await run(store, given, host.url);
  assert.deepEqual(await accountOf(store, session.importId), allDeleted(N));
});

const CHILD = fileURLToPath(new URL('undo-and-die.ts', import.meta.url));

test('an undo whose process is killed goes on: nothing is deleted twice, and the account is right', async (t) => {
  const { store, dataDir } = makeStore(t);
  const session = await importMany(store);
  let killAt = 7;
  let child: ReturnType<typeof spawn> | undefined;
  const host = await startUndoCrm(t, manyCreated(), () => {
    if (deletedSoFar() >= killAt) child?.kill('SIGKILL');
    return undefined;
  });
  function deletedSoFar(): number {
    return host.deleted.length;
  }
  const { id } = await start(store, session.importId, { confirm: N });
  for (const at of [7, 30, 61, 100]) {
    killAt = at;
    await freeJob(dataDir, id);
    child = spawn(process.execPath, ['--import', 'tsx', CHILD, dataDir, host.url, id], {
      stdio: 'inherit',
    });
    t.after(() => child?.kill('SIGKILL'));
    const ended = new Promise<NodeJS.Signals | null>((resolve) => {
      child?.once('close', (_, signal) => {
        resolve(signal);
      });
    });
    assert.equal(await ended, 'SIGKILL');
    assert.ok(host.deleted.length >= at);
  }
  killAt = Infinity;
  await freeJob(dataDir, id);
  const job = await store.findJob(id);
  assert.ok(job);
  await run(store, job, host.url);
  assert.deepEqual(await accountOf(store, session.importId), allDeleted(N));
  assert.equal(host.deleted.length, N);
  assert.equal(new Set(host.deleted).size, N);
});

/** The lease of whoever was killed is over. */
async function freeJob(dataDir: string, id: string): Promise<void> {
  const store = openSqliteStore(dataDir);
  const job = (await store.findJob(id)) as UndoJob;
  await store.saveJob({ ...job, version: job.version + 1, resumeAt: BEGAN_AT });
  await store.close();
}

test('an undo that a person stops ends soon, and the account tells all that it has deleted', async (t) => {
  const { store } = makeStore(t);
  const session = await importMany(store);
  let stopping: Promise<Job> | undefined;
  const host = await startUndoCrm(t, manyCreated(), ({ method }) => {
    if (method === 'DELETE') stopping ??= stopJob({ store, now: () => new Date() }, job.id);
    return undefined;
  });
  const job = await start(store, session.importId, { confirm: N });
  await run(store, job, host.url);
  await stopping;
  const { state, deleted, gone, left } = await accountOf(store, session.importId);
  const really = host.deleted.length;
  assert.deepEqual([state, deleted, gone, left], ['stopped', really, 0, N - really]);
  assert.ok(really > 0 && really <= 12, `${really} were deleted`);
  const plan = await planUndo({ store }, session.importId);
  assert.deepEqual([plan.created, plan.takenBack], [N - really, really]);
});

test('who was created once the next import of the business had begun is not touched', async (t) => {
  const { store } = makeStore(t);
  const times = { createdAt: LATER, updatedAt: LATER };
  const items = [found(1, 'present'), found(2, 'present', times)];
  const session = await importAndLook(store, 2, items);
  const retry = await stageClients(store, 1, 'b1');
  const closed = { state: 'closed', closedAt: '2026-09-03T10:01:00.000Z' } as const;
  // The CRM tells times in whole seconds.
  const next = { ...closed, createdAt: LATER.replace('.000', '.700') };
  await store.createSession(createDeclaredSession(retry, next));
  const plan = await planUndo({ store }, session.importId);
  assert.deepEqual([plan.created, plan.unknown, plan.nextBeganAt], [1, 1, LATER]);

  const theirs = { created_at: LATER, updated_at: LATER };
  const host = await startUndoCrm(t, [created('c1', theirs), created('c2', theirs)]);
  await run(store, await start(store, session.importId, { confirm: 1 }), host.url);
  const account = await accountOf(store, session.importId);
  assert.deepEqual([account.deleted, account.keptNotOurs, host.deleted], [0, 1, []]);
});

test('who was created long after an import has ended is not its work', async (t) => {
  const { store } = makeStore(t);
  const times = { createdAt: LATER, updatedAt: LATER };
  const session = await importAndLook(store, 1, [found(1, 'present', times)]);
  const plan = await planUndo({ store }, session.importId);
  assert.deepEqual([plan.created, plan.changedSince, plan.unknown], [0, 0, 1]);
});

test('planUndo does not wait for parts after an import was ended', async (t) => {
  const { store } = makeStore(t);
  const between = await importAndLook(store, 2, [found(1, 'present')], { lastSeq: 1, parts: 2 });
  await assert.rejects(planUndo({ store }, between.id), refusedAs('import_not_over'));
  await cancelSession({ store, now: () => new Date() }, between.id);
  assert.equal((await planUndo({ store }, between.id)).created, 1);
});
