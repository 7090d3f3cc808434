import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHostClient } from '../../src/host/host-client.js';
import { accept, answer, startFakeHost } from '../helpers/fake-host.js';

const declaration = {
  fields_mapping: { first_name: 'First name' },
  import_params: {
    should_override: false,
    upload_type: 'single',
    send_notifications_when_done: true,
  },
} as const;

const clientFor = (apiUrl: string, token: string | undefined, refusals: string[] = []) =>
  createHostClient(
    { apiUrl, appCode: 'clientferry', staffToken: 'of-the-configuration', timeoutMs: 1_000 },
    {
      token,
      onTokenRefused: () => {
        refusals.push(token ?? '');
        return Promise.resolve();
      },
    },
  );

test('for a staff member the host gets that one’s token and not the configured one', async (t) => {
  const host = await startFakeHost(t, accept);
  await clientFor(host.url, 'of-ada').postImport(declaration);
  await clientFor(host.url, undefined).postImport(declaration);
  const sent = host.calls.map(({ headers }) => headers.authorization);
  assert.deepEqual(sent, ['Bearer of-ada', undefined]);
});

test('without a token of the staff member the host is not asked for fields', async (t) => {
  const host = await startFakeHost(t, answer(200, { data: [] }));
  assert.equal(await clientFor(host.url, undefined).listFields(), undefined);
  assert.deepEqual(host.calls, []);
});

test('a 401 tells that the token is refused, and to sign in again; other refusals do not', async (t) => {
  const refusals: string[] = [];
  const host = await startFakeHost(t, [answer(401, {}), answer(422, {}), answer(401, {})]);
  const client = clientFor(host.url, 'of-ada', refusals);
  const refused = await client.postImport(declaration);
  assert.deepEqual(refusals, ['of-ada']);
  assert.ok(refused.kind === 'refused' && /^Sign in/.test(refused.hint));
  await client.postImport(declaration);
  assert.deepEqual(refusals, ['of-ada']);
  assert.equal(await client.listFields(), undefined);
  assert.deepEqual(refusals, ['of-ada', 'of-ada']);
});
