import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { exportJWK, generateKeyPair } from 'jose';
import { createHostKeys } from '../../src/host/host-keys.js';
import type { HostKey } from '../../src/sign-in/identity-host.js';
import { makeSigningKey, startFakeIdentityHost } from '../helpers/fake-identity-host.js';
import { makeClock } from '../helpers/sign-in.js';

const PATH = '/v3/apps/.well-known/jwks.json';

const unreachable = { code: 'host_unreachable' };

const idsOf = (keys: readonly HostKey[]) => keys.map(({ kid }) => kid);

async function setUp(t: TestContext) {
  const host = await startFakeIdentityHost(t);
  const clock = makeClock();
  const keys = createHostKeys({ apiUrl: host.url, nowMs: clock.nowMs, timeoutMs: 300 });
  return { host, clock, keys };
}

test('S7: the keys are fetched once for ten minutes, however many ask at once', async (t) => {
  const { host, clock, keys } = await setUp(t);
  const all = await Promise.all(Array.from({ length: 50 }, () => keys.known()));
  assert.deepEqual(all.map(idsOf), Array<string[]>(50).fill(['key-1']));
  clock.pass(10 * 60_000);
  await keys.known();
  assert.equal(host.keyFetches(), 1);
  clock.pass(1);
  await keys.known();
  assert.equal(host.keyFetches(), 2);
});

test('S7: a flood of unknown keys makes one fetch in 30 seconds', async (t) => {
  const { host, clock, keys } = await setUp(t);
  await keys.known();
  for (let window = 1; window <= 3; window++) {
    for (let at = 0; at < 100; at++) await keys.renewed();
    assert.equal(host.keyFetches(), window);
    clock.pass(30_000);
  }
});

test('S7: a new key is found as soon as the pause is over', async (t) => {
  const { host, clock, keys } = await setUp(t);
  await keys.known();
  host.keys = [await makeSigningKey('key-2')];
  assert.deepEqual(idsOf(await keys.renewed()), ['key-1']);
  clock.pass(30_000);
  assert.deepEqual(idsOf(await keys.renewed()), ['key-2']);
});

test('S7: in an outage the last good keys serve for six hours, and not longer', async (t) => {
  const { host, clock, keys } = await setUp(t);
  await keys.known();
  host.replace(PATH, (_req, res) => res.status(503).end());
  clock.pass(6 * 60 * 60_000);
  assert.deepEqual(idsOf(await keys.known()), ['key-1']);
  clock.pass(30_000);
  await assert.rejects(keys.known(), unreachable);
  host.replace(PATH, undefined);
  await assert.rejects(keys.known(), unreachable);
  clock.pass(30_000);
  assert.deepEqual(idsOf(await keys.known()), ['key-1']);
});

test('S7: without any keys nobody can be vouched for, and the host is asked every 30 seconds', async (t) => {
  const { host, keys } = await setUp(t);
  host.replace(PATH, (_req, res) => res.status(404).end());
  await assert.rejects(keys.known(), unreachable);
  await assert.rejects(keys.known(), unreachable);
  assert.equal(host.keyFetches(), 1);
});

const key = { kty: 'RSA', n: 'AQAB', e: 'AQAB' };

const BAD_SETS: Record<string, unknown> = {
  'that is no JSON': '<html>',
  'without keys': { keys: [] },
  'that is a list': [key],
  'of more than 256 KB': { keys: [], padding: 'x'.repeat(256 * 1024) },
  'of a thousand keys': { keys: Array<unknown>(1_000).fill({ kty: 'RSA' }) },
  'of shared secrets': { keys: [{ kty: 'oct', k: 'c2VjcmV0', alg: 'HS256', kid: 'key-1' }] },
  'of keys for encryption': { keys: [{ ...key, use: 'enc' }] },
  'of keys too short': { keys: [key] },
};

for (const [what, body] of Object.entries(BAD_SETS)) {
  test(`S7: a set ${what} is no set, and the one before stands`, async (t) => {
    const { host, clock, keys } = await setUp(t);
    await keys.known();
    host.replace(PATH, (_req, res) => res.send(body));
    clock.pass(10 * 60_000 + 1);
    assert.deepEqual(idsOf(await keys.known()), ['key-1']);
    assert.equal(host.keyFetches(), 2);
  });
}

test('S7: keys that cannot verify RS256 are passed over beside those that can', async (t) => {
  const { host, keys } = await setUp(t);
  const { publicKey } = await generateKeyPair('ES256', { extractable: true });
  const good = host.keys[0]?.publicJwk;
  const others = [await exportJWK(publicKey), { ...good, alg: 'RS512' }, null, 'key', key];
  host.replace(PATH, (_req, res) => res.json({ keys: [...others, good] }));
  assert.deepEqual(idsOf(await keys.known()), ['key-1']);
});

test('S7: a redirect is not followed, and an answer that drips is given up', async (t) => {
  const { host, clock, keys } = await setUp(t);
  host.replace(PATH, (_req, res) => {
    res.redirect(`${host.url}/elsewhere`);
  });
  await assert.rejects(keys.known(), unreachable);
  assert.ok(!host.calls.some(({ path }) => path === '/elsewhere'));
  clock.pass(30_000);
  host.replace(PATH, (_req, res) => {
    const drip = setInterval(() => res.write(' '), 50);
    res.on('close', () => {
      clearInterval(drip);
    });
  });
  await assert.rejects(keys.known(), unreachable);
});
