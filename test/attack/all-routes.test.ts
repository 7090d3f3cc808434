import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import type { Express } from 'express';
import { createLogger } from '../../src/logger.js';
import { PagesUnderWay } from '../../src/web/pages-under-way.js';
import { createStaffRoutes } from '../../src/web/staff-routes.js';
import { createSite } from '../../src/web/web.js';
import { API_ROUTES, startApi } from '../helpers/api.js';
import { ask, makePage, startStaffWeb } from '../helpers/staff-web.js';
import { makeSignIn } from '../helpers/sign-in.js';

interface Layer {
  route?: { path: string | string[]; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** Every route of an express app, however deep; of each list of paths the first. */
function routesOf({ stack }: { stack: Layer[] }): string[] {
  return stack.flatMap(({ route, handle }) => {
    if (!route) return handle.stack ? routesOf({ stack: handle.stack }) : [];
    const methods = Object.keys(route.methods).filter((name) => route.methods[name]);
    const [path = ''] = [route.path].flat();
    return methods.map((method) => `${method === '_all' ? 'any' : method} ${path}`);
  });
}

async function createWholeSite(t: TestContext): Promise<Express> {
  const { store, signIn, clock } = await makeSignIn(t);
  const logger = createLogger('error');
  logger.silent = true;
  return createSite({
    ...{ store, logger, now: clock.now, graceMs: 0, secrets: [], isOpen: true },
    pages: new PagesUnderWay(store),
    checkReadiness: () => store.check(),
    staff: createStaffRoutes({
      signIn: { signIn, publicUrl: () => 'http://127.0.0.1:1', publicOrigin: undefined },
      page: { pageFolder: makePage(t), frameAncestors: [] },
      logger,
    }),
  });
}

/** All that is answered besides the API, whose routes stand in `test/web/api-doors.test.ts`. */
const SITE = [
  'get /healthz',
  'get /readyz',
  'any /host/:secret/app/clients/export',
  'any /app/clients/export',
  'post /host/:secret/webhooks/intandem',
  'post /webhooks/intandem',
  'get /sign-in',
  'get /sign-in/callback',
  'get /sign-in/hand-over.js',
  'post /api/sign-in',
  'post /api/sign-in/renew',
  'get /',
  'get /assets/:name',
];

/** What only our own page may show in a frame: the documents that the CRM opens. */
const FRAMED = new Set(['get /']);

test('S32: besides the API, the routes are those that are known here', async (t) => {
  const site = await createWholeSite(t);
  assert.deepEqual(routesOf(site.router as unknown as { stack: Layer[] }), SITE);
});

test('S10: nothing but the page itself may be shown in a frame, on any route', async (t) => {
  const { port } = await startStaffWeb(t);
  const api = await startApi(t);
  const framing = async (at: number, method: string, path: string) => {
    const { headers } = await ask(at, path, { method });
    return [
      /frame-ancestors 'none'$/.test(String(headers['content-security-policy'])),
      headers['x-frame-options'],
    ];
  };
  for (const route of SITE) {
    const [method = '', path = ''] = route.replace(/:\w+/, 'x').split(' ');
    const asked = await framing(port, method === 'any' ? 'GET' : method.toUpperCase(), path);
    assert.deepEqual(asked, FRAMED.has(route) ? [false, undefined] : [true, 'DENY'], route);
  }
  for (const { method, path } of API_ROUTES) {
    const target = `/api${path.replace(/\{\w+\}/g, 'x')}`;
    assert.deepEqual(await framing(api.port, method.toUpperCase(), target), [true, 'DENY'], target);
  }
});

const CURIOUS = [
  ...['/metrics', '/debug', '/debug/pprof', '/status', '/server-status', '/admin', '/console'],
  ...['/.env', '/.git/config', '/package.json', '/var/control.db', '/control.db', '/batches'],
  ...['/api', '/api/', '/api/debug', '/api/metrics', '/api/v1/me', '/graphql', '/swagger'],
  ...['/assets', '/assets/', '/assets/../index.html', '/index.html', '/sandbox', '/app', '/host'],
  ...[
    '/robots.txt',
    '/favicon.ico',
    '/.well-known/security.txt',
    '/actuator/health',
    '/node_modules',
  ],
];

test('S32: what the curious ask for is the uniform 404, and the state of the app tells no data', async (t) => {
  const { port } = await startStaffWeb(t);
  const seen = new Set<string>();
  for (const path of CURIOUS)
    for (const method of ['GET', 'POST']) {
      const { status, text } = await ask(port, path, { method });
      assert.equal(status, 404, path);
      seen.add(text);
    }
  assert.equal(seen.size, 1);
  assert.equal((await ask(port, '/healthz')).text, '{"status":"ok"}');
  assert.equal((await ask(port, '/readyz')).text, '{"status":"ready"}');
});

/** What a database says when it fails, with all that must not be told. */
const TROUBLE = Object.assign(
  new Error(
    `SQLITE_CORRUPT: SELECT canary FROM clients at /srv/canary/store.ts:7 'mira@example.org'`,
  ),
  { code: 'SQLITE_CORRUPT', detail: 'Key (email)=(mira@example.org)', path: '/srv/canary' },
);

/** Makes every function of the store fail, at once or with a promise. */
function breakAll(store: object): void {
  for (const name of Object.keys(store))
    if (name !== 'close') Object.assign(store, { [name]: () => Promise.reject(TROUBLE) });
}

const TELLING = /canary|SELECT|SQLITE|mira|\.ts|\.js:|node_modules|at \S+:\d+|\/srv|\/tmp|stack/;

test('S31: while everything inside fails, no route tells what, or where', async (t) => {
  const api = await startApi(t);
  const staff = await api.as();
  const { store } = api;
  assert.ok(Object.keys(store).length > 30);
  breakAll(store);
  const statuses = new Set<number>();
  for (const { method, path, body } of API_ROUTES) {
    const target = path.replace(/\{\w+\}/g, 'x').replace(/\/files$/, '/files?name=a.csv');
    const answer = await staff.fetch(method.toUpperCase(), target, {
      headers: {
        'content-type': body === 'bytes' ? 'application/octet-stream' : 'application/json',
      },
      ...(method === 'get' ? {} : { body: body === 'bytes' ? 'a,b' : '{}' }),
    });
    const text = await answer.text();
    assert.doesNotMatch(text, TELLING, `${method} ${path}`);
    assert.doesNotMatch(JSON.stringify([...answer.headers]), TELLING, `${method} ${path}`);
    statuses.add(answer.status);
  }
  assert.ok(statuses.has(503));
  for (const [path, init] of [
    ['/readyz', {}],
    ['/app/clients/export?business_uid=b1&page=1&per_page=10', {}],
    ['/app/clients/export?business_uid=b1&page=-1', {}],
    ['/webhooks/intandem', { method: 'POST', body: REPORT }],
  ] as const) {
    const answer = await fetch(api.origin + path, init);
    const text = await answer.text();
    assert.equal(answer.status, 503, path);
    assert.ok(answer.headers.get('retry-after'), path);
    assert.doesNotMatch(text, TELLING, path);
  }
});

const REPORT = JSON.stringify({
  ...{ entity_name: 'bulk_import', event_type: 'done' },
  data: { session_id: 'x', page: 1, clients_import_status: { created: { count: 1 } } },
});

test('S31: while everything inside fails, signing in tells no more than that', async (t) => {
  const web = await startStaffWeb(t);
  const { headers } = await ask(web.port, '/sign-in');
  const back = await web.host.approve(String(headers['location']));
  const cookie = String([headers['set-cookie']].flat()[0]).split(';')[0] ?? '';
  breakAll(web.store);
  const json = { 'content-type': 'application/json' };
  for (const [path, options] of [
    ['/sign-in', {}],
    [`${back.pathname}${back.search}`, { headers: { cookie } }],
    ['/api/sign-in', { method: 'POST', headers: json, body: '{"code":"x"}' }],
    ['/api/sign-in', { method: 'POST', headers: json, body: '{"jws":"a.b.c"}' }],
    ['/api/sign-in/renew', { method: 'POST', headers: json, body: '{}' }],
  ] as const) {
    const { status, text } = await ask(web.port, path, options);
    assert.ok(status >= 400, path);
    assert.doesNotMatch(text.replace('hand-over.js', ''), TELLING, path);
  }
});

const PARAMS = [
  'return_to',
  'redirect_uri',
  'redirect',
  'next',
  'url',
  'continue',
  'api_uri',
  'iss',
];
const SITES = [
  'http://127.0.0.1:PORT/',
  '//127.0.0.1:PORT/x',
  '/\\127.0.0.1:PORT',
  '\\\\127.0.0.1:PORT',
  'http:127.0.0.1:PORT',
  'http://[::1]:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f.1:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://app.partner.example@127.0.0.1:PORT/',
  'http://localhost.:PORT/',
  'http://xn--localhost-:PORT/',
  'javascript:alert(1)//PORT',
  'data:text/html,PORT',
  '/x%0d%0alocation:%20http://127.0.0.1:PORT/',
];

test('S20: no parameter of any page makes the app go anywhere, or send anybody there', async (t) => {
  let hits = 0;
  const canary = createServer((_req, res) => res.end());
  canary.on('connection', () => hits++);
  canary.listen(0, '127.0.0.1');
  await once(canary, 'listening');
  t.after(() => {
    canary.close();
  });
  const { port: caught } = canary.address() as AddressInfo;
  const web = await startStaffWeb(t, { limits: { failures: 10_000, begins: 10_000 } });
  const ours = [web.origin, web.host.url];
  for (const site of SITES) {
    const value = encodeURIComponent(site.replace('PORT', String(caught)));
    const query = PARAMS.map((name) => `${name}=${value}`).join('&');
    for (const path of ['/', '/start', '/sign-in', '/sign-in/callback', '/readyz', '/nowhere']) {
      const { headers, text } = await ask(web.port, `${path}?code=c&state=s&${query}`);
      const { location } = headers;
      if (location !== undefined) assert.ok(ours.includes(new URL(String(location)).origin), site);
      assert.ok(!`${text}${JSON.stringify(headers)}`.includes(`:${caught}`), `${path} ${site}`);
    }
  }
  assert.equal(hits, 0);
});
