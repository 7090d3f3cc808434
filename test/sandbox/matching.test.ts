import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertHolds, listClients, startRehearsal } from './rehearsal.js';

const NOA = { first_name: 'Noa', last_name: 'Brandt', email: 'noa@example.org', external_id: 1042 };

test('a client without a first name fails and the others are kept', async (t) => {
  const people = [NOA, { first_name: ' ', email: 'nobody@example.org' }, { phone: '0044 1' }];
  const { http, declare, ended } = await startRehearsal(t, { people });
  await declare();
  const { created, failed, pages } = await ended();
  assert.deepEqual({ created, failed, pages }, { created: 1, failed: 2, pages: 2 });
  assert.equal((await listClients(http)).length, 1);
});

test('an imported client carries its values, the tag, the source and its external id', async (t) => {
  const people = [{ ...NOA, phone: '020 7946 0101', opt_in: true, tags: 'vip, 2026' }];
  const { http, declare, ended } = await startRehearsal(t, { people });
  await declare();
  const account = await ended();
  const [client] = await listClients(http);
  const tag = `imported_${account.started_at.slice(0, 19).replace('T', '_').replaceAll(':', '-')}`;
  assertHolds(client, {
    business_uid: 'bz-shop',
    first_name: 'Noa',
    last_name: 'Brandt',
    email: 'noa@example.org',
    mobile_phone: '020 7946 0101',
    opt_in: '1',
    customer_status: 'lead',
    external_id: 1042,
    source: 'Client Ferry',
    tags: ['vip', '2026', tag],
  });
});

test('an existing e-mail in other letters is skipped without should_override', async (t) => {
  const people = [{ ...NOA, email: 'NOA@Example.org', last_name: 'Other' }];
  const { http, declare, ended } = await startRehearsal(t, { people });
  await http.post('/platform/v1/clients', NOA);
  await declare();
  const { created, updated, skipped } = await ended();
  assert.deepEqual({ created, updated, skipped }, { created: 0, updated: 0, skipped: 1 });
  assert.equal((await listClients(http))[0]?.last_name, 'Brandt');
});

test('should_override overwrites what was sent and leaves the rest', async (t) => {
  const people = [
    { first_name: 'Nora', email: 'NOA@example.org', last_name: '', external_id: 'A-7' },
  ];
  const { http, declare, ended } = await startRehearsal(t, { people });
  await http.post('/platform/v1/clients', { ...NOA, phone: '020 7946 0101' });
  await declare({ should_override: true });
  assert.equal((await ended()).updated, 1);
  const clients = await listClients(http);
  assert.equal(clients.length, 1);
  assertHolds(clients[0], {
    first_name: 'Nora',
    last_name: 'Brandt',
    email: 'NOA@example.org',
    mobile_phone: '020 7946 0101',
    external_id: 'A-7',
    source: 'api',
  });
});

test('clients without an e-mail are never matched', async (t) => {
  const { declare, ended } = await startRehearsal(t, { people: [{ first_name: 'Noa' }] });
  assert.equal((await declare().then(ended)).created, 1);
  assert.equal((await declare().then(ended)).created, 1);
});

test('custom fields are kept by label or id and unknown keys are named', async (t) => {
  const people: Record<string, unknown>[] = [{ ...NOA, Membership: 'Gold', shoe_size: 38 }];
  const { http, declare, ended } = await startRehearsal(t, { people });
  const field = await createField(http, 'Membership');
  const other = await createField(http, 'Locker');
  people.push({ first_name: 'Idris', [other.id]: '007', constructor: 'x' });
  await declare();
  assert.deepEqual((await ended()).ignored_fields, ['constructor', 'shoe_size']);
  const [noa, idris] = await listClients(http);
  assert.equal(noa?.Membership, 'Gold');
  assert.equal(idris?.Locker, '007');
  assert.equal(field.label, 'Membership');
});

test('nested matters are kept in multi mode and ignored in single mode', async (t) => {
  const people = [{ ...NOA, matters: [{ name: 'Rex' }] }];
  const single = await startRehearsal(t, { people });
  const multi = await startRehearsal(t, { people });
  await single.declare();
  assert.deepEqual((await single.ended()).ignored_fields, ['matters']);
  await multi.declare({ upload_type: 'multi' });
  assert.deepEqual((await multi.ended()).ignored_fields, []);
  const [client] = await listClients(multi.http);
  const { data } = await multi.http.get<{ data: { client: unknown } }>(
    `/platform/v1/clients/${String(client?.id)}`,
  );
  assertHolds(data.data.client, { matters: [{ name: 'Rex' }] });
});

async function createField(
  http: Awaited<ReturnType<typeof startRehearsal>>['http'],
  label: string,
): Promise<{ id: string; label: string }> {
  const { status, data } = await http.post<{ data: { field: { id: string; label: string } } }>(
    '/platform/v1/fields',
    { type: 'singleline', label, object_type: 'contact' },
  );
  assert.equal(status, 201);
  return data.data.field;
}

test('with multi, matters come as an array under any key, or as flat records of one contact; with single neither is kept', async (t) => {
  const noa = { first_name: 'Noa', email: 'noa@example.org' };
  const forms = [
    [{ ...noa, pets: [{ name: 'Rex' }, { name: 'Luna' }] }],
    [
      { ...noa, pet_name: 'Rex', pet_age: '3' },
      { ...noa, pet_name: 'Luna' },
    ],
  ];
  for (const people of forms) {
    const { http, declare, ended } = await startRehearsal(t, { people });
    await declare({ upload_type: 'multi' });
    const account = await ended();
    assert.equal(account.created, people.length);
    const [client, ...others] = await listClients(http);
    assert.deepEqual(others, []);
    const one = await http.get<unknown>(`/platform/v1/clients/${String(client?.['id'])}`);
    assert.match(JSON.stringify(one.data), /Rex.*Luna/);
  }
  const { http, declare, ended } = await startRehearsal(t, { people: forms[0] ?? [] });
  await declare();
  assert.equal((await ended()).created, 1);
  const [client] = await listClients(http);
  const one = await http.get<unknown>(`/platform/v1/clients/${String(client?.['id'])}`);
  assert.doesNotMatch(JSON.stringify(one.data), /Rex/);
});
