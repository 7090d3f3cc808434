import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FerryError } from '../../src/errors.js';
import { createWebhookHost } from '../../src/host/webhook-host.js';
import { answer, startFakeHost, type Behaviour } from '../helpers/fake-host.js';

const EVENT = 'bulk_import/done';
const ADDRESS = 'https://import.example.com/host/canary-secret/webhooks/intandem';

const hostAt = (apiUrl: string, clientSecret: string | undefined = 'a-secret') =>
  createWebhookHost(
    { apiUrl, clientId: 'an-app', clientSecret, timeoutMs: 500, requestsPerSecond: 1_000 },
    { firstPauseMs: 2, patienceMs: 300 },
  );

const FLAT = answer(200, { access_token: 'app-token', token_type: 'Bearer', expires_in: 3600 });
const WRAPPED = answer(200, { success: true, data: { token: 'app-token', expires_in: 604_800 } });
const SUBSCRIBED = answer(201, { status: 'OK', data: { subscription_id: '12345' } });
const EXISTS = answer(422, { status: 'Error', error: 'Webhook already exists' });

for (const [form, token] of Object.entries({ flat: FLAT, wrapped: WRAPPED })) {
  test(`a ${form} service token is asked for once and serves every call`, async (t) => {
    const host = await startFakeHost(t, [token, SUBSCRIBED, EXISTS]);
    const webhooks = hostAt(host.url);
    assert.equal(await webhooks.subscribe(EVENT, ADDRESS), 'subscribed');
    assert.equal(await webhooks.subscribe(EVENT, ADDRESS), 'already');
    assert.deepEqual(
      host.calls.map(({ path }) => path),
      ['/oauth/service/token', ...Array<string>(2).fill('/platform/v1/webhook/subscribe')],
    );
    assert.equal(host.calls[1]?.headers.authorization, 'Bearer app-token');
    assert.deepEqual(JSON.parse(host.calls[1].body), { event: EVENT, target_url: ADDRESS });
    assert.equal(host.calls[0]?.headers.authorization, undefined);
  });
}

test('a token that the host refuses is asked for anew by the next call', async (t) => {
  const refused = answer(401, { success: false, errors: [{ code: 'unauthorized', message: 'x' }] });
  const host = await startFakeHost(t, [FLAT, refused, FLAT, SUBSCRIBED]);
  const webhooks = hostAt(host.url);
  await assert.rejects(webhooks.subscribe(EVENT, ADDRESS), { code: 'host_refused' });
  assert.equal(await webhooks.subscribe(EVENT, ADDRESS), 'subscribed');
});

test('without a client secret nothing is asked', async (t) => {
  const host = await startFakeHost(t, FLAT);
  const { clientId, ...rest } = { clientId: 'x', apiUrl: host.url, timeoutMs: 500 };
  const webhooks = createWebhookHost({
    ...rest,
    ...{ clientId, clientSecret: undefined, requestsPerSecond: 10 },
  });
  await assert.rejects(webhooks.subscribe(EVENT, ADDRESS), { code: 'host_refused' });
  assert.equal(host.calls.length, 0);
});

const REFUSALS: Record<string, Behaviour> = {
  'the 500 of an ordinary mistake': answer(500, { response: 'Not Subscribed' }),
  'a refusal that quotes our address': answer(422, { status: 'Error', error: `Bad ${ADDRESS}` }),
  'a refusal that quotes our address percent-encoded': answer(422, {
    ...{ status: 'Error', error: `Bad ${encodeURIComponent(ADDRESS)}` },
  }),
  'a refusal that quotes only the path': answer(422, {
    ...{ status: 'Error', error: `No "${new URL(ADDRESS).pathname}": "bad"` },
  }),
  'a refusal that quotes our address beyond where it is cut': answer(422, {
    ...{ status: 'Error', error: `${'x'.repeat(245)} ${ADDRESS}` },
  }),
};

for (const [what, behaviour] of Object.entries(REFUSALS)) {
  test(`${what} is refused at once, and no message holds our secret`, async (t) => {
    const host = await startFakeHost(t, [FLAT, behaviour]);
    await assert.rejects(hostAt(host.url).subscribe(EVENT, ADDRESS), (error: FerryError) => {
      assert.equal(error.code, 'host_refused');
      return !`${error.message} ${error.hint ?? ''} ${error.stack ?? ''}`.includes('canary');
    });
    assert.equal(host.calls.length, 2);
  });
}

test('neither the end of a subscription nor the list of them tells our secret', async (t) => {
  const quoting = answer(422, { status: 'Error', error: `Bad ${ADDRESS.slice(8)}` });
  const host = await startFakeHost(t, [FLAT, quoting]);
  const webhooks = hostAt(host.url);
  for (const call of [() => webhooks.unsubscribe(EVENT, ADDRESS), () => webhooks.list(EVENT)])
    await assert.rejects(call, (error: FerryError) => {
      assert.match(error.message, /(end|list) webhooks \(422\)/);
      return !`${error.message} ${error.stack ?? ''}`.includes('canary');
    });
});

test('an address that is there already is known as such even when the refusal quotes it', async (t) => {
  const exists = answer(422, { status: 'Error', error: `Webhook "${ADDRESS}" already exists` });
  const host = await startFakeHost(t, [FLAT, exists]);
  assert.equal(await hostAt(host.url).subscribe(EVENT, ADDRESS), 'already');
});

test('subscriptions are listed by event, from the envelope that they come in', async (t) => {
  const subscriptions = [
    { id: 1, entity: 'bulk_import', event_type: 'done', url: ADDRESS },
    { id: 2, entity: 'client', event_type: 'create', url: 'https://other.example.com' },
  ];
  const body = { response: { success: 'ok', data: { subscriptions } } };
  const host = await startFakeHost(t, [FLAT, answer(200, body)]);
  assert.deepEqual(await hostAt(host.url).list(EVENT), [{ event: EVENT, url: ADDRESS }]);
  assert.equal(host.calls[1]?.query.get('filter[entity]'), 'bulk_import');
});
