import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SignJWT, decodeJwt } from 'jose';
import { openSealed, seal } from '../../src/sign-in/seal.js';
import { deriveTokenKeys } from '../../src/sign-in/token-keys.js';
import { HOST_TOKEN } from '../helpers/fake-identity-host.js';
import { makeSignIn, signInThroughHost, TOKEN_KEY } from '../helpers/sign-in.js';

const notSignedIn = { code: 'not_signed_in' };

// Promises S24: tokens of the host at rest.

test('S24: neither the host token nor a code or state can be read in the files of the store', async (t) => {
  const setup = await makeSignIn(t);
  const { authorizeUrl } = await setup.signIn.begin({ brandHost: undefined });
  const { token } = await signInThroughHost(setup);
  const state = new URL(authorizeUrl).searchParams.get('state') ?? '';
  const files = readdirSync(setup.dataDir, { recursive: true, withFileTypes: true });
  const bytes = Buffer.concat(
    files
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name))),
  );
  assert.ok(bytes.includes('bz-1'));
  for (const secret of [HOST_TOKEN, state, token, TOKEN_KEY, 'Corner Shop'])
    assert.ok(!bytes.includes(secret), secret);
});

test('S24: a sealed token that was put in the place of another is not there', async (t) => {
  const setup = await makeSignIn(t);
  const { identity } = await signInThroughHost(setup);
  setup.host.userinfo['sub'] = 'st-2';
  const other = await signInThroughHost(setup);
  const now = setup.clock.now().toISOString();
  const theirs = await setup.store.findNote('token', '["bz-1","st-2"]', now);
  assert.ok(theirs);
  await setup.store.putNote({ ...theirs, key: '["bz-1","st-1"]' });
  assert.equal(await setup.signIn.hostTokenOf(identity), undefined);
  assert.equal(await setup.signIn.hostTokenOf(other.identity), HOST_TOKEN);
});

test('S24: with another key nothing opens: not signed in, no host token, no code', async (t) => {
  const setup = await makeSignIn(t);
  const { token, identity } = await signInThroughHost(setup);
  for (const tokenKey of [`${TOKEN_KEY}-other`, undefined]) {
    const other = setup.again({ tokenKey });
    await assert.rejects(other.verify(token), notSignedIn);
    assert.equal(await other.hostTokenOf(identity), undefined);
  }
  assert.deepEqual(await setup.again().verify(token), identity);
  assert.equal(await setup.again().hostTokenOf(identity), HOST_TOKEN);
});

test('S24: a sealed text opens for whom it was sealed, and not when a byte of it has changed', () => {
  const keys = deriveTokenKeys(TOKEN_KEY);
  const sealed = seal(keys, 'secret', ['token', 'bz-1', 'st-1']);
  assert.equal(openSealed(keys, sealed, ['token', 'bz-1', 'st-1']), 'secret');
  for (const wrong of [
    ['token', 'bz-1', 'st-2'],
    ['code', 'bz-1', 'st-1'],
    ['token', 'bz-1'],
  ])
    assert.equal(openSealed(keys, sealed, wrong as [string]), undefined);
  const [id = '', body = ''] = sealed.split('.');
  const bytes = Buffer.from(body, 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    const text = `${id}.${changed.toString('base64url')}`;
    assert.equal(openSealed(keys, text, ['token', 'bz-1', 'st-1']), undefined);
  }
  for (const broken of ['', id, `${id}.`, `${id}.AAAA`, `x.${body}`])
    assert.equal(openSealed(keys, broken, ['token', 'bz-1', 'st-1']), undefined);
});

test('the same text is sealed differently each time', () => {
  const keys = deriveTokenKeys(TOKEN_KEY);
  const all = Array.from({ length: 50 }, () => seal(keys, 'secret', ['token']));
  assert.equal(new Set(all).size, 50);
});

test('a host token is forgotten on demand, when the host says it is over, and after 30 days', async (t) => {
  const setup = await makeSignIn(t);
  const { identity } = await signInThroughHost(setup);
  await setup.signIn.forgetHostToken(identity);
  assert.equal(await setup.signIn.hostTokenOf(identity), undefined);
  setup.host.tokenExtras = { expires_in: 60 };
  await signInThroughHost(setup);
  setup.clock.pass(60_000);
  assert.equal(await setup.signIn.hostTokenOf(identity), undefined);
  setup.host.tokenExtras = {};
  await signInThroughHost(setup);
  setup.clock.pass(30 * 86_400_000 - 1);
  assert.equal(await setup.signIn.hostTokenOf(identity), HOST_TOKEN);
  setup.clock.pass(1);
  assert.equal(await setup.signIn.hostTokenOf(identity), undefined);
});

// The app's own token.

test('a page token is good for 15 minutes and is renewed until 12 hours after signing in', async (t) => {
  const { signIn, host, clock } = await makeSignIn(t);
  let held = await signInThroughHost({ signIn, host });
  for (let quarter = 0; quarter < 47; quarter++) {
    clock.pass(15 * 60_000 - 1_000);
    held = await signIn.renew(await signIn.verify(held.token));
  }
  clock.pass(14 * 60_000);
  const last = await signIn.renew(await signIn.verify(held.token));
  assert.equal(last.expiresAt, '2026-09-01T20:00:00.000Z');
  const { identity } = last;
  clock.pass(Date.parse(last.expiresAt) - clock.now().getTime() - 1);
  assert.deepEqual(await signIn.verify(last.token), identity);
  clock.pass(1);
  await assert.rejects(signIn.verify(last.token), notSignedIn);
  await assert.rejects(signIn.renew(identity), notSignedIn);
});

test('tokens of another kind, even under our own key, are not ours', async (t) => {
  const { signIn, host, clock } = await makeSignIn(t);
  const { token } = await signInThroughHost({ signIn, host });
  const payload = decodeJwt(token);
  const { signing } = deriveTokenKeys(TOKEN_KEY);
  const sign = (body: object, header: object = {}) =>
    new SignJWT({ ...payload, ...body })
      .setProtectedHeader({ alg: 'HS256', typ: 'ferry+jwt', ...header })
      .sign(signing);
  assert.ok(await signIn.verify(await sign({})));
  const others = [
    await sign({}, { typ: 'JWT' }),
    await sign({}, { typ: undefined }),
    await sign({}, { alg: 'HS384' }).catch(() => ''),
    await sign({ iss: 'intandem' }),
    await sign({ aud: 'clientferry' }),
    await sign({ exp: undefined }),
    await sign({ role: 'owner' }),
    await sign({ business_uid: undefined }),
    await host.sign({ ...payload }),
    await host.sign({ ...payload, exp: Math.floor(clock.now().getTime() / 1000) + 60 }),
    `${token.split('.').slice(0, 2).join('.')}.`,
    'x',
  ];
  for (const other of others) await assert.rejects(signIn.verify(other), notSignedIn);
});
