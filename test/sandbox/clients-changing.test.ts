import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AxiosInstance } from 'axios';
import Database from 'better-sqlite3';
import { createPeople } from './fake-app.js';
import { assertHolds, callAs, listClients, startRehearsal } from './rehearsal.js';

const CLIENTS = '/platform/v1/clients';
const NOA = {
  first_name: 'Noa',
  email: 'noa@example.org',
  phone: '+442079460101',
  address: '1 High Street',
  tags: 'vip',
};

interface One {
  data: { client: Record<string, unknown> & { id: string } };
}

async function create(http: AxiosInstance, client: object = NOA): Promise<string> {
  const { data } = await http.post<One>(CLIENTS, client);
  return `${CLIENTS}/${data.data.client.id}`;
}

/** A clock that stands still until it is set. */
function createClock(start: string) {
  let time = start;
  return { now: () => new Date(time), set: (next: string) => void (time = next) };
}

test('a deleted client is in no list any more, and cannot be deleted twice', async (t) => {
  const { http } = await startRehearsal(t);
  const path = await create(http);
  await create(http, { first_name: 'Idris' });
  const { status, data } = await http.delete<One>(path);
  assert.equal(status, 200);
  assert.equal(data.data.client.customer_status, 'inactive');
  assert.match(String(data.data.client.email), /^noa@example\.org_deleted_\d+$/);
  const names = async (query = '') =>
    (
      await http.get<{ data: { clients: { first_name: string }[] } }>(`${CLIENTS}${query}`)
    ).data.data.clients.map((client) => client.first_name);
  assert.deepEqual(await names(), ['Idris']);
  for (const [by, term] of [
    ['email', NOA.email],
    ['phone', '%2B442079460101'],
    ['uid', data.data.client.id],
  ])
    assert.deepEqual(await names(`?search_by=${by}&search_term=${term}`), [], by);
  assert.equal((await http.get(path)).status, 404);
  assert.equal((await http.put(path, { first_name: 'Nora' })).status, 404);
  assert.equal((await http.delete(path)).status, 404);
});

test('a client of another business cannot be deleted or changed', async (t) => {
  const { http, sandbox } = await startRehearsal(t);
  const path = await create(http);
  const gym = callAs(sandbox, 'token-gym');
  assert.equal((await gym.delete(path)).status, 404);
  assert.equal((await gym.put(path, { first_name: 'Nora' })).status, 404);
  assert.equal((await http.get(path)).status, 200);
});

test('the e-mail address of a deleted client is free again, for people and for imports', async (t) => {
  const { http, declare, ended } = await startRehearsal(t, { people: createPeople(1) });
  const [person] = createPeople(1);
  await http.delete(await create(http, person));
  const { created, skipped } = await declare().then(ended);
  assert.deepEqual({ created, skipped }, { created: 1, skipped: 0 });
  await http.delete(`${CLIENTS}/${String((await listClients(http))[0]?.id)}`);
  assert.equal((await http.post(CLIENTS, person)).status, 201);
});

test('a change overwrites what was sent, and tags take the place of the old ones', async (t) => {
  const { http } = await startRehearsal(t);
  const path = await create(http);
  const edit = {
    first_name: 'Nora',
    mobile_phone: '020 1',
    email: 'nora@example.org',
    tags: 'new',
  };
  assert.equal((await http.put(path, edit)).status, 200);
  const { data } = await http.get<One>(path);
  assertHolds(data.data.client, {
    first_name: 'Nora',
    mobile_phone: '020 1',
    email: 'nora@example.org',
    address: '1 High Street',
    tags: ['new'],
  });
  const found = await http.get<{ data: { clients: unknown[] } }>(
    `${CLIENTS}?search_by=email&search_term=nora@example.org`,
  );
  assert.equal(found.data.data.clients.length, 1);
});

test('a blank first name and a taken e-mail address are refused, the own one is not', async (t) => {
  const { http } = await startRehearsal(t);
  const path = await create(http);
  await create(http, { first_name: 'Idris', email: 'idris@example.org' });
  assert.equal((await http.put(path, { first_name: ' ' })).status, 422);
  assert.equal((await http.put(path, [])).status, 422);
  assert.equal((await http.put(path, { email: 'IDRIS@example.org' })).status, 409);
  assert.equal((await http.put(path, { email: 'NOA@example.org' })).status, 200);
});

test('an address is emptied only by force', async (t) => {
  const { http } = await startRehearsal(t);
  const path = await create(http);
  const address = async () => (await http.get<One>(path)).data.data.client.address;
  await http.put(path, { address: '' });
  assert.equal(await address(), '1 High Street');
  await http.put(path, { address: null, force_nullifying: true });
  assert.equal(await address(), null);
});

test('created_at stays and updated_at follows every change, by import as well', async (t) => {
  const clock = createClock('2026-09-01T08:00:00.000Z');
  const people = [NOA];
  const { http, declare, ended } = await startRehearsal(t, { people, now: clock.now });
  const path = await create(http);
  const times = async () => {
    const { created_at, updated_at } = (await http.get<One>(path)).data.data.client;
    return [created_at, updated_at];
  };
  const [day1, day2, day3] = ['01', '02', '03'].map((day) => `2026-09-${day}T08:00:00.000Z`);
  assert.deepEqual(await times(), [day1, day1]);
  clock.set(day2 ?? '');
  await http.put(path, { last_name: 'Brandt' });
  assert.deepEqual(await times(), [day1, day2]);
  clock.set(day3 ?? '');
  await declare({ should_override: true }).then(ended);
  assert.deepEqual(await times(), [day1, day3]);
});

test('clients are listed by when they were changed, bounds included', async (t) => {
  const clock = createClock('2026-09-01T08:00:00.000Z');
  const { http } = await startRehearsal(t, { now: clock.now });
  await create(http, { first_name: 'Noa' });
  clock.set('2026-09-02T00:00:00.000Z');
  await create(http, { first_name: 'Idris' });
  const names = async (params: Record<string, string>) => {
    const { data } = await http.get<{ data: { clients: { first_name: string }[] } }>(CLIENTS, {
      params,
    });
    return data.data.clients.map((client) => client.first_name);
  };
  const from = 'updated_at[gte]';
  const to = 'updated_at[lte]';
  assert.deepEqual(await names({ [from]: '2026-09-02' }), ['Idris']);
  assert.deepEqual(await names({ [from]: '2026-09-01T09:00:00+01:00' }), ['Noa', 'Idris']);
  assert.deepEqual(await names({ [to]: '2026-09-01T23:59:59Z' }), ['Noa']);
  assert.deepEqual(await names({ [from]: '2026-09-01', [to]: '2026-09-01T08:00:00Z' }), ['Noa']);
  assert.deepEqual(await names({ [from]: '2026-09-03' }), []);
  assert.equal((await http.get(CLIENTS, { params: { [from]: 'yesterday' } })).status, 422);
});

test('on behalf of whom a staff token asks for clients does not matter', async (t) => {
  const { http } = await startRehearsal(t);
  await create(http);
  const { status, data } = await http.get<{ data: { clients: unknown[] } }>(CLIENTS, {
    headers: { 'x-on-behalf-of': 'bz-gym' },
  });
  assert.equal(status, 200);
  assert.equal(data.data.clients.length, 1);
});

test('a field that was made through the API is filled by an import, also one for the external id', async (t) => {
  const people = [{ first_name: 'Noa', external_id: '0042', 'Acme id': 'A-1', Birthday: '1985' }];
  const { http, declare, ended } = await startRehearsal(t, { people });
  const identifier = { type: 'identifier', label: 'Acme id', object_type: 'contact' };
  assert.equal((await http.post('/platform/v1/fields', identifier)).status, 201);
  await http.post('/platform/v1/fields', { type: 'identifier', label: 'external_id' });
  assert.deepEqual((await declare().then(ended)).ignored_fields, ['Birthday']);
  assertHolds((await listClients(http))[0], { 'Acme id': 'A-1', external_id: '0042' });
  await http.post('/platform/v1/fields', { type: 'datepicker', label: 'Birthday' });
  assert.deepEqual((await declare().then(ended)).ignored_fields, []);
  assertHolds((await listClients(http))[1], { Birthday: '1985' });
});

test('a CRM that tells no external id tells it in no place', async (t) => {
  const { http, declare, ended } = await startRehearsal(t, { hidesExternalId: true });
  await declare().then(ended);
  const clients = await listClients(http);
  assert.equal(clients.length, 5);
  assert.ok(clients.every((client) => !('external_id' in client)));
});

test('a file of an earlier version is opened with all of its clients', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  t.after(() => rm(folder, { recursive: true }));
  const dataFile = join(folder, 'crm.db');
  const first = await startRehearsal(t, { dataFile });
  await create(first.http);
  await first.sandbox.close();
  const db = new Database(dataFile);
  db.exec('DROP INDEX listed_clients; DROP INDEX listed_clients_by_phone;');
  db.exec('ALTER TABLE clients DROP COLUMN deleted_at');
  db.close();
  const second = await startRehearsal(t, { dataFile });
  assert.equal((await listClients(second.http)).length, 1);
});

test('pages asked one after another hold everybody once, whatever is added or deleted before them', async (t) => {
  const { http, declare, ended } = await startRehearsal(t, { people: createPeople(7) });
  await declare().then(ended);
  const names = async (page: number, perPage = 2) => {
    const query = `?page=${page}&per_page=${perPage}`;
    const { data } = await http.get<{ data: { clients: { id: string; first_name: string }[] } }>(
      `${CLIENTS}${query}`,
    );
    return data.data.clients.map(({ id, first_name }) => ({ id, name: first_name }));
  };
  const read = async (page: number, perPage?: number) =>
    (await names(page, perPage)).map(({ name }) => name);
  const [first] = await names(1);
  assert.deepEqual(await read(2), ['Person 3', 'Person 4']);
  await create(http, { first_name: 'Last' });
  assert.deepEqual(await read(3), ['Person 5', 'Person 6']);
  assert.deepEqual(await read(4), ['Person 7', 'Last']);
  assert.deepEqual(await read(5), []);
  assert.deepEqual(await read(2, 3), ['Person 4', 'Person 5', 'Person 6']);
  await http.delete(`${CLIENTS}/${first?.id}`);
  assert.deepEqual(await read(3), ['Person 6', 'Person 7']);
  assert.deepEqual(await read(4), ['Last']);
});
