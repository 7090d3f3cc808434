import assert from 'node:assert/strict';
import { test } from 'node:test';
import axios from 'axios';
import { callAs, DECLARATION, startRehearsal } from './rehearsal.js';

const PATH = '/business/clients/v1/apps/clientferry/import';

test('a declaration without a token is refused with the 401 of an unknown token', async (t) => {
  const { sandbox, app } = await startRehearsal(t);
  for (const headers of [{}, { authorization: 'Bearer nobody' }, { authorization: 'token-shop' }]) {
    const { status, data } = await axios.post<unknown>(`${sandbox.url}${PATH}`, DECLARATION, {
      headers,
      proxy: false,
      validateStatus: () => true,
    });
    assert.equal(status, 401);
    assert.deepEqual(data, {
      success: false,
      errors: [{ code: 'unauthorized', message: '401 Unauthorized' }],
    });
  }
  assert.equal(app.polls.length, 0);
});

test('a good token on behalf of another business is refused with the other 401', async (t) => {
  const { http } = await startRehearsal(t);
  const headers = { 'x-on-behalf-of': 'bz-gym' };
  const { status, data } = await http.post<unknown>(PATH, DECLARATION, { headers });
  assert.equal(status, 401);
  assert.deepEqual(data, {
    success: false,
    errors: [{ code: 'unauthorized', message: 'Unauthorized' }],
  });
});

test('a missing or malformed body is answered with 500 unexpected', async (t) => {
  const { http, app } = await startRehearsal(t);
  const json = { headers: { 'content-type': 'application/json' } };
  const bodies = [
    '',
    '{"fields_mapping":',
    '[]',
    '{}',
    JSON.stringify({ fields_mapping: DECLARATION.fields_mapping }),
    JSON.stringify({ ...DECLARATION, fields_mapping: { email: 7 } }),
    JSON.stringify({ ...DECLARATION, import_params: { upload_type: 'triple' } }),
  ];
  for (const body of bodies) {
    const { status, data } = await http.post<{ errors: { code: string }[] }>(PATH, body, json);
    assert.equal(status, 500, body);
    assert.equal(data.errors[0]?.code, 'unexpected');
  }
  assert.equal(app.polls.length, 0);
});

test('a declaration for another app is answered with 422 not installed', async (t) => {
  const { http } = await startRehearsal(t);
  const path = '/business/clients/v1/apps/acmeimport/import';
  const { status, data } = await http.post<unknown>(path, DECLARATION);
  assert.equal(status, 422);
  const message = 'The application acmeimport is not installed for the business';
  assert.deepEqual(data, { success: false, errors: [{ code: 'invalid', message }] });
});

test('an accepted declaration answers 201 with the id of the import', async (t) => {
  const { declare, ended } = await startRehearsal(t);
  const { status, data } = await declare();
  assert.equal(status, 201);
  assert.deepEqual(data, { success: true, data: { session_id: (await ended()).id } });
});

test('the session id can come as a number or not at all', async (t) => {
  const numbered = await startRehearsal(t, { answerForm: 'number' });
  const silent = await startRehearsal(t, { answerForm: 'null' });
  assert.deepEqual((await numbered.declare()).data, { success: true, data: { session_id: 1 } });
  assert.deepEqual((await silent.declare()).data, { success: true, data: null });
  assert.equal((await silent.ended()).state, 'complete');
});

test('the list of imports needs a token and shows the own business only, newest first', async (t) => {
  const { sandbox, declare, ended } = await startRehearsal(t);
  const first = await declare().then(ended);
  const second = await declare().then(ended);
  const own = await callAs(sandbox, 'token-shop').get<{ id: string }[]>('/sandbox/imports');
  assert.deepEqual(
    own.data.map((one) => one.id),
    [second.id, first.id],
  );
  assert.deepEqual((await callAs(sandbox, 'token-gym').get<unknown>('/sandbox/imports')).data, []);
  assert.equal((await callAs(sandbox, 'nobody').get('/sandbox/imports')).status, 401);
});
