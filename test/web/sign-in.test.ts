import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { goodClaims } from '../helpers/sign-in.js';
import { ask, startStaffWeb, type Answer, type StaffWeb } from '../helpers/staff-web.js';

const setCookiesOf = (answer: Answer) => [answer.headers['set-cookie'] ?? []].flat();

const cookieOf = (answer: Answer) => setCookiesOf(answer)[0]?.split(';')[0] ?? '';

/** Goes through the sign-in window like a browser, up to where the host sends it back to. */
async function begin({ port, host }: StaffWeb) {
  const begun = await ask(port, '/sign-in');
  const back = await host.approve(String(begun.headers['location']));
  return { cookie: cookieOf(begun), back: `${back.pathname}${back.search}` };
}

const codeIn = (answer: Answer) => /data-code="([\w-]{43})"/.exec(answer.text)?.[1];

const errorIn = (answer: Answer) =>
  (JSON.parse(answer.text) as { error: { code: string; hint?: string; request_id?: string } })
    .error;

const post = (
  { port }: Pick<StaffWeb, 'port'>,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
) =>
  ask(port, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const tokenIn = (answer: Answer) =>
  JSON.parse(answer.text) as { token: string; expires_at: string };

test('the sign-in window ends on a page whose script hands a code to our own page, which gets a token for it', async (t) => {
  const web = await startStaffWeb(t);
  const { cookie, back } = await begin(web);
  const last = await ask(web.port, back, { headers: { cookie } });
  assert.equal(last.status, 200);
  assert.match(last.text, new RegExp(`data-origin="${web.origin}"`));
  assert.match(last.text, /<script nonce="[\w+/=]{24}" src="\/sign-in\/hand-over.js"><\/script>/);
  const nonce = /nonce="([^"]+)"/.exec(last.text)?.[1] ?? '';
  assert.equal(
    last.headers['content-security-policy'],
    `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
  );
  assert.match(String(setCookiesOf(last)[0]), /^sign-in-[\w-]{16}=; .*Expires=Thu, 01 Jan 1970/);
  const signedIn = await post(web, '/api/sign-in', { code: codeIn(last) });
  assert.equal(signedIn.status, 200);
  const { token, expires_at } = tokenIn(signedIn);
  assert.equal(expires_at, '2026-09-01T08:15:00.000Z');
  assert.equal((await web.signIn.verify(token)).staffUid, 'st-1');
});

test('a JWS gets a token, and the token a newer one', async (t) => {
  const web = await startStaffWeb(t);
  const jws = await web.host.sign(goodClaims(web.clock));
  const first = tokenIn(await post(web, '/api/sign-in', { jws }));
  web.clock.pass(10 * 60_000);
  const authorization = `Bearer ${first.token}`;
  const renewed = await post(web, '/api/sign-in/renew', undefined, { authorization });
  assert.equal(tokenIn(renewed).expires_at, '2026-09-01T08:25:00.000Z');
  web.clock.pass(5 * 60_000);
  const over = await post(web, '/api/sign-in/renew', undefined, { authorization });
  assert.deepEqual([over.status, errorIn(over).code], [401, 'not_signed_in']);
  assert.equal(over.headers['www-authenticate'], 'Bearer');
});

test('S11: the cookie of a public https address is bound to the host, hidden from scripts, and lax', async (t) => {
  const web = await startStaffWeb(t, { publicUrl: 'https://ferry.example.com' });
  const { headers } = await ask(web.port, '/sign-in');
  const [cookie = '', ...more] = [headers['set-cookie']].flat();
  assert.deepEqual(more, []);
  const [pair, ...attributes] = cookie.split('; ');
  assert.match(String(pair), /^__Host-sign-in-[\w-]{16}=/);
  assert.deepEqual(
    attributes.filter((one) => !one.startsWith('Expires=')),
    ['Max-Age=600', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'],
  );
});

test('a plain http address has a cookie that browsers keep there', async (t) => {
  const web = await startStaffWeb(t);
  const { headers } = await ask(web.port, '/sign-in');
  assert.match(String(headers['set-cookie']), /^sign-in-[^;]+;(?!.*Secure).*HttpOnly/);
});

const HINTED = '/sign-in?brand_host=app.partner.example&language=en-GB';

test('a sign-in that fails is told in one sentence, with a way to begin again at the same site', async (t) => {
  const web = await startStaffWeb(t);
  const cookie = cookieOf(await ask(web.port, HINTED));
  for (const query of ['', '?code=x&state=y', '?code=x&state=y&state=y']) {
    const answer = await ask(web.port, `/sign-in/callback${query}`, { headers: { cookie } });
    assert.equal(answer.status, 403);
    assert.match(answer.text, /begun too long ago/);
    assert.ok(answer.text.includes(`href="${HINTED.replace('&', '&amp;')}"`), answer.text);
    assert.ok(!answer.text.includes('<script'));
    assert.match(String(answer.headers['content-security-policy']), /^default-src 'none'; style/);
  }
});

test('S8: markup in what the host says is text', async (t) => {
  const web = await startStaffWeb(t);
  const { cookie, back } = await begin(web);
  const state = new URLSearchParams(back.split('?')[1]).get('state') ?? '';
  const said = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&amp;`;
  const query = new URLSearchParams({ state, error: 'access_denied', error_description: said });
  const answer = await ask(web.port, `/sign-in/callback?${query.toString()}`, {
    headers: { cookie },
  });
  assert.equal(answer.status, 403);
  assert.ok(!/<script|<img/.test(answer.text));
  assert.ok(answer.text.includes('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;'));
  assert.ok(answer.text.includes('&#39;&amp;amp;'));
});

test('a cookie that cannot be read is no cookie', async (t) => {
  const web = await startStaffWeb(t);
  for (const value of ['%', '1', '%7B%7D', '%5B1,2,3%5D', '']) {
    const { cookie, back } = await begin(web);
    const name = cookie.split('=')[0] ?? '';
    const answer = await ask(web.port, back, { headers: { cookie: `${name}=${value}; x` } });
    assert.equal(answer.status, 403);
  }
});

test('two sign-ins at once in one browser do not end each other', async (t) => {
  const web = await startStaffWeb(t);
  const [first, second] = [await begin(web), await begin(web)];
  const cookie = `${first.cookie}; ${second.cookie}`;
  const ended = await ask(web.port, second.back, { headers: { cookie } });
  assert.equal(ended.status, 200);
  const cleared = setCookiesOf(ended).filter((one) => one.includes('Expires=Thu, 01 Jan 1970'));
  assert.deepEqual(
    cleared.map((one) => one.split('=')[0]),
    [second.cookie.split('=')[0]],
  );
  assert.equal((await ask(web.port, first.back, { headers: { cookie } })).status, 200);
});

test('S8: an answer of the host that this browser did not begin ends no sign-in that it did', async (t) => {
  const web = await startStaffWeb(t);
  const [mine, theirs] = [await begin(web), await begin(web)];
  const refused = await ask(web.port, theirs.back, { headers: { cookie: mine.cookie } });
  assert.deepEqual([refused.status, setCookiesOf(refused)], [403, []]);
  const { status } = await ask(web.port, mine.back, { headers: { cookie: mine.cookie } });
  assert.equal(status, 200);
});

// Anybody can write an address: what it brings must not make staff work in the business of whoever wrote it.

test('S8: a code from the address is taken only with the cookie of the browser that began', async (t) => {
  const web = await startStaffWeb(t);
  const finish = async () => {
    const { cookie, back } = await begin(web);
    const last = await ask(web.port, back, { headers: { cookie } });
    const kept = setCookiesOf(last).find((one) => one.startsWith('hand-over-')) ?? '';
    return { code: codeIn(last), kept, cookie: kept.split(';')[0] ?? '' };
  };
  const stranger = await finish();
  for (const cookie of ['', stranger.cookie, 'hand-over-x=y']) {
    const { code } = await finish();
    const answer = await post(web, '/api/sign-in', { address_code: code }, { cookie });
    assert.deepEqual([answer.status, errorIn(answer).code], [403, 'sign_in_failed']);
  }
  const renamed = await finish();
  const forged = `${renamed.cookie.split('=')[0]}=${stranger.cookie.split('=')[1]}`;
  const answer = await post(
    web,
    '/api/sign-in',
    { address_code: renamed.code },
    { cookie: forged },
  );
  assert.equal(answer.status, 403);

  const mine = await finish();
  assert.match(mine.kept, /; Max-Age=60; Path=\/; .*HttpOnly; SameSite=Strict$/);
  const signedIn = await post(
    web,
    '/api/sign-in',
    { address_code: mine.code },
    { cookie: mine.cookie },
  );
  assert.equal(signedIn.status, 200);
  assert.match(setCookiesOf(signedIn).join(), /^hand-over-[\w-]{16}=; .*Expires=Thu, 01 Jan 1970/);
});

test('when the host is out of order the window says so, and it is no failure of the person', async (t) => {
  const web = await startStaffWeb(t, { limits: { failures: 1, begins: 10 } });
  web.host.replace('/oauth/token', (_req, res) => res.status(500).end());
  for (let at = 0; at < 3; at++) {
    const { cookie, back } = await begin(web);
    const answer = await ask(web.port, back, { headers: { cookie } });
    assert.equal(answer.status, 502);
    assert.match(answer.text, /does not answer at the moment/);
  }
});

// What the query says is never a place to go to.

test('S20: 30 forms of brand_host all lead to the first site of the list, and nobody calls what they name', async (t) => {
  let hits = 0;
  const canary = createServer((_req, res) => {
    hits++;
    res.end();
  });
  canary.on('connection', () => hits++);
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  t.after(() => canary.close());
  const { port } = canary.address() as AddressInfo;
  const web = await startStaffWeb(t);
  const forms = [
    `127.0.0.1:${port}`,
    `localhost:${port}`,
    `http://127.0.0.1:${port}`,
    `//127.0.0.1:${port}`,
    `/\\127.0.0.1:${port}`,
    `\\\\127.0.0.1:${port}`,
    `[::1]:${port}`,
    `[::ffff:127.0.0.1]:${port}`,
    `[0:0:0:0:0:ffff:7f00:1]:${port}`,
    `2130706433:${port}`,
    `0x7f000001:${port}`,
    `0177.0.0.1:${port}`,
    `127.1:${port}`,
    `0:${port}`,
    `127.0.0.1.nip.io:${port}`,
    `app.partner.example@127.0.0.1:${port}`,
    `127.0.0.1:${port}/app.partner.example`,
    `127.0.0.1:${port}#app.partner.example`,
    `127.0.0.1:${port}?app.partner.example`,
    'app.partner.example.',
    'app.partner.example.evil.example',
    'evil-app.partner.example',
    'app.partner.example:443',
    'https://app.partner.example',
    'app.pаrtner.example',
    'xn--app-partner-example',
    'аpp.partner.example',
    'app.partner.example\r\nlocation: http://127.0.0.1',
    'app.partner.example%00',
    ' app.partner.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '//x',
    '..',
    '',
    `${'a'.repeat(300)}.example`,
  ];
  for (const form of forms) {
    const { status, headers } = await ask(
      web.port,
      `/sign-in?brand_host=${encodeURIComponent(form)}`,
    );
    assert.equal(status, 302, form);
    assert.equal(new URL(String(headers['location'])).origin, web.host.url, form);
  }
  const twice = await ask(web.port, '/sign-in?brand_host=app.partner.example&brand_host=x');
  assert.equal(new URL(String(twice.headers['location'])).origin, web.host.url);
  assert.equal(hits, 0);
});

test('S28: forged Host and forwarding headers change neither the way there nor the way back', async (t) => {
  const web = await startStaffWeb(t);
  const forged = {
    host: 'evil.example',
    forwarded: 'host=evil.example;proto=https',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-port': '443',
    'x-original-url': '/evil',
    'x-rewrite-url': '/evil',
    referer: 'https://evil.example/',
  };
  const begun = await ask(web.port, '/sign-in', { headers: forged });
  const location = new URL(String(begun.headers['location']));
  assert.equal(location.searchParams.get('redirect_uri'), `${web.origin}/sign-in/callback`);
  assert.match(cookieOf(begun), /^sign-in-/);
  const back = await web.host.approve(location.href);
  const last = await ask(web.port, `${back.pathname}${back.search}`, {
    headers: { ...forged, cookie: cookieOf(begun) },
  });
  assert.equal(last.status, 200);
  assert.ok(!JSON.stringify([begun.headers, last.headers, last.text]).includes('evil'));
});

const FOREIGN: Record<string, Record<string, string>> = {
  'a form post': { 'content-type': 'application/x-www-form-urlencoded' },
  'a multipart form': { 'content-type': 'multipart/form-data; boundary=x' },
  'JSON that calls itself text': { 'content-type': 'text/plain' },
  'JSON without a type': { 'content-type': '' },
  'a foreign Origin': { origin: 'https://evil.example' },
  'the Origin of a frame without one': { origin: 'null' },
  'our Origin with another port': { origin: 'https://ferry.example.com:8443' },
  'our Origin without TLS': { origin: 'http://ferry.example.com' },
  'a request of another site': { 'sec-fetch-site': 'cross-site' },
  'a request of a sister site': { 'sec-fetch-site': 'same-site' },
};

for (const [what, headers] of Object.entries(FOREIGN)) {
  test(`S12: ${what} signs nobody in and leaves the JWS unused`, async (t) => {
    const web = await startStaffWeb(t, { publicUrl: 'https://ferry.example.com' });
    const jws = await web.host.sign(goodClaims(web.clock));
    const answer = await post(web, '/api/sign-in', { jws }, headers);
    assert.deepEqual([answer.status, errorIn(answer).code], [403, 'not_allowed']);
    const own = { origin: 'https://ferry.example.com', 'sec-fetch-site': 'same-origin' };
    assert.equal((await post(web, '/api/sign-in', { jws }, own)).status, 200);
  });
}

test('S12: without a public address, pages of this machine are our own and no others', async (t) => {
  const web = await startStaffWeb(t);
  const answerTo = async (origin: string) =>
    errorIn(await post(web, '/api/sign-in', { code: 'x' }, { origin })).code;
  for (const origin of [web.origin, `http://localhost:${web.port}`, 'http://[::1]:1'])
    assert.equal(await answerTo(origin), 'sign_in_failed');
  for (const origin of ['http://127.0.0.1.evil.example', 'https://evil.example', 'http://10.0.0.1'])
    assert.equal(await answerTo(origin), 'not_allowed');
});

const BODIES = [{}, [], 'x', { code: 'x', jws: 'y' }, { code: 1 }, { jws: 'x'.repeat(8_001) }];

for (const body of BODIES) {
  test(`the body ${JSON.stringify(body).slice(0, 40)} signs nobody in`, async (t) => {
    const web = await startStaffWeb(t);
    const answer = await post(web, '/api/sign-in', body);
    assert.ok([400, 403].includes(answer.status));
    assert.match(String(errorIn(answer).request_id), /^[\w-]{36}$/);
  });
}

test('S26: after too many failures an address has to wait, and successes do not count', async (t) => {
  const web = await startStaffWeb(t, { limits: { failures: 3, begins: 3 } });
  for (let at = 0; at < 8; at++) {
    const jws = await web.host.sign(goodClaims(web.clock, { jti: `jti-${at}` }));
    assert.equal((await post(web, '/api/sign-in', { jws })).status, 200);
  }
  const forwarded = (at: number) => ({ 'x-forwarded-for': `203.0.113.${at}` });
  for (let at = 0; at < 3; at++)
    assert.equal((await post(web, '/api/sign-in', { code: 'x' }, forwarded(at))).status, 403);
  const answer = await post(web, '/api/sign-in', { code: 'x' }, forwarded(9));
  assert.deepEqual([answer.status, errorIn(answer).code], [429, 'sign_in_failed']);
  assert.ok(answer.headers['retry-after']);
  const page = await ask(web.port, '/sign-in/callback?state=x&code=y');
  assert.equal(page.status, 429);
  assert.match(page.text, /too many failed sign-ins/);
});

test('S28: behind a trusted proxy each caller has failures of its own, and the proxy tells no more than that', async (t) => {
  const web = await startStaffWeb(t, {
    limits: { failures: 2, begins: 2 },
    trustedProxies: ['127.0.0.0/8'],
  });
  const from = (address: string) => ({
    'x-forwarded-for': `198.51.100.9, ${address}`,
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
  });
  const failAs = async (address: string) =>
    (await post(web, '/api/sign-in', { code: 'x' }, from(address))).status;
  for (const expected of [403, 403, 429]) assert.equal(await failAs('203.0.113.1'), expected);
  assert.equal(await failAs('203.0.113.2'), 403);
  const { headers } = await ask(web.port, '/sign-in', { headers: from('203.0.113.3') });
  assert.ok(!JSON.stringify(headers).includes('evil'));
});

test('S26: an address that only ever begins has to wait as well', async (t) => {
  const web = await startStaffWeb(t, { limits: { failures: 3, begins: 3 } });
  const statuses = [];
  for (let at = 0; at < 4; at++) statuses.push((await ask(web.port, '/sign-in')).status);
  assert.deepEqual(statuses, [302, 302, 302, 429]);
});
