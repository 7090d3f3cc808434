import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { assertHolds, callAs, startRehearsal } from './rehearsal.js';

const PATH = '/v3/apps/compact_jws_tokens';

interface Issued {
  data: { uid: string; token: string; expiry_date: string; app_code_name: string };
}

async function readKeys(sandbox: Sandbox): Promise<JSONWebKeySet> {
  const { data } = await callAs(sandbox, '').get<JSONWebKeySet>('/v3/apps/.well-known/jwks.json');
  return data;
}

test('a token is given for a staff token and a known app only', async (t) => {
  const { sandbox, http } = await startRehearsal(t);
  assert.equal((await callAs(sandbox, 'nobody').post(PATH, {})).status, 401);
  for (const body of [{}, { app_code_name: 'acmeimport' }, { app_code_name: 7 }]) {
    const { status, data } = await http.post<unknown>(PATH, body);
    assert.equal(status, 422);
    assertHolds(data, { success: false });
  }
});

test('a token verifies against the key set and says what is documented', async (t) => {
  const { sandbox, http } = await startRehearsal(t);
  const { status, data } = await http.post<Issued>(PATH, { app_code_name: 'clientferry' });
  assert.equal(status, 200);
  const { token, expiry_date, app_code_name } = data.data;
  assert.equal(app_code_name, 'clientferry');
  const { payload, protectedHeader } = await jwtVerify(
    token,
    createLocalJWKSet(await readKeys(sandbox)),
    { algorithms: ['RS256'], issuer: 'intandem', audience: 'clientferry' },
  );
  const { iat = 0, exp = 0, jti, kid } = payload;
  assertHolds(payload, {
    sub: 'st-noa',
    sub_type: 'staff',
    business_uid: 'bz-shop',
    actor_uid: 'st-noa',
    actor_type: 'staff',
  });
  assert.equal(kid, protectedHeader.kid);
  assert.match(String(jti), /^0\./);
  assert.equal(exp - iat, 300);
  assert.equal(Date.parse(expiry_date), exp * 1000);
});

test('the key set holds public keys of RS256 only, and more than one', async (t) => {
  const { sandbox } = await startRehearsal(t);
  const { keys } = await readKeys(sandbox);
  assert.equal(keys.length, 2);
  for (const key of keys) {
    assertHolds(key, { kty: 'RSA', alg: 'RS256', use: 'sig', e: 'AQAB', d: undefined });
    assert.ok(String(key.kid).length > 30);
  }
});
