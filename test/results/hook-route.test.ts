import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeStore, openSession } from '../helpers/store.js';
import { startWeb } from '../helpers/web.js';
import type { Store } from '../../src/store/store.js';
import { hookBody, idsFrom } from './reports.js';

const SECRET = 'a'.repeat(24);
const OTHER = 'b'.repeat(24);

function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
  });
}

const body = hookBody({ hostSessionId: '1', page: 1, created: ['1', '2', '3'] });

test('the hook answers one uniform 404 for wrong and missing secrets, other methods and unknown paths', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 3);
  const { origin } = await startWeb(t, store, { secrets: [SECRET], isOpen: false });
  const wrong = `${origin}/host/${OTHER}/webhooks/intandem`;
  const answers = await Promise.all([
    post(wrong, body),
    post(wrong, '{'),
    post(`${origin}/webhooks/intandem`, body),
    post(`${origin}/host/${SECRET}/webhooks/other`, body),
    fetch(`${origin}/host/${SECRET}/webhooks/intandem`),
  ]);
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [404]);
  assert.equal(new Set(texts).size, 1);
  assert.deepEqual(await store.listReports(session), []);
});

test('the hook takes reports under both valid secrets, and a repeat changes nothing', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 3);
  const { origin } = await startWeb(t, store, { secrets: [SECRET, OTHER], isOpen: false });
  for (const secret of [SECRET, OTHER, SECRET]) {
    const answer = await post(`${origin}/host/${secret}/webhooks/intandem`, body);
    assert.equal(answer.status, 204);
  }
  const reports = await store.listReports(session);
  assert.equal(reports.length, 1);
  assert.equal(reports[0]?.sessionId, session.id);
  assert.deepEqual(reports[0].clients.created, { count: 3, externalIds: ['1', '2', '3'] });
});

test('the hook answers under the plain path when the door is open, whatever the content is called', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 3);
  const { origin } = await startWeb(t, store);
  const answer = await post(`${origin}/webhooks/intandem`, body, { 'content-type': 'text/plain' });
  assert.equal(answer.status, 204);
  assert.equal((await store.listReports(session)).length, 1);
});

test('the hook refuses garbage with 400 and passes over other events with 204', async (t) => {
  const { store } = makeStore(t);
  const { origin } = await startWeb(t, store);
  const url = `${origin}/webhooks/intandem`;
  const garbage = ['', '{', '[]', '"done"', '{"entity_name":"bulk_import","event_type":"done"}'];
  for (const text of [...garbage, `"${'x'.repeat(2_100_000)}"`])
    assert.equal((await post(url, text)).status, 400, text.slice(0, 60));
  assert.equal((await post(url, { entity_name: 'client', event_type: 'created' })).status, 204);
  assert.deepEqual(await store.listStrayReports(10), []);
});

test('the hook takes a report of 50,000 clients', async (t) => {
  const { store } = makeStore(t);
  const { origin } = await startWeb(t, store);
  const large = hookBody({ hostSessionId: '9', page: 1, created: idsFrom(1_000_000, 1_049_999) });
  assert.equal((await post(`${origin}/webhooks/intandem`, large)).status, 204);
  const [stray] = await store.listStrayReports(1);
  assert.equal(stray?.clients.created.externalIds.length, 50_000);
});

test('behind the secret the hook takes a report of 50,000 clients with the longest ids; where anybody may send, 2 MB', async (t) => {
  const { store } = makeStore(t);
  const { origin } = await startWeb(t, store, { secrets: [SECRET], isOpen: true });
  const sent = async (path: string, characters: number) => {
    const created = idsFrom(1_000_000, 1_049_999).map((id) => id.padStart(characters, 'x'));
    return (await post(`${origin}${path}`, hookBody({ hostSessionId: '9', page: 1, created })))
      .status;
  };
  assert.equal(await sent(`/host/${SECRET}/webhooks/intandem`, 500), 204);
  const [stray] = await store.listStrayReports(1);
  assert.equal(stray?.clients.created.externalIds.length, 50_000);
  assert.equal(await sent('/webhooks/intandem', 60), 400);
});

test('the hook answers 503 while the store is down, so that a host that tries again loses nothing', async (t) => {
  const { store } = makeStore(t);
  await openSession(store, 3);
  const down: Store = Object.create(store, {
    addReport: { value: () => Promise.reject(new Error('disk I/O error')) },
    listSessionsByHostId: { value: store.listSessionsByHostId.bind(store) },
  }) as Store;
  const { origin } = await startWeb(t, down);
  const answer = await post(`${origin}/webhooks/intandem`, body);
  assert.equal(answer.status, 503);
  assert.ok(!(await answer.text()).includes('disk'));
});
