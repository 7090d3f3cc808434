import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, openBrowserAs } from './browser.js';
import { approve, exchangeOf, REGISTERED, REQUEST, signIn } from './registered-app.js';
import { assertHolds, callAs, DECLARATION, GYM, SHOP, startRehearsal } from './rehearsal.js';

const NOA = {
  ...SHOP,
  businessName: 'Corner Shop',
  staffName: 'Noa Brandt',
  role: 'admin',
  email: 'noa.brandt@example.org',
};

/** A request without PKCE. */
const UNPROTECTED = {
  response_type: 'code',
  client_id: REGISTERED.clientId,
  redirect_uri: REGISTERED.redirectUri,
  state: REQUEST.state,
};

const authorize = (request: Record<string, string>, path = '/app/oauth/authorize') =>
  `${path}?${new URLSearchParams(request).toString()}`;

test('a request of an unknown app or for another return address goes nowhere', async (t) => {
  const { sandbox } = await startRehearsal(t, REGISTERED);
  const strange = [
    { ...REQUEST, client_id: 'somebody' },
    { ...REQUEST, redirect_uri: 'http://evil.example.org/' },
    { ...REQUEST, redirect_uri: `${REGISTERED.redirectUri}/deeper` },
    { response_type: 'code' },
  ];
  for (const request of strange) {
    const shown = await openBrowser(sandbox).get(authorize(request));
    assert.equal(shown.status, 400);
    assert.equal(shown.headers.location, undefined);
    const form = { ...request, account: 'bz-shop/st-noa', answer: 'approve' };
    const sent = await openBrowser(sandbox).submit('/app/oauth/authorize', form);
    assert.equal(sent.status, 400);
    assert.equal(sent.headers.location, undefined);
  }
});

test('a sandbox without a registered app knows no request', async (t) => {
  const { sandbox } = await startRehearsal(t);
  assert.equal((await openBrowser(sandbox).get(authorize(REQUEST))).status, 400);
});

test('a request that asks for something else goes back with the reason and the state', async (t) => {
  const { sandbox } = await startRehearsal(t, REGISTERED);
  const refused = [
    [{ ...REQUEST, response_type: 'token' }, 'unsupported_response_type'],
    [{ ...REQUEST, code_challenge_method: 'plain' }, 'invalid_request'],
    [{ ...REQUEST, code_challenge: 'short' }, 'invalid_request'],
    [{ ...UNPROTECTED, code_challenge_method: 'S256' }, 'invalid_request'],
  ] as const;
  for (const [request, error] of refused) {
    const { status, headers } = await openBrowser(sandbox).get(authorize(request));
    assert.equal(status, 302);
    const back = new URL(String(headers.location));
    assert.equal(back.origin + back.pathname, REGISTERED.redirectUri);
    assert.equal(back.searchParams.get('error'), error);
    assert.equal(back.searchParams.get('state'), REQUEST.state);
  }
});

test('somebody who does not approve goes back with access_denied', async (t) => {
  const { sandbox } = await startRehearsal(t, REGISTERED);
  const form = { ...REQUEST, account: 'bz-shop/st-noa', answer: 'refuse' };
  const { status, headers } = await openBrowser(sandbox).submit('/app/oauth/authorize', form);
  assert.equal(status, 303);
  const back = new URL(String(headers.location));
  assert.equal(back.searchParams.get('error'), 'access_denied');
  assert.equal(back.searchParams.get('state'), REQUEST.state);
  assert.equal(back.searchParams.get('code'), null);
});

test('an account that there is not approves nothing', async (t) => {
  const { sandbox } = await startRehearsal(t, REGISTERED);
  const form = { ...REQUEST, account: 'bz-shop/st-nobody', answer: 'approve' };
  const { status, headers } = await openBrowser(sandbox).submit('/app/oauth/authorize', form);
  assert.equal(status, 400);
  assert.equal(headers.location, undefined);
});

test('a code is refused when anything about its exchange is wrong', async (t) => {
  const { sandbox } = await startRehearsal(t, REGISTERED);
  const http = callAs(sandbox, '');
  const wrong = [
    [{ grant_type: undefined }, 400, 'invalid_request'],
    [{ grant_type: 'client_credentials' }, 400, 'unsupported_grant_type'],
    [{ client_id: 'somebody' }, 401, 'invalid_client'],
    [{ client_secret: 'guess' }, 401, 'invalid_client'],
    [{ client_secret: undefined }, 401, 'invalid_client'],
    [{ code: undefined }, 400, 'invalid_request'],
    [{ redirect_uri: undefined }, 400, 'invalid_request'],
    [{ code: 'guess' }, 400, 'invalid_grant'],
    [{ redirect_uri: 'http://evil.example.org/' }, 400, 'invalid_grant'],
    [{ code_verifier: 'w'.repeat(50) }, 400, 'invalid_grant'],
    [{ code_verifier: 'short' }, 400, 'invalid_grant'],
    [{ code_verifier: undefined }, 400, 'invalid_grant'],
  ] as const;
  for (const [change, status, error] of wrong) {
    const code = (await approve(sandbox)).searchParams.get('code') ?? '';
    const answer = await http.post<unknown>('/oauth/token', { ...exchangeOf(code), ...change });
    assert.equal(answer.status, status, JSON.stringify(change));
    assertHolds(answer.data, { error });
  }
});

test('a verifier without a challenge is refused, and neither is needed', async (t) => {
  const { sandbox } = await startRehearsal(t, REGISTERED);
  const codeOf = async () =>
    (await approve(sandbox, undefined, UNPROTECTED)).searchParams.get('code') ?? '';
  const http = callAs(sandbox, '');
  const downgraded = await http.post<unknown>('/oauth/token', exchangeOf(await codeOf()));
  assertHolds(downgraded.data, { error: 'invalid_grant' });
  const body = { ...exchangeOf(await codeOf()), code_verifier: undefined };
  assert.equal((await http.post('/oauth/token', body)).status, 200);
});

test('a code works once and for 30 seconds', async (t) => {
  let now = new Date('2026-09-01T08:00:00Z');
  const { sandbox } = await startRehearsal(t, { ...REGISTERED, now: () => now });
  const http = callAs(sandbox, '');
  const codes: string[] = [];
  for (let n = 0; n < 2; n += 1) {
    codes.push((await approve(sandbox)).searchParams.get('code') ?? '');
  }
  const [first = '', second = ''] = codes;
  now = new Date(now.getTime() + 29_999);
  assert.equal((await http.post('/oauth/token', exchangeOf(first))).status, 200);
  assertHolds((await http.post<unknown>('/oauth/token', exchangeOf(first))).data, {
    error: 'invalid_grant',
  });
  now = new Date(now.getTime() + 1);
  assertHolds((await http.post<unknown>('/oauth/token', exchangeOf(second))).data, {
    error: 'invalid_grant',
  });
});

test('a body that is no JSON is refused as an OAuth error', async (t) => {
  const { sandbox } = await startRehearsal(t, REGISTERED);
  const answer = await callAs(sandbox, '').post<unknown>('/oauth/token', '{"grant_type":', {
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(answer.status, 400);
  assertHolds(answer.data, { error: 'invalid_request' });
});

test('the whole way: consent, code, token, and who it is', async (t) => {
  const now = new Date('2026-09-01T08:00:00Z');
  const { sandbox } = await startRehearsal(t, {
    ...REGISTERED,
    accounts: [NOA, GYM],
    now: () => now,
  });
  const back = await approve(sandbox);
  assert.equal(back.origin + back.pathname, REGISTERED.redirectUri);
  assert.equal(back.searchParams.get('state'), REQUEST.state);
  const answer = await callAs(sandbox, '').post<{ access_token: string }>(
    '/oauth/token',
    exchangeOf(back.searchParams.get('code') ?? ''),
  );
  assert.equal(answer.headers['cache-control'], 'no-store');
  const { access_token: token, ...rest } = answer.data;
  assert.deepEqual(rest, {
    token_type: 'Bearer',
    expires_in: 631_139_040,
    created_at: now.getTime() / 1000,
  });
  const { data } = await callAs(sandbox, token).get<unknown>('/oauth/userinfo');
  assertHolds(data, {
    sub: 'st-noa',
    type: 'staff',
    role: 'admin',
    email: 'noa.brandt@example.org',
    business_id: 'bz-shop',
    business_uid: 'bz-shop',
    business_name: 'Corner Shop',
    brand_host: new URL(sandbox.url).host,
  });
});

test('both addresses ask for consent, and the answer goes through a form', async (t) => {
  const { sandbox } = await startRehearsal(t, REGISTERED);
  const browser = await openBrowserAs(sandbox, 'bz-gym/st-idris');
  for (const path of ['/app/oauth/authorize', '/oauth/authorize']) {
    const { status, data, headers } = await browser.get(authorize(REQUEST, path));
    assert.equal(status, 200);
    assert.match(data, /value="bz-gym\/st-idris"\s+required\s+checked/);
    assert.ok(data.includes('name="state" value="a state &amp; more"'));
    assert.match(
      String(headers['content-security-policy']),
      /form-action 'self' http:\/\/app\.example\.org;.*frame-ancestors 'none'/,
    );
  }
});

test('a token of OAuth opens what a configured one opens, for its own business', async (t) => {
  const { sandbox, app, declare, ended } = await startRehearsal(t, REGISTERED);
  const gym = callAs(sandbox, await signIn(sandbox, 'bz-gym/st-idris'));
  const path = '/business/clients/v1/apps/clientferry/import';
  assert.equal((await gym.post(path, DECLARATION)).status, 201);
  assert.equal((await gym.get('/platform/v1/fields')).status, 200);
  assert.equal((await gym.get('/platform/v1/clients')).status, 200);
  await declare().then(ended);
  assert.deepEqual(
    new Set(app.polls.map((poll) => poll.businessUid)),
    new Set(['bz-gym', 'bz-shop']),
  );
});

test('expired tokens of OAuth are refused with 401, the configured ones are not', async (t) => {
  const { sandbox, http } = await startRehearsal(t, REGISTERED);
  const signedIn = callAs(sandbox, await signIn(sandbox));
  assert.equal((await signedIn.get('/platform/v1/fields')).status, 200);
  sandbox.expireTokens();
  const { status, data } = await signedIn.get<unknown>('/platform/v1/fields');
  assert.equal(status, 401);
  assert.deepEqual(data, {
    success: false,
    errors: [{ code: 'unauthorized', message: '401 Unauthorized' }],
  });
  const who = await signedIn.get<unknown>('/oauth/userinfo');
  assert.equal(who.status, 401);
  assertHolds(who.data, { error: 'invalid_token' });
  assert.equal((await http.get('/platform/v1/fields')).status, 200);
});
