import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Session } from '../../src/sessions/session.js';
import { makeSigningKey } from '../helpers/fake-identity-host.js';
import { EMPTY, idsOf, poll, pullAll, span, until } from '../helpers/poll.js';
import { startServe } from '../helpers/program.js';
import { goodClaims, makeSignIn, signInThroughHost } from '../helpers/sign-in.js';
import { makeStore, openSession, readSession } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { runCli } from '../support/run.js';
import { makeSettableClock } from '../support/settable-clock.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const START_MS = Date.parse('2026-03-02T10:00:00Z');

const at = (ms: number): string => new Date(ms).toISOString();

/** The built program with a clock that can be set, over a store. */
async function serveByClock(t: TestContext) {
  const { store, dataDir } = makeStore(t);
  const clock = makeSettableClock(makeTempDir(t));
  clock.set(START_MS);
  const { url } = await startServe(t, dataDir, 0, clock.env);
  const begin = (clients: number, createdMs: number) =>
    openSession(store, clients, 'b1', {
      session: { createdAt: at(createdMs), declaredAt: at(createdMs) },
    });
  return { store, dataDir, clock, url, begin };
}

test('R37: with the clock set forth and back by a day between pages nothing expires, and the ledger keeps its order', async (t) => {
  const { store, clock, url, begin } = await serveByClock(t);
  const { session } = await begin(95, START_MS);
  const offs = [0, DAY_MS, -DAY_MS, 0, -DAY_MS, DAY_MS, MINUTE_MS, -MINUTE_MS, DAY_MS, -DAY_MS];
  const got: number[] = [];
  const entered = (polls: number) =>
    until('it stands in the ledger', async () => {
      return (await store.countPolls(session.id)).polls === polls;
    });
  for (const [before, off] of offs.entries()) {
    clock.set(START_MS + off);
    got.push(...idsOf(await poll(url, { page: before + 1, per_page: 10 })));
    await entered(before + 1);
  }
  assert.deepEqual(got, span(1, 95));
  assert.equal((await poll(url, { page: -1, per_page: 10 })).body, EMPTY);
  await entered(11);
  assert.equal((await readSession(store, session.id)).state, 'closed');
  const ledger = await store.listLedger(session.id);
  assert.deepEqual(
    ledger.map(({ page, polledAt }) => [page, polledAt]),
    [...offs, -DAY_MS].map((off, before) => [before < 10 ? before + 1 : -1, at(START_MS + off)]),
  );
});

test('R37: the grace time after a close goes by the clock as it was set by then, not as it was before', async (t) => {
  const { clock, url, begin } = await serveByClock(t);
  await begin(3, START_MS);
  clock.set(START_MS - DAY_MS);
  assert.deepEqual(await pullAll(url, 10), span(1, 3));
  for (const [minutes, status] of [
    [1, 200],
    [15, 200],
    [16, 404],
  ] as const) {
    clock.set(START_MS - DAY_MS + minutes * MINUTE_MS);
    assert.equal((await poll(url, { page: 1, per_page: 10 })).status, status);
  }
});

test('R37: a session that began after the clock was set back by a day is the latest all the same', async (t) => {
  const { dataDir, clock, url, begin } = await serveByClock(t);
  const first = await begin(7, START_MS);
  assert.deepEqual(await pullAll(url, 10), span(1, 7));
  clock.set(START_MS - DAY_MS);
  const second = await begin(4, START_MS - DAY_MS);
  assert.deepEqual(await pullAll(url, 10), span(1, 4));
  // In the grace time of both, the pages are those of the one that was closed last, and so is another close.
  assert.deepEqual(await pullAll(url, 10), span(1, 4));
  const { out } = await runCli(dataDir, ['sessions', '--json'], clock.env);
  const { sessions } = JSON.parse(out) as { sessions: Session[] };
  assert.deepEqual(
    sessions.map(({ id, state }) => [id, state]),
    [
      [second.session.id, 'closed'],
      [first.session.id, 'closed'],
    ],
  );
});

for (const skewMs of [-60_000, 60_000]) {
  test(`R37: a sign-in of the host bears a clock of ours that is ${skewMs / 1000} s off`, async (t) => {
    const { signIn, host, clock } = await makeSignIn(t);
    const { iat } = goodClaims(clock);
    const jws = await host.sign(goodClaims(clock, { nbf: iat, exp: iat + 1 }));
    clock.jump(skewMs);
    await signIn.exchange({ jws });
  });

  test(`R37: a sign-in of the host does not bear a clock of ours that is ${(skewMs / 1000) * 1.1} s off`, async (t) => {
    const { signIn, host, clock } = await makeSignIn(t);
    const { iat } = goodClaims(clock);
    const jws = await host.sign(goodClaims(clock, { nbf: iat, exp: iat + 1 }));
    clock.jump(skewMs * 1.1);
    await assert.rejects(signIn.exchange({ jws }), { code: 'sign_in_failed' });
  });
}

test('R37: who is signed in stays so when the clock is set back by a day', async (t) => {
  const { signIn, host, clock } = await makeSignIn(t);
  const { token, identity } = await signInThroughHost({ signIn, host });
  clock.jump(-DAY_MS);
  assert.deepEqual(await signIn.verify(token), identity);
  assert.deepEqual((await signIn.renew(identity)).identity, identity);
  assert.notEqual(await signIn.hostTokenOf(identity), undefined);
});

for (const jumpMs of [-DAY_MS, DAY_MS]) {
  test(`R37: a new key of the host is found as ever when the clock was set by ${jumpMs / DAY_MS} day`, async (t) => {
    const { signIn, host, clock } = await makeSignIn(t);
    const enter = async (jti: string) =>
      signIn.exchange({ jws: await host.sign(goodClaims(clock, { jti })) });
    await enter('under the first key');
    clock.jump(jumpMs);
    assert.equal(host.keyFetches(), 1);
    await enter('still known');
    assert.equal(host.keyFetches(), 1);
    host.keys = [await makeSigningKey('key-2')];
    clock.pass(30_000);
    await enter('under the second key');
    assert.equal(host.keyFetches(), 2);
  });
}
