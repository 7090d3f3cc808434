import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPreflightHost } from '../../src/host/preflight-host.js';
import { createAskOurselves } from '../../src/host/ask-ourselves.js';
import { checkBusiness } from '../../src/preflight/check-business.js';
import type { PreflightDeps } from '../../src/preflight/preflight-deps.js';
import { createMissingFields, findMissingFields } from '../../src/preflight/missing-fields.js';
import type { Batch } from '../../src/staging/batch.js';
import { sealBatch } from '../support/seal-batch.js';
import { answer, startFakeHost, type Behaviour } from '../helpers/fake-host.js';
import { createDeclaredSession, makeStore } from '../helpers/store.js';
import type { Cleaner } from '../helpers/temp-dir.js';

const SECRETS = ['canary-secret-that-is-current', 'canary-secret-that-is-older'] as const;
const CLIENTS = [
  {
    external_id: '1',
    first_name: 'Noa',
    email: 'noa@example.org',
    Member: 'true',
    Born: '1985-10-15',
    Motto: 'a\nb',
    Size: '12',
  },
  {
    external_id: '2',
    first_name: 'Idris',
    email: 'idris@example.org',
    Member: 'false',
    Born: '',
    Size: 'L',
  },
];
const FIELDS = Object.keys(CLIENTS[0] ?? {});

/** A host and an app in front of which all is well, but for the routes that a test says. */
async function setUp(t: Cleaner, routes: Record<string, Behaviour> = {}) {
  const own = await startFakeHost(t, (res, call) => {
    const health = answer(200, '{"status":"ok"}');
    const none = answer(404, { error: { code: 'not_found', message: 'Not found.' } });
    return (routes[`own ${call.path}`] ?? (call.path === '/healthz' ? health : none))(res, call);
  });
  const good: Record<string, unknown> = {
    '/oauth/userinfo': { sub: 'st1', type: 'staff', business_uid: 'b1' },
    '/v3/apps/business_app_installs': {
      success: true,
      data: { business_app_installs: [{ uid: 'i1' }] },
    },
    '/platform/v1/apps/ours': {
      status: 'OK',
      data: {
        name: 'Our App',
        app_type: ['import_clients'],
        api_uri: `${own.url}/host/${SECRETS[0]}/`,
      },
    },
    '/platform/v1/fields': { status: 'OK', data: { fields: [] } },
  };
  const host = await startFakeHost(t, (res, call) => {
    const route = routes[call.path] ?? answer(200, good[call.path] ?? { status: 'OK', data: {} });
    return route(res, call);
  });
  const { store } = makeStore(t);
  const access = {
    ...{ apiUrl: host.url, appCode: 'ours', staffToken: 'canary-token', timeoutMs: 500 },
    ...{ requestsPerSecond: 1_000, clientId: undefined, clientSecret: undefined },
  };
  const deps: PreflightDeps = {
    store,
    host: createPreflightHost(access, undefined, { firstPauseMs: 2, patienceMs: 100 }),
    webhooks: {
      list: (event) =>
        Promise.resolve([{ event, url: `${own.url}/host/${SECRETS[0]}/webhooks/intandem` }]),
    },
    askOurselves: createAskOurselves({ timeoutMs: 500 }),
    settings: { publicUrl: own.url, exportSecrets: SECRETS, appCode: 'ours' },
    freeBytes: () => Promise.resolve(10_000_000_000),
    now: () => new Date(),
  };
  return { deps, host, own, store };
}

async function statesOf(deps: PreflightDeps, batch?: Batch, businessUid = 'b1') {
  const checks = await checkBusiness(deps, { businessUid, batch });
  const told = JSON.stringify(checks);
  assert.ok(!told.includes('canary'), 'no check tells a secret or a token');
  for (const { state, hint } of checks) assert.equal(state === 'ok', hint === undefined);
  return Object.fromEntries(checks.map(({ name, state }) => [name, state]));
}

test('where all is well every check says so', async (t) => {
  const { deps } = await setUp(t);
  const states = await statesOf(deps);
  assert.deepEqual([...new Set(Object.values(states))], ['ok']);
  assert.equal(Object.keys(states).length, 10);
});

const other = (data: object) => answer(200, { status: 'OK', data });

const FAULTS: [string, Record<string, Behaviour>, string, string][] = [
  [
    'a token that is refused',
    { '/oauth/userinfo': answer(401, { error: 'invalid_token' }) },
    'token',
    'problem',
  ],
  ['a host that is away', { '/oauth/userinfo': answer(503, '') }, 'token', 'unknown'],
  [
    'a token of another business',
    { '/oauth/userinfo': answer(200, { sub: 'st1', business_uid: 'b2' }) },
    'business',
    'problem',
  ],
  [
    'an app that is not installed',
    {
      '/v3/apps/business_app_installs': answer(200, {
        success: true,
        data: { business_app_installs: [] },
      }),
    },
    'installed',
    'problem',
  ],
  [
    'a host that does not tell installs',
    { '/v3/apps/business_app_installs': answer(403, {}) },
    'installed',
    'unknown',
  ],
  [
    'an app of another type',
    { '/platform/v1/apps/ours': other({ app_type: ['menu_items'] }) },
    'app_type',
    'problem',
  ],
  [
    'an app that is not known',
    { '/platform/v1/apps/ours': answer(404, {}) },
    'app_type',
    'problem',
  ],
  [
    'an app that may not be looked at',
    { '/platform/v1/apps/ours': answer(422, { status: 'Error', error: 'Unauthorized' }) },
    'app_type',
    'unknown',
  ],
  [
    'an api_uri that leads elsewhere',
    {
      '/platform/v1/apps/ours': other({
        app_type: 'import_clients',
        api_uri: 'https://elsewhere.example.com/host/canary',
      }),
    },
    'api_uri',
    'problem',
  ],
  [
    'an api_uri that is not told',
    { '/platform/v1/apps/ours': other({ app_type: 'import_clients' }) },
    'api_uri',
    'unknown',
  ],
  [
    'somebody else at our address',
    { 'own /healthz': answer(200, '<html>Welcome</html>') },
    'public_address',
    'problem',
  ],
  [
    'a proxy that lets no polls through',
    { [`own /host/${SECRETS[0]}/app/clients/export`]: answer(403, 'no') },
    'public_address',
    'problem',
  ],
  [
    'a clock that is wrong',
    {
      '/v3/apps/.well-known/jwks.json': answer(200, {}, { date: 'Tue, 01 Sep 2020 08:00:00 GMT' }),
    },
    'clock',
    'warning',
  ],
];

for (const [what, routes, name, state] of FAULTS) {
  test(`${what} is seen: ${name} ${state}`, async (t) => {
    const { deps } = await setUp(t, routes);
    assert.equal((await statesOf(deps))[name], state);
  });
}

test('an app that answers nowhere, little space and no webhook are told', async (t) => {
  const { deps, own } = await setUp(t);
  await own.close();
  const states = await statesOf({
    ...{ ...deps, webhooks: { list: () => Promise.resolve([]) } },
    freeBytes: () => Promise.resolve(1_000_000),
  });
  assert.equal(states['public_address'], 'problem');
  assert.equal(states['webhook'], 'warning');
  assert.equal(states['disk'], 'warning');
});

test('the older of two secrets is a warning', async (t) => {
  const { deps } = await setUp(t);
  const [first, second] = SECRETS;
  const settings = { ...deps.settings, exportSecrets: [second, first] };
  assert.equal((await statesOf({ ...deps, settings }))['api_uri'], 'warning');
});

test('without PUBLIC_URL or a token it is said what is not known', async (t) => {
  const { deps } = await setUp(t);
  const settings = { ...deps.settings, publicUrl: undefined };
  const states = await statesOf({
    ...{ ...deps, settings },
    host: { ...deps.host, readStaff: () => Promise.resolve(undefined) },
  });
  assert.equal(states['token'], 'problem');
  assert.equal(states['public_address'], 'unknown');
  assert.equal(states['installed'], undefined);
});

test('a list is looked at: its fields, its size, who is in it, and whether another import is open', async (t) => {
  const { deps, store } = await setUp(t);
  const batch = await seal(deps);
  await store.createSession(createDeclaredSession(batch));
  const states = await statesOf(deps, batch);
  assert.equal(states['fields'], 'warning');
  assert.equal(states['session'], 'problem');
  assert.equal(states['batch'], 'ok');
  assert.equal(states['parts'], undefined);

  const large = { ...batch, fields: ['first_name'], counts: { ...batch.counts, clients: 120_001 } };
  const checks = await checkBusiness(deps, { businessUid: 'b1', batch: large });
  assert.deepEqual(checks.find(({ name }) => name === 'parts')?.values, {
    clients: 120_001,
    parts: 3,
  });
  assert.equal(checks.find(({ name }) => name === 'recognisable')?.state, 'warning');
  const empty = { ...batch, counts: { ...batch.counts, clients: 0 } };
  assert.equal((await statesOf(deps, empty))['batch'], 'problem');
});

const seal = async ({ store }: PreflightDeps): Promise<Batch> => {
  const plan = { clients: CLIENTS.map((client) => JSON.stringify(client)) };
  const batch = await sealBatch(store as ReturnType<typeof makeStore>['store'], plan);
  return { ...batch, fields: FIELDS };
};

test('missing fields get the type that all their values look like', async (t) => {
  const { deps } = await setUp(t);
  const missing = await findMissingFields(deps, await seal(deps));
  assert.deepEqual(
    missing?.map(({ key, type, isAdvised }) => [key, type, isAdvised]),
    [
      ['Member', 'checkbox', true],
      ['Born', 'datepicker', true],
      ['Motto', 'multiline', true],
      ['Size', 'singleline', true],
      ['external_id', 'identifier', false],
    ],
  );
});

test('only chosen fields are made, on the contact, and those that are there are not made again', async (t) => {
  const listed = [{ id: 'f1', type: 'singleline', label: 'Size' }];
  const fields: Behaviour = (res, call) =>
    call.method === 'POST'
      ? answer(201, { status: 'OK', data: {} })(res, call)
      : answer(200, { status: 'OK', data: listed })(res, call);
  const { deps, host } = await setUp(t, { '/platform/v1/fields': fields });
  const created = await createMissingFields(deps, await seal(deps), ['Member', 'Size', 'unheard']);
  assert.deepEqual(
    created.map(({ key }) => key),
    ['Member'],
  );
  assert.deepEqual(
    host.posts().map(({ body }) => JSON.parse(body) as unknown),
    [{ label: 'Member', type: 'checkbox', object_type: 'contact', forms: ['client_card'] }],
  );
});

test('a field that may have come to be is not asked for twice', async (t) => {
  const fields: Behaviour = (res, call) =>
    call.method === 'POST'
      ? answer(500, { success: false, errors: [{ code: 'unexpected', message: 'x' }] })(res, call)
      : answer(200, { status: 'OK', data: [] })(res, call);
  const { deps, host } = await setUp(t, { '/platform/v1/fields': fields });
  await assert.rejects(createMissingFields(deps, await seal(deps), ['Member']), {
    code: 'host_unclear',
  });
  assert.equal(host.posts().length, 1);
});
