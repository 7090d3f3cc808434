import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertHolds, callAs, listClients, startRehearsal } from './rehearsal.js';

interface ClientsAnswer {
  status: string;
  data: { clients: { id: string; email: string }[] };
}

const NOA = { first_name: 'Noa', email: 'noa@example.org', phone: '+442079460101' };
const IDRIS = { first_name: 'Idris', email: 'idris@example.org' };

test('the platform API needs a token', async (t) => {
  const { sandbox } = await startRehearsal(t);
  for (const path of ['/platform/v1/fields', '/platform/v1/clients', '/platform/v1/clients/x']) {
    assert.equal((await callAs(sandbox, 'nobody').get(path)).status, 401);
  }
});

test('the ninth request within a second is answered with 429 and Retry-After', async (t) => {
  const { http, sandbox } = await startRehearsal(t, { requestsPerSecond: 8 });
  const answers = await Promise.all(
    Array.from({ length: 9 }, () => http.get<unknown>('/platform/v1/fields')),
  );
  const limited = answers.filter((answer) => answer.status === 429);
  assert.equal(limited.length, 1);
  assert.deepEqual(limited[0]?.data, { error: 'Too many requests' });
  assert.equal(limited[0].headers['retry-after'], '1');
  assert.equal((await callAs(sandbox, 'token-gym').get('/platform/v1/fields')).status, 200);
});

test('a client with a blank first name is refused with 422', async (t) => {
  const { http } = await startRehearsal(t);
  for (const body of [{}, { first_name: ' ' }, [], '{"first_name":']) {
    const { status, data } = await http.post<{ status: string }>('/platform/v1/clients', body, {
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(status, 422);
    assert.equal(data.status, 'Error');
  }
});

test('a second client with the same e-mail is refused with 409, in that business only', async (t) => {
  const { http, sandbox } = await startRehearsal(t);
  assert.equal((await http.post('/platform/v1/clients', NOA)).status, 201);
  const again = await http.post('/platform/v1/clients', { ...NOA, email: 'Noa@Example.org' });
  assert.equal(again.status, 409);
  const gym = callAs(sandbox, 'token-gym');
  assert.equal((await gym.post('/platform/v1/clients', NOA)).status, 201);
  assert.equal((await listClients(http)).length, 1);
});

test('a search that is not understood is refused with 422', async (t) => {
  const { http } = await startRehearsal(t);
  const queries = ['search_by=name&search_term=x', 'search_by=email', 'page=0', 'per_page=many'];
  for (const query of queries) {
    assert.equal((await http.get(`/platform/v1/clients?${query}`)).status, 422, query);
  }
});

test('a field without a label or of an unknown type is refused with 422', async (t) => {
  const { http } = await startRehearsal(t);
  for (const body of [{ type: 'singleline' }, { type: 'colour', label: 'Colour' }, {}]) {
    assert.equal((await http.post('/platform/v1/fields', body)).status, 422);
  }
});

test('every business has the system fields under ids of its own', async (t) => {
  const { http, sandbox } = await startRehearsal(t);
  const read = async (as: typeof http) => {
    const { data } = await as.get<{
      status: string;
      data: { fields: { id: string; type: string; label: string }[] };
    }>('/platform/v1/fields');
    assert.equal(data.status, 'OK');
    return data.data.fields;
  };
  const shop = await read(http);
  assert.deepEqual(
    shop.map((field) => [field.type, field.label]),
    [
      ['firstname', 'First name'],
      ['lastname', 'Last name'],
      ['email', 'Email'],
      ['phone', 'Mobile phone'],
      ['address', 'Address'],
      ['status', 'Status'],
      ['opt-in', 'Opt-in'],
    ],
  );
  const gym = await read(callAs(sandbox, 'token-gym'));
  assert.ok(gym.every((field) => shop.every((other) => other.id !== field.id)));
});

test('a created field is listed with its options, page by page', async (t) => {
  const { http } = await startRehearsal(t);
  await http.post('/platform/v1/fields', {
    type: 'dropdown',
    label: 'Membership',
    options: ['Basic', 'Gold'],
  });
  const { data } = await http.get<{ data: { fields: unknown[] } }>(
    '/platform/v1/fields?page=2&per_page=7',
  );
  assert.equal(data.data.fields.length, 1);
  assertHolds(data.data.fields[0], {
    type: 'dropdown',
    label: 'Membership',
    object_type: 'matter',
    deleted: false,
    options: ['Basic', 'Gold'],
  });
});

test('clients are found by e-mail, uid and phone', async (t) => {
  const { http } = await startRehearsal(t);
  const created = await http.post<{ data: { client: { id: string } } }>(
    '/platform/v1/clients',
    NOA,
  );
  await http.post('/platform/v1/clients', IDRIS);
  const { id } = created.data.data.client;
  const terms = { email: 'NOA@example.org', uid: id, phone: '+442079460101' };
  for (const [search_by, search_term] of Object.entries(terms)) {
    const { data } = await http.get<ClientsAnswer>('/platform/v1/clients', {
      params: { search_by, search_term },
    });
    assert.equal(data.status, 'OK');
    assert.deepEqual(
      data.data.clients.map((client) => client.id),
      [id],
    );
  }
});

test('clients come 25 to a page by default and 100 at most', async (t) => {
  const { http } = await startRehearsal(t);
  for (let n = 1; n <= 101; n += 1) {
    await http.post('/platform/v1/clients', { first_name: `Person ${n}` });
  }
  const sizes = await Promise.all(
    ['', '?per_page=500', '?page=2&per_page=100', '?page=9'].map(async (query) => {
      const { data } = await http.get<ClientsAnswer>(`/platform/v1/clients${query}`);
      return data.data.clients.length;
    }),
  );
  assert.deepEqual(sizes, [25, 100, 1, 0]);
});

test('one client is read by its id within its business', async (t) => {
  const { http, sandbox } = await startRehearsal(t);
  const created = await http.post<{ data: { client: { id: string } } }>(
    '/platform/v1/clients',
    NOA,
  );
  const path = `/platform/v1/clients/${created.data.data.client.id}`;
  const { data } = await http.get<{ data: { client: unknown } }>(path);
  assertHolds(data.data.client, { first_name: 'Noa', matters: [] });
  assert.equal((await callAs(sandbox, 'token-gym').get(path)).status, 404);
});
