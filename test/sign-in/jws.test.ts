import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { exportSPKI, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK } from 'jose';
import { makeSigningKey, type SigningKey } from '../helpers/fake-identity-host.js';
import {
  goodClaims,
  makeSignIn,
  signInThroughHost,
  type Clock,
  type SignInSetup,
} from '../helpers/sign-in.js';

const refused = { code: 'sign_in_failed', reason: 'proof_refused' };

test('a JWS of the host signs its staff member in, without a host token', async (t) => {
  const { signIn, host, clock, store } = await makeSignIn(t);
  const { identity } = await signIn.exchange({ jws: await host.sign(goodClaims(clock)) });
  assert.deepEqual(identity, {
    businessUid: 'bz-1',
    businessName: undefined,
    staffUid: 'st-1',
    role: 'import',
    impersonatedBy: undefined,
    signedInAt: '2026-09-01T08:00:00.000Z',
  });
  assert.equal(await signIn.hostTokenOf(identity), undefined);
  assert.equal((await store.listAudit('bz-1', 1))[0]?.action, 'signed_in');
});

test('a JWS after a sign-in through the host has the role and the token that were learned there', async (t) => {
  const setup = await makeSignIn(t);
  await signInThroughHost(setup);
  const jws = await setup.host.sign(goodClaims(setup.clock));
  const { identity } = await setup.signIn.exchange({ jws });
  assert.deepEqual([identity.role, identity.businessName], ['admin', 'Corner Shop']);
  assert.ok(await setup.signIn.hostTokenOf(identity));
});

const CAREFUL = new Map([
  ['employee', 'view'],
  ['owner', 'admin'],
  ['*', 'import'],
] as const);

test('S6: a JWS never raises a role: it is what the host told, also when its token is forgotten', async (t) => {
  const setup = await makeSignIn(t, { roles: CAREFUL });
  const { signIn, host, clock } = setup;
  const roleByJws = async (jti: string) =>
    (await signIn.exchange({ jws: await host.sign(goodClaims(clock, { jti })) })).identity.role;
  assert.equal(await roleByJws('never seen'), 'view');
  for (const [theirs, ours] of [
    ['employee', 'view'],
    ['owner', 'admin'],
    ['other', 'import'],
    ['employee', 'view'],
  ] as const) {
    host.userinfo['role'] = theirs;
    const { identity } = await signInThroughHost(setup);
    assert.equal(identity.role, ours);
    assert.equal(await roleByJws(`${theirs} ${clock.now().getTime()}`), ours);
    await signIn.forgetHostToken(identity);
    clock.pass(60_000);
    assert.equal(await roleByJws(`${theirs} forgotten ${clock.now().getTime()}`), ours);
  }
  clock.pass(31 * 24 * 60 * 60_000);
  assert.equal(await roleByJws('long ago'), 'view');
});

test('a role that was taken away at the host is taken away here, although that sign-in was refused', async (t) => {
  const setup = await makeSignIn(t, { roles: new Map([['owner', 'admin']]) });
  await signInThroughHost(setup);
  setup.host.userinfo['role'] = 'user';
  await assert.rejects(signInThroughHost(setup), { reason: 'no_access' });
  const jws = await setup.host.sign(goodClaims(setup.clock));
  await assert.rejects(setup.signIn.exchange({ jws }), { reason: 'no_access' });
});

test('a JWS of somebody never seen gets no access when the table does not admit everybody', async (t) => {
  const { signIn, host, clock } = await makeSignIn(t, { roles: new Map([['owner', 'admin']]) });
  const jws = await host.sign(goodClaims(clock));
  await assert.rejects(signIn.exchange({ jws }), { reason: 'no_access' });
});

test('a JWS without a kid in its header is tried with each key', async (t) => {
  const { signIn, host, clock } = await makeSignIn(t);
  host.keys.push(await makeSigningKey('key-2'));
  host.keys.reverse();
  const [, second] = host.keys;
  assert.ok(second);
  const jws = await new SignJWT(goodClaims(clock))
    .setProtectedHeader({ alg: 'RS256' })
    .sign(second.privateKey);
  assert.equal((await signIn.exchange({ jws })).identity.staffUid, 'st-1');
});

test('somebody else who acts as the staff member is kept, and stands in the audit', async (t) => {
  const { signIn, host, clock, store } = await makeSignIn(t);
  const claims = goodClaims(clock, { actor_uid: 'support-7', actor_type: 'admin' });
  const { identity, token } = await signIn.exchange({ jws: await host.sign(claims) });
  assert.equal(identity.impersonatedBy, 'support-7');
  assert.equal((await signIn.verify(token)).impersonatedBy, 'support-7');
  assert.equal((await store.listAudit('bz-1', 1))[0]?.impersonatedBy, 'support-7');
});

/** The names of the older payload, which the host's earlier pages show. */
const olderClaims = (clock: Clock, more: Record<string, unknown> = {}) => ({
  iss: 'intandem',
  aud: 'clientferry',
  uid: 'st-2',
  type: 'staff',
  business_uid: 'bz-1',
  exp: goodClaims(clock).exp,
  ...more,
});

test('the older payload signs in as well, and names who impersonates', async (t) => {
  const { signIn, host, clock } = await makeSignIn(t);
  const plain = await signIn.exchange({ jws: await host.sign(olderClaims(clock)) });
  assert.deepEqual([plain.identity.staffUid, plain.identity.impersonatedBy], ['st-2', undefined]);
  const acting = olderClaims(clock, { impersonator_uid: 'support-7', aud: ['clientferry'] });
  const { identity } = await signIn.exchange({ jws: await host.sign(acting) });
  assert.equal(identity.impersonatedBy, 'support-7');
});

test('S6: a JWS serves once, with a jti and without, however its signature is written', async (t) => {
  const { signIn, host, clock } = await makeSignIn(t);
  for (const claims of [goodClaims(clock), olderClaims(clock)]) {
    const jws = await host.sign(claims);
    await signIn.exchange({ jws });
    await assert.rejects(signIn.exchange({ jws }), refused);
    await assert.rejects(signIn.exchange({ jws: spellDifferently(jws) }), refused);
  }
  const sameJti = await host.sign(goodClaims(clock, { sub: 'st-3' }));
  await assert.rejects(signIn.exchange({ jws: sameJti }), refused);
});

/** The last letter of a signature carries four bits that mean nothing. */
function spellDifferently(jws: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const at = letters.indexOf(jws.at(-1) ?? '');
  return jws.slice(0, -1) + String(letters[at ^ 1]);
}

test('S6: clocks may be a minute apart, and no more', async (t) => {
  const { signIn, host, clock } = await makeSignIn(t);
  const seconds = goodClaims(clock).iat;
  const good = [{ exp: seconds - 59 }, { nbf: seconds + 59 }];
  for (const [at, times] of good.entries()) {
    const jws = await host.sign(goodClaims(clock, { ...times, jti: `good-${at}` }));
    await signIn.exchange({ jws });
  }
  for (const times of [{ exp: seconds - 61 }, { nbf: seconds + 61 }]) {
    const jws = await host.sign(goodClaims(clock, { ...times, jti: 'bad' }));
    await assert.rejects(signIn.exchange({ jws }), refused);
  }
});

// The table of forged tokens.

type Forge = (setup: SignInSetup, key: SigningKey) => Promise<string> | string;

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Header and payload as they are given, signed with HMAC over whatever is taken for the secret. */
function hmac(alg: 'HS256' | 'HS512', secret: string, claims: object, kid: string): string {
  const input = `${encode({ alg, kid })}.${encode(claims)}`;
  const mac = createHmac(alg === 'HS256' ? 'sha256' : 'sha512', secret).update(input);
  return `${input}.${mac.digest('base64url')}`;
}

const publicPem = async (key: SigningKey) =>
  exportSPKI((await importJWK(key.publicJwk, 'RS256')) as CryptoKey);

const claimed =
  (more: (clock: Clock) => Record<string, unknown>): Forge =>
  ({ host, clock }) =>
    host.sign(goodClaims(clock, more(clock)));

const older =
  (more: Record<string, unknown>): Forge =>
  ({ host, clock }) =>
    host.sign(olderClaims(clock, more));

const withHeader =
  (header: Record<string, unknown>): Forge =>
  ({ clock }, key) =>
    new SignJWT(goodClaims(clock))
      .setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header })
      .sign(key.privateKey, { crit: { exp: true, 'urn:x': true } });

async function signedByStranger(
  { clock }: SignInSetup,
  header: (jwk: JWK) => Record<string, unknown>,
): Promise<string> {
  const stranger = await makeSigningKey('key-1');
  return new SignJWT(goodClaims(clock))
    .setProtectedHeader({ alg: 'RS256', ...header(stranger.publicJwk) })
    .sign(stranger.privateKey);
}

const FORGED: Record<string, Forge> = {
  'nothing at all': () => '',
  'three dots': () => '...',
  'no JSON in its header': () => 'e30x.e30.e30',
  'alg none and no signature': ({ clock }) =>
    `${encode({ alg: 'none' })}.${encode(goodClaims(clock))}.`,
  'alg None and some signature': ({ clock }) =>
    `${encode({ alg: 'None', kid: 'key-1' })}.${encode(goodClaims(clock))}.e30`,
  'HS256 signed with the public key as PEM': async ({ clock }, key) =>
    hmac('HS256', await publicPem(key), goodClaims(clock), key.kid),
  'HS256 signed with the public key as JWK': ({ clock }, key) =>
    hmac('HS256', JSON.stringify(key.publicJwk), goodClaims(clock), key.kid),
  'HS512 signed with the modulus': ({ clock }, key) =>
    hmac('HS512', String(key.publicJwk.n), goodClaims(clock), key.kid),
  'the signature of HS256 under the name RS256': async ({ clock }, key) => {
    const [, ...rest] = hmac('HS256', await publicPem(key), goodClaims(clock), key.kid).split('.');
    return [encode({ alg: 'RS256', kid: key.kid }), ...rest].join('.');
  },
  'RS512 with a good key': async ({ clock }) => {
    const { privateKey } = await generateKeyPair('RS512');
    return new SignJWT(goodClaims(clock))
      .setProtectedHeader({ alg: 'RS512', kid: 'key-1' })
      .sign(privateKey);
  },
  'the signature of a stranger under a known kid': (setup) =>
    signedByStranger(setup, () => ({ kid: 'key-1' })),
  'the signature of a stranger without a kid': (setup) => signedByStranger(setup, () => ({})),
  'the signature of a stranger and an embedded key': (setup) =>
    signedByStranger(setup, (jwk) => ({ jwk })),
  'a good signature beside an embedded key': withHeader({ jwk: { kty: 'RSA' } }),
  'a jku': withHeader({ jku: 'http://127.0.0.1/keys' }),
  'an x5u': withHeader({ x5u: 'http://127.0.0.1/cert' }),
  'an x5c': withHeader({ x5c: ['MIIB'] }),
  'a crit that it names itself': withHeader({ crit: ['urn:x'], 'urn:x': true }),
  'a changed payload': async ({ host, clock }) => {
    const [header, , signature] = (await host.sign(goodClaims(clock))).split('.');
    return `${header}.${encode(goodClaims(clock, { business_uid: 'bz-2' }))}.${signature}`;
  },
  'no signature': async ({ host, clock }) =>
    `${(await host.sign(goodClaims(clock))).split('.').slice(0, 2).join('.')}.`,
  'a time that is over': claimed((clock) => ({ exp: goodClaims(clock).iat - 100 })),
  'no end': claimed(() => ({ exp: undefined })),
  'a year to live': claimed((clock) => ({ exp: goodClaims(clock).iat + 365 * 86_400 })),
  'an end beyond all dates': claimed(() => ({ exp: 1e300 })),
  'a start in the future': claimed((clock) => ({ nbf: goodClaims(clock).iat + 3_600 })),
  'another issuer': claimed(() => ({ iss: 'https://evil.example' })),
  'no issuer': claimed(() => ({ iss: undefined })),
  'the audience of another app': claimed(() => ({ aud: 'otherapp' })),
  'no audience': claimed(() => ({ aud: undefined })),
  'a client for its subject': claimed(() => ({ sub_type: 'client' })),
  'no business': claimed(() => ({ business_uid: '' })),
  'the older payload of a client': older({ type: 'client' }),
  'the older payload with the audience of another app': older({ aud: 'otherapp' }),
  'the older payload without an audience': older({ aud: undefined }),
  'the older payload with another issuer': older({ iss: 'evil' }),
  'the older payload without an issuer': older({ iss: undefined }),
};

for (const [what, forge] of Object.entries(FORGED)) {
  test(`S6: a JWS with ${what} is refused`, async (t) => {
    const setup = await makeSignIn(t);
    const [key] = setup.host.keys;
    assert.ok(key);
    const jws = await forge(setup, key);
    await assert.rejects(setup.signIn.exchange({ jws }), refused);
    assert.deepEqual(await setup.store.listAudit('bz-1', 1), []);
  });
}
