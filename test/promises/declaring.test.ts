import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { FerryError } from '../../src/errors.js';
import { cancelSession } from '../../src/sessions/declare.js';
import { stateAt, type Session } from '../../src/sessions/session.js';
import type { Store } from '../../src/store/store.js';
import { declareTo, QUIET_MS } from '../helpers/declare.js';
import {
  accept,
  answer,
  halfBody,
  reset,
  stall,
  startFakeHost,
  type Behaviour,
} from '../helpers/fake-host.js';
import { idsOf, poll, pullAll, span, until } from '../helpers/poll.js';
import { findFreePort, startProgram, startServe } from '../helpers/program.js';
import { makeStore, stageClients } from '../helpers/store.js';
import { runFaulty } from '../support/fault.js';
import { MAIN } from '../support/run.js';
import { startWeb } from '../helpers/web.js';

/** The one session of business b1. */
async function only(store: Store): Promise<Session> {
  const [session, ...others] = await store.listSessions('b1');
  assert.ok(session);
  assert.equal(others.length, 0);
  return session;
}

async function setUp(t: TestContext, behaviours: Behaviour | readonly Behaviour[], clients = 25) {
  const { store, dataDir } = makeStore(t);
  const batch = await stageClients(store, clients, 'b1');
  const web = await startWeb(t, store);
  const host = await startFakeHost(t, behaviours);
  return { store, dataDir, batch, web, host };
}

const closes = (store: Store) =>
  until('the session is closed', async () => (await only(store)).state === 'closed');

test('R12: page 1 is served while the host has not yet answered the declaration', async (t) => {
  let early: number[] = [];
  const { store, batch, web, host } = await setUp(t, async (res, call) => {
    early = idsOf(await poll(web.url, { page: 1, per_page: 10 }));
    await accept(res, call);
  });
  const { session } = await declareTo(host.url, store, batch, { timeoutMs: 5_000 });
  assert.deepEqual(early, span(1, 10));
  assert.equal(session.state, 'serving');
  assert.deepEqual(await pullAll(web.url, 10), span(1, 25));
  await closes(store);
});

const DOUBTS: Record<string, Behaviour> = {
  'the host stalls': stall,
  'the connection is reset': reset,
  'the host answers 502': answer(502, '<html>bad gateway</html>'),
  'the host answers 500 with JSON': answer(500, { success: false }),
  'half a body comes': halfBody,
  'HTML comes with 200': answer(200, '<html>welcome</html>'),
  'nothing comes with 200': answer(200, ''),
  'JSON of another kind comes with 200': answer(200, { ok: true }),
};

for (const [what, behaviour] of Object.entries(DOUBTS)) {
  test(`R13: when ${what}, the declaration is sent once, is unknown, and its pages are served`, async (t) => {
    const { store, batch, web, host } = await setUp(t, behaviour);
    await assert.rejects(declareTo(host.url, store, batch), { code: 'host_unclear' });
    assert.equal((await only(store)).state, 'unknown');
    await assert.rejects(declareTo(host.url, store, batch), { code: 'session_open' });
    assert.deepEqual(await pullAll(web.url, 10), span(1, 25));
    await closes(store);
    assert.equal(host.posts().length, 1);
  });
}

test('R13: after a doubtful declaration was cancelled, the next one waits for the quiet time', async (t) => {
  const { store, batch, host } = await setUp(t, [reset, accept]);
  await assert.rejects(declareTo(host.url, store, batch), { code: 'host_unclear' });
  const now = () => new Date();
  await cancelSession({ store, now }, (await only(store)).id);
  await assert.rejects(declareTo(host.url, store, batch), { code: 'session_too_fresh' });
  assert.equal(host.posts().length, 1);
  const later = () => new Date(Date.now() + QUIET_MS + 1_000);
  const { session } = await declareTo(host.url, store, batch, { now: later });
  assert.equal(session.state, 'declared');
  assert.equal(host.posts().length, 2);
});

const error = { success: false, errors: [{ message: 'Not allowed here' }] };
const REFUSALS: Record<string, Behaviour> = {
  401: answer(401, error),
  403: answer(403, error),
  404: answer(404, error),
  422: answer(422, error),
  '200 with success false': answer(200, error),
};

for (const [what, behaviour] of Object.entries(REFUSALS)) {
  test(`R14: ${what} fails the session, names the cause, and no page is served`, async (t) => {
    const { store, batch, web, host } = await setUp(t, behaviour);
    await assert.rejects(declareTo(host.url, store, batch), (thrown: unknown) => {
      assert.ok(thrown instanceof FerryError);
      assert.equal(thrown.code, 'host_refused');
      assert.match(thrown.message, /Not allowed here/);
      assert.match(thrown.message, new RegExp(what.slice(0, 3)));
      assert.ok(thrown.hint);
      return true;
    });
    const session = await only(store);
    assert.equal(session.state, 'failed');
    assert.match(session.problem ?? '', /Not allowed here/);
    assert.equal((await poll(web.url, { page: 1, per_page: 10 })).status, 404);
    assert.equal(host.posts().length, 1);
  });
}

test('R15: a refused connection is tried again until the host is back, and accepted once', async (t) => {
  const { store } = makeStore(t);
  const batch = await stageClients(store, 5, 'b1');
  const port = await findFreePort();
  const declaring = declareTo(`http://127.0.0.1:${port}`, store, batch);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const host = await startFakeHost(t, accept, port);
  assert.equal((await declaring).session.state, 'declared');
  assert.equal(host.posts().length, 1);
});

test('R15: a host that stays away is given up after a few tries, and nothing is served', async (t) => {
  const { store } = makeStore(t);
  const batch = await stageClients(store, 5, 'b1');
  const port = await findFreePort();
  await assert.rejects(declareTo(`http://127.0.0.1:${port}`, store, batch), {
    code: 'host_unreachable',
  });
  assert.equal((await only(store)).state, 'failed');
});

const WAITS: Record<string, string>[] = [{ 'retry-after': '0' }, { 'retry-after': '1' }, {}];
for (const headers of WAITS) {
  test(`R15: 429 with ${JSON.stringify(headers)} is tried again after its wait, and accepted once`, async (t) => {
    const { store, batch, host } = await setUp(t, [answer(429, error, headers), accept]);
    const startedMs = performance.now();
    const { session } = await declareTo(host.url, store, batch);
    assert.equal(session.state, 'declared');
    assert.equal(host.posts().length, 2);
    const waitedMs = performance.now() - startedMs;
    assert.ok(waitedMs >= 1_000 * Number(headers['retry-after'] ?? 0) - 5);
  });
}

test('R15: an endless 429 ends after four tries and fails the session', async (t) => {
  const { store, batch, host } = await setUp(t, answer(429, error, { 'retry-after': '0' }));
  await assert.rejects(declareTo(host.url, store, batch), { code: 'host_refused' });
  assert.equal(host.posts().length, 4);
  assert.equal((await only(store)).state, 'failed');
});

test('R16: of 50 declarations at once, from several processes, one is sent and the others conflict', async (t) => {
  const { store, dataDir, batch, host } = await setUp(t, accept);
  const args = ['declare', '--business', 'b1', '--batch', batch.id];
  const programs = Array.from({ length: 6 }, () =>
    startProgram(t, dataDir, args, { INTANDEM_API_URL: host.url }),
  );
  const here = await Promise.allSettled(
    Array.from({ length: 44 }, () => declareTo(host.url, store, batch, { timeoutMs: 5_000 })),
  );
  const codes = await Promise.all(programs.map(async ({ exited }) => (await exited).code));
  for (const one of here)
    if (one.status === 'rejected')
      assert.equal((one.reason as FerryError).code, 'session_open', String(one.reason));
  const won =
    here.filter(({ status }) => status === 'fulfilled').length +
    codes.filter((code) => code === 0).length;
  assert.equal(won, 1);
  assert.ok(
    codes.every((code) => code === 0 || code === 5),
    `exit codes ${codes.join(' ')}`,
  );
  assert.equal(host.posts().length, 1);
  assert.equal((await store.listSessions('b1')).length, 1);
});

test('R16b: a declaring process that was killed leaves an unknown session that is served and never sent again', async (t) => {
  const { store, dataDir } = makeStore(t);
  const batch = await stageClients(store, 25, 'b1');
  const host = await startFakeHost(t, stall);
  const env = { INTANDEM_API_URL: host.url, HOST_TIMEOUT_MS: '60000' };
  const args = ['declare', '--business', 'b1', '--batch', batch.id];
  const program = startProgram(t, dataDir, args, env);
  await until('the POST has come', () => host.posts().length === 1);
  program.kill('SIGKILL');
  assert.equal((await program.exited).signal, 'SIGKILL');

  const session = await only(store);
  assert.equal(session.state, 'prepared');
  assert.equal(stateAt(session, new Date(Date.now() + QUIET_MS + 1_000), QUIET_MS), 'unknown');
  const serve = await startServe(t, dataDir);
  assert.deepEqual(await pullAll(serve.url, 10), span(1, 25));
  await closes(store);
  assert.equal(host.posts().length, 1);
});

test('R16b: a declaring process that is killed before the POST leaves has sent nothing, and nothing is sent at the next start', async (t) => {
  const { store, dataDir } = makeStore(t);
  const batch = await stageClients(store, 25, 'b1');
  const host = await startFakeHost(t, accept);
  const args = ['declare', '--business', 'b1', '--batch', batch.id];
  const ran = await runFaulty(
    [process.execPath, MAIN, ...args],
    dataDir,
    { inject: ['connect:signal=SIGKILL:when=1'] },
    { INTANDEM_API_URL: host.url },
  );
  assert.ok(ran.struck);

  const session = await only(store);
  assert.equal(session.state, 'prepared');
  assert.equal(stateAt(session, new Date(Date.now() + QUIET_MS + 1_000), QUIET_MS), 'unknown');
  const serve = await startServe(t, dataDir);
  assert.equal(host.posts().length, 0);
  assert.deepEqual(await pullAll(serve.url, 10), span(1, 25));
  await closes(store);
  assert.equal(host.posts().length, 0);
});

const ACCEPTED: [string, number, unknown, string | undefined][] = [
  ['a session id as text', 200, { success: true, data: { session_id: 'abc' } }, 'abc'],
  ['a session id as a number', 201, { success: true, data: { session_id: 42 } }, '42'],
  ['no data', 200, { success: true, data: null }, undefined],
  ['nothing but success', 201, { success: true }, undefined],
];

for (const [what, status, body, id] of ACCEPTED) {
  test(`R12: ${status} with ${what} is an accepted declaration`, async (t) => {
    const { store, batch, host } = await setUp(t, answer(status, body));
    const { session } = await declareTo(host.url, store, batch);
    assert.equal(session.state, 'declared');
    assert.equal(session.hostSessionId, id);
    assert.equal(host.posts()[0]?.path, '/business/clients/v1/apps/clientferry/import');
  });
}

for (const n of [49_999, 50_000]) {
  test(`R38: ${n} clients go in one session`, async (t) => {
    const { store, batch, web, host } = await setUp(t, accept, n);
    await declareTo(host.url, store, batch);
    assert.deepEqual(await pullAll(web.url, 10_000), span(1, n));
    await closes(store);
  });
}

for (const n of [50_001, 100_000]) {
  test(`R38: ${n} clients are refused before anything is sent, never cut`, async (t) => {
    const { store, batch, host } = await setUp(t, accept, n);
    await assert.rejects(declareTo(host.url, store, batch), { code: 'batch_too_large' });
    assert.equal(host.calls.length, 0);
    assert.equal((await store.listSessions()).length, 0);
  });
}
