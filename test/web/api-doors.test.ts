import assert from 'node:assert/strict';
import test from 'node:test';
import { ROLES, type Role } from '../../src/sign-in/identity.js';
import type { ApiRoute } from '../../src/web/api/route.js';
import type { JobWire } from '../../src/web/api/wire-results.js';
import type { DraftWire, SessionStartedWire } from '../../src/web/api/wire.js';
import { API_ROUTES, PUBLIC_ORIGIN, startApi, type ApiSetup, type Staff } from '../helpers/api.js';
import { askRaw } from '../helpers/raw-http.js';

/** The whole of the API by the least role that may ask: a new route is not there before it stands here (promises S4, S32). */
const LEAST_ROLE: Record<string, Role> = {
  'get /me': 'view',
  'get /fields': 'view',
  'get /profiles': 'view',
  'get /profiles/{name}/template.csv': 'view',
  'get /drafts': 'view',
  'post /drafts': 'import',
  'get /drafts/{uid}': 'view',
  'patch /drafts/{uid}': 'import',
  'delete /drafts/{uid}': 'import',
  'post /drafts/{uid}/files': 'import',
  'delete /drafts/{uid}/files/{file}': 'import',
  'post /drafts/{uid}/stage': 'import',
  'delete /drafts/{uid}/stage': 'import',
  'get /drafts/{uid}/events': 'view',
  'get /drafts/{uid}/rejects': 'view',
  'get /drafts/{uid}/rejects/causes': 'view',
  'post /drafts/{uid}/corrections': 'import',
  'post /drafts/{uid}/corrections/replace': 'import',
  'delete /drafts/{uid}/corrections/last': 'import',
  'get /batches': 'view',
  'get /batches/{uid}': 'view',
  'delete /batches/{uid}': 'admin',
  'get /batches/{uid}/plan': 'view',
  'get /batches/{uid}/rejects.csv': 'view',
  'get /sessions': 'view',
  'post /sessions': 'import',
  'get /sessions/{uid}': 'view',
  'get /sessions/{uid}/events': 'view',
  'post /sessions/{uid}/cancel': 'import',
  'get /batches/{uid}/preflight': 'view',
  'post /batches/{uid}/fields': 'admin',
  'get /batches/{uid}/reconcile': 'view',
  'post /batches/{uid}/reconcile': 'import',
  'get /imports': 'view',
  'get /imports/{uid}': 'view',
  'get /imports/{uid}/events': 'view',
  'get /imports/{uid}/pages': 'view',
  'get /imports/{uid}/clients': 'view',
  'get /imports/{uid}/clients.csv': 'view',
  'post /imports/{uid}/reconcile': 'import',
  'get /imports/{uid}/retry': 'view',
  'post /imports/{uid}/retry': 'import',
  'post /imports/{uid}/continue': 'import',
  'get /imports/{uid}/continue': 'view',
  'get /imports/{uid}/undo': 'admin',
  'get /imports/{uid}/undo.csv': 'admin',
  'post /imports/{uid}/undo': 'admin',
  'post /jobs/{uid}/stop': 'import',
  'get /audit': 'admin',
};

/** A good body for each route that takes one; ids of its business stand for `$`. */
const BODIES: Record<string, (ids: Ids) => unknown> = {
  'patch /drafts/{uid}': () => ({ on_duplicate: 'keep' }),
  'post /drafts/{uid}/corrections': () => ({
    source: 'clients.csv',
    line: 3,
    cells: [{ index: 3, value: 'x@example.org' }],
  }),
  'post /drafts/{uid}/corrections/replace': () => ({
    source: 'clients.csv',
    index: 3,
    find: 'ana(at)example.org',
    replace: 'x@example.org',
  }),
  'post /sessions': ({ batches, drafts }) => ({
    batch_uid: batches,
    draft_uid: drafts,
    override: false,
    send_email: false,
    rejects: 'leave',
  }),
  'post /batches/{uid}/fields': () => ({ keys: ['external_id'] }),
  'post /batches/{uid}/reconcile': () => ({}),
  'post /imports/{uid}/reconcile': () => ({ sample: 1 }),
  'post /imports/{uid}/retry': () => ({ unknown: false, confirm: 1 }),
  'post /imports/{uid}/undo': () => ({ confirm: 1, also_changed: false }),
};

/** What there is to be had of a business, by the first part of the path. */
interface Ids {
  drafts: string;
  batches: string;
  sessions: string;
  imports: string;
  jobs: string;
  file: string;
}

const NOWHERE: Ids = {
  ...{ drafts: 'd_0', batches: 'b_0', sessions: 's_0' },
  ...{ imports: 's_0', jobs: 'j_0', file: 'd_0-f_0' },
};

const LIST =
  'Client ID,First name,Last name,Email,Phone\n1,Mira,Canary,mira@example.org,\n2,Ana,Canary,ana(at)example.org,\n';

const keyOf = ({ method, path }: ApiRoute) => `${method} ${path}`;

function pathFor({ path }: ApiRoute, ids: Ids): string {
  const kind = path.split('/')[1] as keyof Ids;
  return path
    .replace('{uid}', ids[kind])
    .replace('{file}', ids.file)
    .replace('{name}', 'clients')
    .replace(/\/files$/, '/files?name=a.csv');
}

function send(staff: Staff, route: ApiRoute, ids: Ids, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has('content-type')) headers.set('content-type', typeOf(route));
  return staff.fetch(route.method.toUpperCase(), pathFor(route, ids), {
    ...init,
    ...bodyFor(route, ids),
    headers,
  });
}

const typeOf = ({ body }: ApiRoute) =>
  body === 'bytes' ? 'application/octet-stream' : 'application/json';

function bodyFor(route: ApiRoute, ids: Ids): { body?: string } {
  if (route.method === 'get') return {};
  if (route.body === 'bytes') return { body: LIST };
  const body = BODIES[keyOf(route)];
  if (route.body) assert.ok(body, `there is no body for ${keyOf(route)}`);
  return { body: JSON.stringify(body?.(ids) ?? {}) };
}

/** A business with a draft, a batch with a reject, and an open import of it. */
async function setUp(api: ApiSetup, businessUid: string): Promise<{ staff: Staff; ids: Ids }> {
  const staff = await api.as({ businessUid, businessName: `Canary of ${businessUid}` });
  const draft: DraftWire = await staff.stage(LIST);
  const { session } = await staff.post<SessionStartedWire>('/sessions', {
    batch_uid: draft.batch_uid,
    override: false,
    send_email: false,
    rejects: 'leave',
  });
  const job = await staff.post<JobWire>(`/batches/${draft.batch_uid}/reconcile`, {});
  const ids: Ids = {
    drafts: draft.uid,
    batches: draft.batch_uid ?? '',
    sessions: session.uid,
    imports: session.import_uid,
    jobs: job.uid,
    file: draft.files[0]?.uid ?? '',
  };
  return { staff, ids };
}

/** Everything that the store has of a business. */
async function everything({ store }: ApiSetup, businessUid: string): Promise<unknown> {
  return {
    drafts: await store.listDrafts(businessUid),
    batches: await store.listBatches(businessUid),
    sessions: await store.listSessions(businessUid),
    jobs: await store.listJobs({ businessUid }),
    audit: await store.listAudit(businessUid, 100),
    uploads: (await store.listUploads('9999')).length,
  };
}

test('S32: the routes are those that are known here, each with its least role', () => {
  assert.deepEqual(
    Object.fromEntries(API_ROUTES.map((route) => [keyOf(route), route.role])),
    LEAST_ROLE,
  );
});

test('every route that changes something is in the audit', () => {
  for (const route of API_ROUTES.filter(({ method }) => method !== 'get'))
    assert.ok(route.audit, keyOf(route));
});

test('S3: whatever is asked by an id of another business is as little there as nothing', async (t) => {
  const api = await startApi(t);
  const { ids } = await setUp(api, 'b1');
  const { staff: stranger, ids: own } = await setUp(api, 'b2');
  const before = await everything(api, 'b1');
  const withIds = API_ROUTES.filter(({ path }) => /\{(uid|file)\}/.test(path));
  assert.ok(withIds.length > 15);
  for (const route of withIds) {
    const theirs = await send(stranger, route, ids);
    const none = await send(stranger, route, NOWHERE);
    assert.deepEqual([theirs.status, none.status], [404, 404], keyOf(route));
    assert.equal(await theirs.text(), await none.text(), keyOf(route));
  }
  const mixes: Ids[] = [
    { ...own, batches: ids.batches },
    { ...own, drafts: ids.drafts },
  ];
  const declare = API_ROUTES.find((route) => keyOf(route) === 'post /sessions');
  assert.ok(declare);
  for (const mix of mixes) assert.equal((await send(stranger, declare, mix)).status, 404);
  const ofFile = await stranger.ask('DELETE', `/drafts/${own.drafts}/files/${ids.file}`);
  assert.equal(ofFile.status, 404);
  assert.deepEqual(await everything(api, 'b1'), before);
});

test('S3: a business in the query or the body changes nothing about whose things are shown', async (t) => {
  const api = await startApi(t);
  const { ids } = await setUp(api, 'b1');
  const stranger = await api.as({ businessUid: 'b2', staffUid: 'st9' });
  const plain = API_ROUTES.filter(
    ({ method, path }) => method === 'get' && !path.includes('{uid}'),
  );
  for (const route of plain) {
    const path = `${pathFor(route, NOWHERE)}?business_uid=b1&staff_uid=st1`;
    const { status, text } = await stranger.ask('GET', path);
    assert.equal(status, 200, keyOf(route));
    for (const canary of [...Object.values<string>({ ...ids }), 'Canary'])
      assert.ok(
        !text.replace('Blue Door Studio', '').includes(canary),
        `${keyOf(route)}: ${canary}`,
      );
  }
  const refused = await stranger.ask('POST', '/drafts', { business_uid: 'b1' });
  assert.equal(refused.status, 400);
  assert.match(refused.text, /business_uid/);
});

for (const role of ROLES) {
  test(`S4: ${role} may ask what ${role} may ask, and nothing else`, async (t) => {
    const api = await startApi(t);
    const { ids } = await setUp(api, 'b1');
    const staff = await api.as({ role, staffUid: `a-${role}` });
    const before = await everything(api, 'b1');
    for (const route of API_ROUTES) {
      const isAllowed = ROLES.indexOf(role) >= ROLES.indexOf(route.role);
      const { status } = await send(staff, route, isAllowed ? NOWHERE : ids);
      assert.equal(status === 403, !isAllowed, `${keyOf(route)}: ${status}`);
      if (isAllowed && /\{(uid|file)\}/.test(route.path)) assert.equal(status, 404, keyOf(route));
    }
    if (role === 'view') assert.deepEqual(await everything(api, 'b1'), before);
  });
}

test('S12: a write is refused from another site, without a token, and as a form can send it', async (t) => {
  const api = await startApi(t);
  const { staff, ids } = await setUp(api, 'b1');
  const before = await everything(api, 'b1');
  const attacks: [string, Record<string, string>, number][] = [
    ['a foreign Origin', { origin: 'https://evil.example.com' }, 403],
    ['an opaque Origin', { origin: 'null' }, 403],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sibling site', { 'sec-fetch-site': 'same-site', origin: PUBLIC_ORIGIN }, 403],
    ['no token', { authorization: 'none' }, 401],
    ['a token of nobody', { authorization: 'Bearer abc.def.ghi' }, 401],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a form with files', { 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['JSON as plain text', { 'content-type': 'text/plain' }, 415],
  ];
  for (const route of API_ROUTES.filter(({ method }) => method !== 'get')) {
    for (const [what, headers, status] of attacks) {
      const answer = await send(staff, route, ids, { headers });
      assert.equal(answer.status, status, `${what} at ${keyOf(route)}: ${await answer.text()}`);
    }
  }
  assert.deepEqual(await everything(api, 'b1'), before);
  const own = { origin: PUBLIC_ORIGIN, 'sec-fetch-site': 'same-origin' };
  assert.equal((await staff.fetch('POST', '/drafts', { headers: own })).status, 201);
});

test('nothing is read without a good token, and a token in the query is none', async (t) => {
  const { as, origin } = await startApi(t);
  const { token } = await as();
  for (const route of API_ROUTES.filter(({ method }) => method === 'get')) {
    const path = pathFor(route, NOWHERE);
    const answer = await fetch(`${origin}/api${path}?token=${token}&access_token=${token}`);
    assert.equal(answer.status, 401, keyOf(route));
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
  }
});

test('S29: other methods of a known path are 405, HEAD among them; other paths are the uniform 404', async (t) => {
  const { as, port } = await startApi(t);
  const staff = await as();
  const paths = [...new Set(API_ROUTES.map(({ path }) => path))];
  for (const path of paths) {
    const known = API_ROUTES.filter((route) => route.path === path);
    const [first] = known;
    assert.ok(first);
    const target = pathFor(first, NOWHERE);
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      if (known.some((route) => route.method.toUpperCase() === method)) continue;
      const answer = await staff.fetch(method, target);
      assert.equal(answer.status, 405, `${method} ${path}`);
      assert.equal(
        answer.headers.get('allow'),
        known.map((route) => route.method.toUpperCase()).join(', '),
      );
    }
  }
  for (const path of [
    '',
    '/',
    '/none',
    '/ME',
    '/me/',
    '/drafts//x',
    '/batches/../me',
    '/drafts/%00',
    '/drafts/%zz',
    '/me;x',
  ]) {
    const answer = await askRaw(port, `/api${path}`);
    assert.equal(answer.status, path === '/drafts/%00' ? 401 : 404, path);
  }
  const odd = await staff.ask('GET', '/drafts/%00');
  assert.deepEqual(
    [odd.status, odd.body],
    [404, { error: { code: 'not_found', message: 'Not found.' } }],
  );
});
