import assert from 'node:assert/strict';
import { test } from 'node:test';
import { REGISTERED } from './registered-app.js';
import { assertHolds, callAs, startRehearsal } from './rehearsal.js';
import { callAsApp } from './webhook-listener.js';

const PATH = '/oauth/service/token';
const BODY = {
  service_id: REGISTERED.clientId,
  service_secret: REGISTERED.clientSecret,
};
const APP_PATH = '/platform/v1/apps/clientferry';

test('the app gets no token without its own id and secret', async (t) => {
  const { sandbox } = await startRehearsal(t, REGISTERED);
  const nobody = callAs(sandbox, '');
  for (const wrong of [{ service_id: 'other' }, { service_secret: 'other' }]) {
    const { status, data } = await nobody.post<unknown>(PATH, { ...BODY, ...wrong });
    assert.equal(status, 401);
    assertHolds(data, { error: 'invalid_client' });
  }
  const { status, data } = await nobody.post<unknown>(PATH, { service_id: BODY.service_id });
  assert.equal(status, 400);
  assertHolds(data, { error: 'invalid_request' });
});

test('an app that is not registered gets no token', async (t) => {
  const { sandbox } = await startRehearsal(t);
  const body = { service_id: undefined, service_secret: undefined };
  assert.equal((await callAs(sandbox, '').post(PATH, body)).status, 400);
  assert.equal((await callAs(sandbox, '').post(PATH, BODY)).status, 401);
});

test('the answer has the shape of the specification, or that of the server', async (t) => {
  const flat = await startRehearsal(t, REGISTERED);
  const { data } = await callAs(flat.sandbox, '').post<Record<string, unknown>>(PATH, BODY);
  assertHolds(data, { token_type: 'Bearer', expires_in: 3600 });
  assert.deepEqual(Object.keys(data), ['access_token', 'token_type', 'expires_in', 'created_at']);
  const wrapped = await startRehearsal(t, { ...REGISTERED, serviceTokenForm: 'wrapped' });
  const answer = await callAs(wrapped.sandbox, '').post<{
    success: boolean;
    data: { token: string; expires_in: number };
  }>(PATH, BODY);
  assert.equal(answer.data.success, true);
  assert.equal(answer.data.data.expires_in, 3600);
  const app = callAs(wrapped.sandbox, answer.data.data.token);
  assert.equal((await app.get(APP_PATH)).status, 200);
});

test('a token of the app opens nothing that belongs to a business', async (t) => {
  const app = await callAsApp(await startRehearsal(t, REGISTERED));
  const paths = ['/platform/v1/clients', '/platform/v1/fields', '/v3/apps/business_app_installs'];
  for (const path of paths) {
    const { status, data } = await app.get<unknown>(path);
    assert.equal(status, 401, path);
    assert.deepEqual(data, {
      success: false,
      errors: [{ code: 'unauthorized', message: 'Unauthorized' }],
    });
  }
});

test('a token of the app ends after an hour, or when all tokens are made to expire', async (t) => {
  let time = Date.parse('2026-09-01T08:00:00.000Z');
  const rehearsal = await startRehearsal(t, { ...REGISTERED, now: () => new Date(time) });
  const first = await callAsApp(rehearsal);
  assert.equal((await first.get(APP_PATH)).status, 200);
  time += 3600 * 1000;
  assert.equal((await first.get(APP_PATH)).status, 401);
  const second = await callAsApp(rehearsal);
  assert.equal((await second.get(APP_PATH)).status, 200);
  rehearsal.sandbox.expireTokens();
  assert.equal((await second.get(APP_PATH)).status, 401);
});
