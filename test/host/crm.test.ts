import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FerryError } from '../../src/errors.js';
import { createCrm, type CrmManner } from '../../src/host/crm.js';
import { RateLimit } from '../../src/host/rate-limit.js';
import {
  answer,
  halfBody,
  reset,
  stall,
  startFakeHost,
  type Behaviour,
} from '../helpers/fake-host.js';

const NOA = {
  id: 'c5t8n2v7b1x4z9qa',
  business_uid: 'b1',
  first_name: 'Noa',
  last_name: 'Brandt',
  email: 'noa.brandt@example.org',
  mobile_phone: '+442079460101',
  normalized_phone: null,
  address: null,
  customer_status: 'lead',
  opt_in: '1',
  source: 'Acme Import',
  tags: ['imported_2026-09-01', ' vip '],
  Membership: 'Gold',
  matters: [{ uid: 'm1' }],
  created_at: '2026-09-01T08:00:00Z',
  updated_at: '2026-09-01T11:00:00.000+03:00',
};

const listOf = (clients: unknown[]) => ({ status: 'OK', data: { clients } });

const crmAt = (
  apiUrl: string,
  manner: CrmManner & { timeoutMs?: number; onTokenRefused?: () => Promise<void> } = {},
) => {
  const { timeoutMs = 1_000, onTokenRefused, ...rest } = manner;
  return createCrm(
    { apiUrl, appCode: 'clientferry', staffToken: 'a-token', timeoutMs, requestsPerSecond: 1_000 },
    onTokenRefused && { token: 'of-staff', onTokenRefused },
    { firstPauseMs: 5, patienceMs: 2_000, ...rest },
  );
};

const refusedAs = (code: FerryError['code']) => (error: FerryError) => error.code === code;

const REFUSALS: Record<string, Behaviour> = {
  'a 401': answer(401, {
    success: false,
    errors: [{ code: 'unauthorized', message: '401 Unauthorized' }],
  }),
  'a 401 of the gateway': answer(401, { message: '401 Unauthorized', status: 'Failure' }),
  'a 422 that means 401': answer(422, { status: 'Error', error: 'Unauthorized' }),
  'a refusal with status 200': answer(200, {
    success: false,
    errors: [{ code: 'unauthorized', message: 'Unauthorized' }],
  }),
};

for (const [what, behaviour] of Object.entries(REFUSALS)) {
  test(`${what} refuses the token: it is forgotten, and nothing is asked again`, async (t) => {
    const host = await startFakeHost(t, behaviour);
    let forgotten = 0;
    const onTokenRefused = () => Promise.resolve(void (forgotten += 1));
    await assert.rejects(
      crmAt(host.url, { onTokenRefused }).listClients(1),
      refusedAs('host_refused'),
    );
    assert.equal(forgotten, 1);
    assert.equal(host.calls.length, 1);
    assert.equal(host.calls[0]?.headers.authorization, 'Bearer of-staff');
  });
}

const UNREADABLE: Record<string, Behaviour> = {
  'a list of something else': answer(200, { status: 'OK', data: { clients: [{ name: 'Noa' }] } }),
  'an id that would leave the path': answer(200, listOf([{ ...NOA, id: '../apps' }])),
  'a list nested wrongly': answer(200, { data: { clients: { clients: [] } } }),
  'nothing that is known': answer(200, 'null'),
  'an answer of more than a megabyte': answer(
    200,
    listOf([{ ...NOA, notes: 'x'.repeat(1_100_000) }]),
  ),
  'a redirect': answer(302, '', { location: 'http://127.0.0.1:1/' }),
  'a 404': answer(404, { status: 'Error', error: 'not found' }),
};

for (const [what, behaviour] of Object.entries(UNREADABLE)) {
  test(`${what} is refused and not asked for again`, async (t) => {
    const host = await startFakeHost(t, behaviour);
    await assert.rejects(crmAt(host.url).listClients(1), refusedAs('host_refused'));
    assert.equal(host.calls.length, 1);
  });
}

const PASSING: Record<string, Behaviour> = {
  'a reset': reset,
  'half an answer': halfBody,
  'no answer in time': stall,
  'a 502 of the gateway': answer(502, '<html>Bad Gateway</html>'),
  'a page where JSON should be': answer(200, '<html>Back soon</html>'),
  'a 429': answer(429, { error: 'Too many requests' }),
  'a rate limit in an envelope': answer(200, {
    success: false,
    errors: [{ code: 'rate_limit_exceeded', message: 'x' }],
  }),
};

for (const [what, behaviour] of Object.entries(PASSING)) {
  test(`after ${what} a list is asked for again`, async (t) => {
    const host = await startFakeHost(t, [
      behaviour,
      behaviour,
      answer(201, listOf([NOA])),
      answer(200, listOf([])),
    ]);
    const clients = await crmAt(host.url, { timeoutMs: 100 }).listClients(1);
    assert.deepEqual(
      clients.map(({ id }) => id),
      [NOA.id],
    );
  });

  test(`with nothing but ${what} the host is unreachable once the patience is over`, async (t) => {
    const host = await startFakeHost(t, behaviour);
    const crm = crmAt(host.url, { timeoutMs: 60, patienceMs: 300 });
    const startedMs = performance.now();
    await assert.rejects(crm.listClients(1), refusedAs('host_unreachable'));
    assert.ok(performance.now() - startedMs < 1_500);
    assert.ok(host.calls.length > 1);
  });
}

test('an answer that drips for ever is given up in time', async (t) => {
  const host = await startFakeHost(t, (res) => {
    res.writeHead(200);
    const drip = setInterval(() => res.write(' '), 20);
    res.on('close', () => {
      clearInterval(drip);
    });
  });
  const crm = crmAt(host.url, { timeoutMs: 100, patienceMs: 250 });
  await assert.rejects(crm.listClients(1), refusedAs('host_unreachable'));
});

test('Retry-After is waited for, and nobody else of the process asks meanwhile', async (t) => {
  const host = await startFakeHost(t, [
    answer(429, { error: 'Too many requests' }, { 'retry-after': '1' }),
    answer(200, listOf([])),
  ]);
  const rate = new RateLimit(1_000);
  const startedMs = performance.now();
  await crmAt(host.url, { rate, patienceMs: 5_000 }).findClients('email', 'noa@example.org');
  assert.ok(performance.now() - startedMs >= 990);

  rate.holdBack(400);
  const heldMs = performance.now();
  await crmAt(host.url, { rate }).findClients('email', 'noa@example.org');
  assert.ok(performance.now() - heldMs >= 390);
});

test('a Retry-After beyond the patience is not waited for', async (t) => {
  const busy = answer(429, { error: 'Too many requests' }, { 'retry-after': '86400' });
  const host = await startFakeHost(t, busy);
  const crm = crmAt(host.url);
  await assert.rejects(crm.listClients(1), refusedAs('host_unreachable'));
  await assert.rejects(crm.listClients(1), refusedAs('host_unreachable'));
  assert.equal(host.calls.length, 1);
});

test('calls of a process keep their distance, however many there are at once', async (t) => {
  const times: number[] = [];
  const host = await startFakeHost(t, (res, call) => {
    times.push(performance.now());
    return answer(200, listOf([]))(res, call);
  });
  const rate = new RateLimit(20);
  const one = crmAt(host.url, { rate });
  const other = crmAt(host.url, { rate });
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: 10 }, (_, at) =>
      (at % 2 === 0 ? one : other).findClients('uid', `c${at}`),
    ),
  );
  assert.ok(performance.now() - startedMs >= 9 * 50 - 5);
  assert.equal(times.length, 10);
});

test('a client is read in the keys of an import, with its own fields and times in UTC', async (t) => {
  const host = await startFakeHost(t, answer(200, listOf([NOA])));
  const [client] = await crmAt(host.url).findClients('uid', NOA.id);
  assert.deepEqual(client, {
    id: NOA.id,
    firstName: 'Noa',
    lastName: 'Brandt',
    email: 'noa.brandt@example.org',
    phone: '+442079460101',
    address: '',
    status: 'lead',
    tags: ['imported_2026-09-01', 'vip'],
    source: 'Acme Import',
    more: { business_uid: 'b1', opt_in: '1', Membership: 'Gold' },
    createdAt: '2026-09-01T08:00:00.000Z',
    updatedAt: '2026-09-01T08:00:00.000Z',
  });
  const asked = host.calls[0]?.query;
  assert.equal(asked?.get('search_by'), 'uid');
  assert.equal(asked.get('search_term'), NOA.id);
});

test('a time without a zone is not known, and other spellings of a client are read', async (t) => {
  const other = {
    ...{ id: 7, first_name: 'Idris', phone: '123', tags: 'a, b', status: 'customer' },
    address: { main: 'London' },
    source_data: { name: 'website' },
    created_at: '2026-09-01 08:00:00',
    updated_at: '2026-09-01 08:00:00 UTC',
  };
  const host = await startFakeHost(t, answer(200, { status: 'OK', data: [other] }));
  const [client] = await crmAt(host.url).findClients('phone', '123');
  assert.equal(client?.id, '7');
  assert.equal(client.phone, '123');
  assert.deepEqual(client.tags, ['a', 'b']);
  assert.equal(client.status, 'customer');
  assert.equal(client.address, 'London');
  assert.equal(client.source, 'website');
  assert.equal(client.createdAt, undefined);
  assert.equal(client.updatedAt, '2026-09-01T08:00:00.000Z');
});

const pagesOf =
  (total: number, most: number): Behaviour =>
  (res, call) => {
    const size = Math.min(Number(call.query.get('per_page')), most);
    const from = (Number(call.query.get('page')) - 1) * size;
    const count = Math.max(0, Math.min(size, total - from));
    const clients = Array.from({ length: count }, (_, at) => ({ id: `c${from + at + 1}` }));
    return answer(200, listOf(clients))(res, call);
  };

for (const most of [100, 50, 30, 7]) {
  for (const total of [0, 1, 30, 50, 99, 100, 101, 250, 300]) {
    test(`all of ${total} clients are read once from a host that gives ${most} at a time, from any page on`, async (t) => {
      const host = await startFakeHost(t, pagesOf(total, most));
      for (const startPage of [1, 2]) {
        const crm = crmAt(host.url);
        const ids: string[] = [];
        for (let page = startPage; ; page++) {
          const clients = await crm.listClients(page);
          ids.push(...clients.map(({ id }) => id));
          if (clients.length < 100) break;
        }
        const all = Array.from({ length: total }, (_, at) => `c${at + 1}`);
        assert.deepEqual(ids, all.slice((startPage - 1) * 100));
      }
    });
  }
}

test('a host that ignores paging is read once', async (t) => {
  const clients = Array.from({ length: 150 }, (_, at) => ({ id: `c${at + 1}` }));
  const host = await startFakeHost(t, answer(200, listOf(clients)));
  const crm = crmAt(host.url);
  assert.equal((await crm.listClients(1)).length, 100);
  assert.deepEqual((await crm.listClients(2)).map(({ id }) => id).at(-1), 'c150');
});

test('what was updated since a time is asked for as the host documents it', async (t) => {
  const host = await startFakeHost(t, answer(200, listOf([])));
  await crmAt(host.url).listClients(1, { updatedSince: '2026-09-01T00:00:00.000Z' });
  assert.equal(host.calls[0]?.query.get('updated_at[gte]'), '2026-09-01T00:00:00.000Z');
  assert.equal(host.calls[0].query.get('per_page'), '100');
});

test('a client is deleted, and one that is not there is gone', async (t) => {
  const host = await startFakeHost(t, [
    answer(200, { status: 'OK', data: {} }),
    answer(204, ''),
    answer(404, { status: 'Error', error: 'not found' }),
  ]);
  const crm = crmAt(host.url);
  assert.equal(await crm.deleteClient('c1'), 'deleted');
  assert.equal(await crm.deleteClient('c2'), 'deleted');
  assert.equal(await crm.deleteClient('c3'), 'gone');
  assert.deepEqual(
    host.calls.map(({ method, path }) => `${method} ${path}`),
    [
      'DELETE /platform/v1/clients/c1',
      'DELETE /platform/v1/clients/c2',
      'DELETE /platform/v1/clients/c3',
    ],
  );
});

test('a delete whose answer was lost is sent again and found done', async (t) => {
  const host = await startFakeHost(t, [reset, answer(404, { status: 'Error', error: 'x' })]);
  assert.equal(await crmAt(host.url).deleteClient('c1'), 'gone');
});

const NAMED = 'noa+canary@example.org';

for (const [form, quoted] of Object.entries({
  whole: NAMED,
  encoded: encodeURIComponent(NAMED),
  'cut off': `${'x'.repeat(280)} ${NAMED}`,
  'in quotes': `no search for "${NAMED}": "bad"`,
})) {
  for (const status of [422, 500])
    test(`a ${status} that quotes the address looked for, ${form}, is told without it`, async (t) => {
      const host = await startFakeHost(t, answer(status, { status: 'Error', error: quoted }));
      const crm = crmAt(host.url, { patienceMs: 300 });
      await assert.rejects(crm.findClients('email', NAMED), (error: FerryError) => {
        const told = `${error.message} ${error.hint ?? ''} ${String(error.cause)} ${error.stack ?? ''}`;
        assert.match(error.message, new RegExp(`\\(${status}\\)`));
        return !/noa|canary/.test(told);
      });
    });
}

test('no message tells a token, or the address of a client', async (t) => {
  const host = await startFakeHost(t, reset);
  const crm = crmAt(host.url, { patienceMs: 50 });
  await assert.rejects(crm.findClients('email', 'canary@example.org'), (error: Error) => {
    const told = `${error.message} ${String(error.cause)} ${JSON.stringify(error)} ${error.stack ?? ''}`;
    return !told.includes('canary') && !told.includes('a-token');
  });
});
