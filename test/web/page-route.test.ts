import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { ask, makePage, startStaffWeb } from '../helpers/staff-web.js';

const QUERY =
  '?business_uid=bz-1&staff_uid=st-1&language=en&brand_host=evil.example&impersonate=true';

test('the page is served at both its addresses with a fresh nonce wherever one is due', async (t) => {
  const { port } = await startStaffWeb(t);
  const nonces = new Set<string>();
  for (const path of ['/', '/start', `/start${QUERY}`, '/start/']) {
    const { status, text, headers } = await ask(port, path);
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    const [first = '', ...more] = [...text.matchAll(/nonce="([^"]*)"/g)].map((one) => one[1] ?? '');
    assert.match(first, /^[\w+/]{22}==$/);
    assert.deepEqual(more, [first]);
    assert.ok(String(headers['content-security-policy']).includes(`'nonce-${first}'`));
    assert.ok(text.includes('src="/assets/index-a1.js"'));
    nonces.add(first);
  }
  assert.equal(nonces.size, 4);
});

test('S10: the page may be framed by the configured sites and nobody else, whatever the request says', async (t) => {
  const frameAncestors = ['https://app.vcita.com', 'https://app.partner.example'];
  const { port } = await startStaffWeb(t, { frameAncestors });
  const { headers } = await ask(port, `/start${QUERY}`, {
    headers: { referer: 'https://evil.example/', origin: 'https://evil.example' },
  });
  const policy = String(headers['content-security-policy']).replace(/nonce-[\w+/=]+/g, 'nonce-N');
  assert.deepEqual(policy.split('; '), [
    "default-src 'none'",
    "script-src 'self' 'nonce-N'",
    "style-src 'self' 'nonce-N'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    'frame-ancestors https://app.vcita.com https://app.partner.example',
  ]);
  const { 'x-frame-options': frameOptions, 'cache-control': caching } = headers;
  assert.deepEqual([frameOptions, caching], [undefined, 'no-store']);
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.equal(headers['cross-origin-opener-policy'], 'unsafe-none');
  assert.equal(headers['cross-origin-resource-policy'], 'cross-origin');
  assert.equal(headers['x-content-type-options'], 'nosniff');
});

const OTHERS: readonly [string, string, number][] = [
  ['GET', '/healthz', 200],
  ['GET', '/readyz', 200],
  ['GET', '/sign-in', 302],
  ['GET', '/sign-in/callback', 403],
  ['GET', '/sign-in/hand-over.js', 200],
  ['POST', '/api/sign-in', 403],
  ['POST', '/api/sign-in/renew', 401],
  ['GET', '/api/nothing', 404],
  ['GET', '/app/clients/export', 400],
  ['GET', '/assets/index-a1.js', 200],
  ['GET', '/assets/nothing.js', 404],
  ['GET', '/nothing', 404],
  ['POST', '/start', 404],
];

for (const [method, path, expected] of OTHERS) {
  test(`S10: ${method} ${path} may be framed by nobody`, async (t) => {
    const { port } = await startStaffWeb(t);
    const { status, headers } = await ask(port, path, { method });
    assert.equal(status, expected);
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'$/);
    assert.match(String(headers['content-security-policy']), /^default-src 'none'/);
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    if (!path.startsWith('/assets/index') && !path.endsWith('.js'))
      assert.notEqual(headers['cache-control'], undefined);
  });
}

test('every page on the way through the sign-in window leaves the window its opener', async (t) => {
  const { port } = await startStaffWeb(t);
  for (const path of ['/', '/sign-in', '/sign-in/callback']) {
    const { headers } = await ask(port, path);
    assert.equal(headers['cross-origin-opener-policy'], 'unsafe-none', path);
  }
});

test('assets are kept for good, packed as the browser likes, and the same bytes in each form', async (t) => {
  const { port } = await startStaffWeb(t);
  const plain = await ask(port, '/assets/index-a1.js');
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(plain.headers['content-type'], 'text/javascript; charset=utf-8');
  assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(plain.headers['vary'], 'accept-encoding');
  const unpack = { br: brotliDecompressSync, gzip: gunzipSync };
  for (const [encoding, accepted] of [
    ['br', 'gzip, deflate, br'],
    ['gzip', 'gzip'],
  ] as const) {
    const headers = { 'accept-encoding': accepted };
    const packed = await ask(port, '/assets/index-a1.js', { headers });
    assert.equal(packed.headers['content-encoding'], encoding);
    assert.ok(packed.body.length < plain.body.length);
    assert.deepEqual(unpack[encoding](packed.body), plain.body);
  }
  const font = await ask(port, '/assets/font-b2.woff2', { headers: { 'accept-encoding': 'br' } });
  assert.deepEqual([font.headers['content-encoding'], font.text], [undefined, 'font']);
  const head = await ask(port, '/assets/index-a1.js', { method: 'HEAD' });
  assert.deepEqual([head.status, head.text], [200, '']);
});

test('nothing but the assets can be reached under /assets', async (t) => {
  const { port } = await startStaffWeb(t);
  for (const name of [
    '../secret.txt',
    '..%2fsecret.txt',
    '%2e%2e/secret.txt',
    '__proto__',
    '%00',
    '%',
  ])
    assert.equal((await ask(port, `/assets/${name}`)).status, 404, name);
});

test('a page that is not built is trouble of ours, and the rest works', async (t) => {
  const { port } = await startStaffWeb(t, { pageFolder: `${makePage(t)}/nothing` });
  assert.equal((await ask(port, '/start')).status, 503);
  assert.equal((await ask(port, '/healthz')).status, 200);
});
