import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPeople } from './fake-app.js';
import { REGISTERED } from './registered-app.js';
import { callAs, startRehearsal } from './rehearsal.js';
import {
  callAsApp,
  startListener,
  startTalkingRehearsal,
  waitFor,
  type WebhookBody,
} from './webhook-listener.js';

const SUBSCRIBE = '/platform/v1/webhook/subscribe';
const UNSUBSCRIBE = '/platform/v1/webhook/unsubscribe';
const WANTED = { event: 'bulk_import/done', target_url: 'https://app.example.org/hooks/1' };

interface Listed {
  response: { success: string; data: { subscriptions: Record<string, unknown>[] } };
}

test('subscribing needs a token, an event, and an address of the web', async (t) => {
  const rehearsal = await startRehearsal(t, REGISTERED);
  const app = await callAsApp(rehearsal);
  assert.equal((await callAs(rehearsal.sandbox, 'nobody').post(SUBSCRIBE, WANTED)).status, 401);
  assert.equal((await app.post(SUBSCRIBE, { event: WANTED.event })).status, 400);
  for (const body of [
    { ...WANTED, event: 'bulk_import/begun' },
    { ...WANTED, target_url: 'ftp://app.example.org/' },
    { ...WANTED, target_url: 'somewhere' },
  ]) {
    const { status, data } = await app.post<unknown>(SUBSCRIBE, body);
    assert.deepEqual({ status, data }, { status: 500, data: { response: 'Not Subscribed' } });
  }
});

test('only the app itself may subscribe to bulk_import/done', async (t) => {
  const { http } = await startRehearsal(t, REGISTERED);
  const { status, data } = await http.post<unknown>(SUBSCRIBE, WANTED);
  assert.equal(status, 401);
  assert.deepEqual(data, {
    success: false,
    errors: [{ code: 'unauthorized', message: 'Unauthorized' }],
  });
  assert.equal((await http.post(SUBSCRIBE, { ...WANTED, event: 'client/created' })).status, 201);
});

test('the same event and address a second time are refused with 422', async (t) => {
  const app = await callAsApp(await startRehearsal(t, REGISTERED));
  const first = await app.post<{ data: { subscription_id: unknown } }>(SUBSCRIBE, WANTED);
  assert.equal(first.status, 201);
  assert.equal(typeof first.data.data.subscription_id, 'string');
  const { status, data } = await app.post<unknown>(SUBSCRIBE, WANTED);
  assert.equal(status, 422);
  assert.deepEqual(data, { status: 'Error', error: 'Webhook already exists' });
  const other = { ...WANTED, target_url: `${WANTED.target_url}2` };
  assert.equal((await app.post(SUBSCRIBE, other)).status, 201);
});

test('the list shows the own subscriptions in its own envelope, as they are filtered', async (t) => {
  const rehearsal = await startRehearsal(t, REGISTERED);
  const app = await callAsApp(rehearsal);
  await app.post(SUBSCRIBE, WANTED);
  await app.post(SUBSCRIBE, { ...WANTED, event: 'client/created' });
  const list = async (by: typeof app, query = '') => {
    const { data } = await by.get<Listed>(`/platform/v1/webhooks${query}`);
    assert.equal(data.response.success, 'ok');
    return data.response.data.subscriptions;
  };
  const url = WANTED.target_url;
  const hooks = await list(app);
  assert.deepEqual(hooks, [
    { id: 1, entity: 'bulk_import', event_type: 'done', url },
    { id: 2, entity: 'client', event_type: 'create', url },
  ]);
  const filter = '?filter[entity]=client&filter[event_type]=created';
  assert.deepEqual(await list(app, filter), hooks.slice(1));
  assert.deepEqual(await list(rehearsal.http), []);
});

test('an address is unsubscribed from one event or from all', async (t) => {
  const app = await callAsApp(await startRehearsal(t, REGISTERED));
  const events = ['bulk_import/done', 'client/created', 'client/updated'];
  for (const event of events) await app.post(SUBSCRIBE, { ...WANTED, event });
  const left = async () => {
    const { data } = await app.get<Listed>('/platform/v1/webhooks');
    return data.response.data.subscriptions.length;
  };
  const { target_url } = WANTED;
  assert.equal((await app.post(UNSUBSCRIBE, {})).status, 400);
  assert.equal((await app.post(UNSUBSCRIBE, { target_url, event: events[0] })).status, 200);
  assert.equal(await left(), 2);
  assert.equal((await app.post(UNSUBSCRIBE, { target_url })).status, 200);
  assert.equal(await left(), 0);
});

test('every stored page is told with counts and external ids, the last one as the last', async (t) => {
  const people = [
    { first_name: 'Noa', email: 'noa@example.org', external_id: '1042' },
    { first_name: 'Idris', email: 'idris@example.org', external_id: '0042' },
    { email: 'nameless@example.org', external_id: 7 },
    { first_name: 'Maya' },
    { first_name: 'Ola', external_id: 'A-17' },
  ];
  const { heard, http, importAll } = await startTalkingRehearsal(t, { people });
  await http.post('/platform/v1/clients', people[0]);
  const { id } = await importAll();
  const none = { count: 0, external_ids: [] };
  assert.deepEqual(heard[0], {
    entity_name: 'bulk_import',
    event_type: 'done',
    data: {
      session_id: id,
      processed_entity: 'clients',
      import_done: false,
      page: 1,
      clients_import_status: {
        created: { count: 1, external_ids: ['0042'] },
        updated: none,
        skipped: { count: 1, external_ids: [1042] },
        failed: none,
      },
    },
  });
  assert.deepEqual(heard[1]?.data.clients_import_status, {
    created: { count: 1, external_ids: [] },
    updated: none,
    skipped: none,
    failed: { count: 1, external_ids: [7] },
  });
  assert.deepEqual(
    heard.map(({ data }) => [data.page, data.import_done]),
    [
      [1, false],
      [2, false],
      [3, true],
    ],
  );
});

test('an override is told as updated', async (t) => {
  const people = createPeople(1);
  const { heard, importAll } = await startTalkingRehearsal(t, { people });
  await importAll();
  await importAll({ should_override: true });
  assert.deepEqual(heard[1]?.data.clients_import_status.updated, { count: 1, external_ids: [1] });
});

test('an id that no number can hold is told as the text that it is', async (t) => {
  const people = ['9007199254740993', '1.0', '-5', ' 7'].map((external_id) => {
    return { first_name: 'Noa', external_id };
  });
  const { heard, importAll } = await startTalkingRehearsal(t, { people, perPage: 9 });
  await importAll();
  const { external_ids } = heard[0]?.data.clients_import_status.created ?? {};
  assert.deepEqual(
    external_ids,
    people.map((person) => person.external_id),
  );
});

test('an exactly full list ends with a webhook of nobody', async (t) => {
  const { heard, importAll } = await startTalkingRehearsal(t, { people: createPeople(2) });
  await importAll();
  const [, last] = heard;
  assert.equal(last?.data.import_done, true);
  assert.equal(last.data.clients_import_status.created.count, 0);
});

test('the session has the id that its declaration was answered with', async (t) => {
  for (const answerForm of ['uuid', 'number', 'null'] as const) {
    const { heard, declare } = await startTalkingRehearsal(t, { answerForm });
    const { data } = (await declare()) as { data: { data: { session_id: unknown } | null } };
    await waitFor(() => heard.length === 3);
    for (const { data: told } of heard) {
      assert.equal(told.session_id, data.data?.session_id ?? null, answerForm);
    }
  }
});

test('every subscribed address is told, and none that has unsubscribed', async (t) => {
  const { heard, importAll, sandbox } = await startTalkingRehearsal(t);
  const app = await callAsApp({ sandbox });
  const second = await startListener(t);
  await app.post(SUBSCRIBE, { ...WANTED, target_url: second.url });
  await importAll();
  await waitFor(() => second.heard.length === 3);
  await app.post(UNSUBSCRIBE, { target_url: second.url });
  await importAll();
  assert.equal(heard.length, 6);
  assert.equal(second.heard.length, 3);
});

test('answers other than 2xx, and none in time, are counted and not tried again', async (t) => {
  const answer = (nth: number) => (nth === 1 ? 500 : nth === 2 ? undefined : 204);
  const { heard, importAll, shown } = await startTalkingRehearsal(t, {
    answer,
    webhookTimeoutMs: 100,
  });
  await importAll();
  assert.equal(heard.length, 3);
  const { counts, deliveries } = await shown();
  assert.deepEqual(counts, { sent: 3, accepted: 1, refused: 1, unanswered: 1, dropped: 0 });
  assert.deepEqual(
    deliveries.map(({ outcome, status }) => [outcome, status]),
    [
      ['refused', 500],
      ['unanswered', null],
      ['accepted', 204],
    ],
  );
  assert.deepEqual(
    deliveries.map(({ body }) => body as WebhookBody),
    heard,
  );
});

test('with tries to spare, what was refused is sent again until it is accepted', async (t) => {
  const answer = (nth: number) => (nth < 3 ? 503 : 204);
  const { heard, importAll, shown } = await startTalkingRehearsal(t, {
    answer,
    webhookTries: 5,
    people: createPeople(1),
  });
  await importAll();
  await waitFor(async () => (await shown()).counts.accepted === 1);
  assert.equal(heard.length, 3);
});

test('another business sees nothing of the webhooks', async (t) => {
  const { importAll, sandbox } = await startTalkingRehearsal(t);
  await importAll();
  const { data } = await callAs(sandbox, 'token-gym').get<{ deliveries: unknown[] }>(
    '/sandbox/webhooks',
  );
  assert.deepEqual(data.deliveries, []);
});

test('what is logged names neither the address nor a client', async (t) => {
  const { importAll, logged } = await startTalkingRehearsal(t, { answer: () => 500 });
  await importAll();
  assert.doesNotMatch(logged.join('\n'), /secret-path|person\d|Person/);
});

test('closing the sandbox ends a webhook that nobody answers', async (t) => {
  const { declare, heard, sandbox } = await startTalkingRehearsal(t, { answer: () => undefined });
  await declare();
  await waitFor(() => heard.length === 1);
  await sandbox.close();
  assert.equal(heard.length, 1);
});
