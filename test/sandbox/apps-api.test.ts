import assert from 'node:assert/strict';
import { test } from 'node:test';
import { REGISTERED } from './registered-app.js';
import { assertHolds, callAs, startRehearsal } from './rehearsal.js';

interface Installs {
  success: boolean;
  data: { business_app_installs: Record<string, unknown>[] };
}

const INSTALLS = '/v3/apps/business_app_installs';

test('an app of another type is refused with 422, by the type that was expected', async (t) => {
  const { declare, app } = await startRehearsal(t, { appTypes: ['menu_items'] });
  const { status, data } = await declare();
  assert.equal(status, 422);
  const message = 'The application clientferry is of the wrong type, expected import_clients';
  assert.deepEqual(data, { success: false, errors: [{ code: 'invalid', message }] });
  assert.equal(app.polls.length, 0);
});

test('the app is told as it is registered, without its secret', async (t) => {
  const { http, app } = await startRehearsal(t, REGISTERED);
  const { data } = await http.get<{ status: string; data: Record<string, unknown> }>(
    '/platform/v1/apps/clientferry',
  );
  assert.equal(data.status, 'OK');
  assertHolds(data.data, {
    app_code_name: 'clientferry',
    name: 'Client Ferry',
    app_type: ['import_clients', 'menu_items'],
    api_uri: app.apiUri,
    redirect_uri: REGISTERED.redirectUri,
  });
  assert.ok(!JSON.stringify(data).includes(REGISTERED.clientSecret));
  assert.equal((await http.get('/platform/v1/apps/other')).status, 404);
});

test('an install is listed for its business and app only', async (t) => {
  const { http, sandbox } = await startRehearsal(t);
  const list = async (query: string) => {
    const { data } = await http.get<Installs>(`${INSTALLS}${query}`);
    assert.equal(data.success, true);
    return data.data.business_app_installs;
  };
  const [install] = await list('?business_uid=bz-shop&app_code_name=clientferry');
  assertHolds(install, { business_uid: 'bz-shop', app_code_name: 'clientferry' });
  assert.equal((await list('')).length, 1);
  assert.deepEqual(await list('?app_code_name=other'), []);
  assert.deepEqual(await list('?business_uid=bz-gym'), []);
  assert.equal((await callAs(sandbox, 'nobody').get(INSTALLS)).status, 401);
});

test('where the app is not installed, no install is listed', async (t) => {
  const { http } = await startRehearsal(t, { notInstalled: true });
  const { data } = await http.get<Installs>(INSTALLS);
  assert.deepEqual(data.data.business_app_installs, []);
});
