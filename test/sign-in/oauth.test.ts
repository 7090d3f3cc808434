import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOST_TOKEN } from '../helpers/fake-identity-host.js';
import { answerFrom, makeSignIn, signInThroughHost } from '../helpers/sign-in.js';

const refused = { code: 'sign_in_failed' };
const stale = { code: 'sign_in_failed', reason: 'stale' };

test('S8: begin sends the browser to the first brand host with an S256 challenge and the fixed return address', async (t) => {
  const { signIn, host } = await makeSignIn(t);
  const { authorizeUrl } = await signIn.begin({ brandHost: undefined });
  const url = new URL(authorizeUrl);
  assert.equal(`${url.origin}${url.pathname}`, `${host.url}/app/oauth/authorize`);
  const { state, code_challenge: challenge, ...rest } = Object.fromEntries(url.searchParams);
  assert.match(String(state), /^[\w-]{43}$/);
  assert.match(String(challenge), /^[\w-]{43}$/);
  assert.deepEqual(rest, {
    response_type: 'code',
    client_id: 'client-1',
    redirect_uri: 'https://ferry.example.com/sign-in/callback',
    code_challenge_method: 'S256',
  });
});

test('begin goes to another brand host of the list when that is named, whatever the case of its letters', async (t) => {
  const { signIn } = await makeSignIn(t);
  const { authorizeUrl } = await signIn.begin({ brandHost: 'APP.partner.example' });
  assert.equal(new URL(authorizeUrl).origin, 'https://app.partner.example');
});

test('begin refuses when the app has no client id', async (t) => {
  const { signIn } = await makeSignIn(t, { clientId: undefined });
  await assert.rejects(signIn.begin({ brandHost: undefined }), {
    ...refused,
    reason: 'not_set_up',
  });
});

test('a sign-in through the host gives the identity that userinfo tells, and leaves an audit entry', async (t) => {
  const setup = await makeSignIn(t);
  const { identity, token, expiresAt } = await signInThroughHost(setup);
  assert.deepEqual(identity, {
    businessUid: 'bz-1',
    businessName: 'Corner Shop',
    staffUid: 'st-1',
    role: 'admin',
    impersonatedBy: undefined,
    signedInAt: '2026-09-01T08:00:00.000Z',
  });
  assert.equal(expiresAt, '2026-09-01T08:15:00.000Z');
  assert.deepEqual(await setup.signIn.verify(token), identity);
  assert.equal(await setup.signIn.hostTokenOf(identity), HOST_TOKEN);
  const [entry] = await setup.store.listAudit('bz-1', 10);
  assert.deepEqual(entry, {
    at: '2026-09-01T08:00:00.000Z',
    businessUid: 'bz-1',
    staffUid: 'st-1',
    impersonatedBy: undefined,
    action: 'signed_in',
    subject: undefined,
  });
});

test('S8: an id_token is not believed: business and staff are those of userinfo', async (t) => {
  const setup = await makeSignIn(t);
  const claims = { sub: 'st-9', business_id: 'bz-9', business_uid: 'bz-9' };
  setup.host.tokenExtras = { id_token: await setup.host.sign(claims) };
  const { identity } = await signInThroughHost(setup);
  assert.deepEqual([identity.businessUid, identity.staffUid], ['bz-1', 'st-1']);
});

const ROLES = [
  ['owner', 'admin'],
  ['user', 'import'],
  [undefined, 'import'],
  ['toString', 'import'],
] as const;

for (const [theirs, ours] of ROLES) {
  test(`a staff member with the host's role ${String(theirs)} has the role ${ours}`, async (t) => {
    const setup = await makeSignIn(t);
    setup.host.userinfo['role'] = theirs;
    assert.equal((await signInThroughHost(setup)).identity.role, ours);
  });
}

test('a role that the configuration does not name gets no access when it names no other', async (t) => {
  const setup = await makeSignIn(t, { roles: new Map([['owner', 'admin']]) });
  setup.host.userinfo['role'] = 'user';
  await assert.rejects(signInThroughHost(setup), { ...refused, reason: 'no_access' });
});

// What is brought back is good once, in time, and in the browser that began.

test('S8: finish refuses a missing, an unknown and a reused state', async (t) => {
  const { signIn, host } = await makeSignIn(t);
  const { authorizeUrl, browserSecret } = await signIn.begin({ brandHost: undefined });
  const answer = answerFrom(await host.approve(authorizeUrl));
  for (const state of [undefined, '', 'x'.repeat(43)])
    await assert.rejects(signIn.finish({ ...answer, state }, browserSecret), stale);
  await signIn.finish(answer, browserSecret);
  await assert.rejects(signIn.finish(answer, browserSecret), stale);
  assert.equal(host.calls.filter(({ path }) => path === '/oauth/token').length, 1);
});

test('S8: finish refuses a state after ten minutes', async (t) => {
  const { signIn, host, clock } = await makeSignIn(t);
  const { authorizeUrl, browserSecret } = await signIn.begin({ brandHost: undefined });
  const answer = answerFrom(await host.approve(authorizeUrl));
  clock.pass(10 * 60_000);
  await assert.rejects(signIn.finish(answer, browserSecret), stale);
});

test('S8: finish refuses a state that another browser began, and one without the secret', async (t) => {
  const { signIn, host } = await makeSignIn(t);
  const theirs = await signIn.begin({ brandHost: undefined });
  for (const wrong of [theirs.browserSecret, undefined]) {
    const mine = await signIn.begin({ brandHost: undefined });
    const answer = answerFrom(await host.approve(mine.authorizeUrl));
    await assert.rejects(signIn.finish(answer, wrong), stale);
    await assert.rejects(signIn.finish(answer, mine.browserSecret), stale);
  }
});

test('S8: finish refuses a code that was swapped for that of another sign-in, since the verifier does not fit', async (t) => {
  const { signIn, host } = await makeSignIn(t);
  const mine = await signIn.begin({ brandHost: undefined });
  const theirs = await signIn.begin({ brandHost: undefined });
  const answer = answerFrom(await host.approve(mine.authorizeUrl));
  const { code } = answerFrom(await host.approve(theirs.authorizeUrl));
  await assert.rejects(signIn.finish({ ...answer, code }, mine.browserSecret), {
    ...refused,
    reason: 'declined',
    said: 'That code is no good.',
  });
});

test('S8: finish takes an answer of the host under any of its names, and refuses that of another issuer', async (t) => {
  const { signIn, host } = await makeSignIn(t);
  const finishWith = async (iss: string) => {
    const { authorizeUrl, browserSecret } = await signIn.begin({ brandHost: undefined });
    return signIn.finish({ ...answerFrom(await host.approve(authorizeUrl)), iss }, browserSecret);
  };
  for (const iss of [host.url, `${host.url}/`, 'intandem']) assert.ok((await finishWith(iss)).code);
  for (const iss of ['https://evil.example', `${host.url}.evil.example`, '/'])
    await assert.rejects(finishWith(iss), { ...refused, reason: 'proof_refused' });
});

test('S8: finish tells what the host said as one line of text, and asks the host nothing', async (t) => {
  const { signIn, host } = await makeSignIn(t);
  const { authorizeUrl, browserSecret } = await signIn.begin({ brandHost: undefined });
  const { state } = answerFrom(await host.approve(authorizeUrl));
  const answer = {
    code: undefined,
    iss: undefined,
    state,
    error: 'access_denied',
    errorDescription: `No\r\nway \u202e${'x'.repeat(1_000)}`,
  };
  await assert.rejects(signIn.finish(answer, browserSecret), (error: { said: string }) => {
    assert.match(error.said, /^No way x{293}…$/);
    return true;
  });
  assert.ok(!host.calls.some(({ path }) => path === '/oauth/token'));
});

test('S8: a one-time code is good once and for 60 seconds', async (t) => {
  const { signIn, host, clock } = await makeSignIn(t);
  const begin = async () => {
    const { authorizeUrl, browserSecret } = await signIn.begin({ brandHost: undefined });
    return signIn.finish(answerFrom(await host.approve(authorizeUrl)), browserSecret);
  };
  const first = await begin();
  await signIn.exchange(first);
  await assert.rejects(signIn.exchange(first), { ...refused, reason: 'code_over' });
  const second = await begin();
  clock.pass(60_000);
  await assert.rejects(signIn.exchange(second), { ...refused, reason: 'code_over' });
});

test('a sign-in that cannot be entered in the audit is answered all the same, and told to the log', async (t) => {
  const setup = await makeSignIn(t);
  const trouble = new Error('no room');
  setup.store.appendAudit = () => Promise.reject(trouble);
  assert.equal((await signInThroughHost(setup)).identity.staffUid, 'st-1');
  assert.deepEqual(setup.auditTroubles, [trouble]);
});

test('S8: of many who bring the same one-time code at once, one gets in', async (t) => {
  const { signIn, host } = await makeSignIn(t);
  const { authorizeUrl, browserSecret } = await signIn.begin({ brandHost: undefined });
  const code = await signIn.finish(answerFrom(await host.approve(authorizeUrl)), browserSecret);
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => signIn.exchange(code)));
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
});

// Nothing that the host answers is taken without a look.

const BAD_USERINFO: Record<string, unknown>[] = [
  { sub: 'st-1' },
  { sub: 1, business_uid: 'bz-1' },
  { sub: '', business_uid: 'bz-1' },
  { sub: 'st-1', business_uid: 'b'.repeat(101) },
  { sub: 'st-1', business_uid: 'bz-1', type: 'client' },
  { sub: 'st-1', business_uid: ['bz-1'] },
];

for (const body of BAD_USERINFO) {
  test(`S30: userinfo ${JSON.stringify(body).slice(0, 60)} signs nobody in`, async (t) => {
    const setup = await makeSignIn(t);
    setup.host.userinfo = body;
    await assert.rejects(signInThroughHost(setup), { code: 'host_unreachable' });
  });
}

test('S30: a token endpoint that redirects, fails, answers HTML or without end signs nobody in', async (t) => {
  const setup = await makeSignIn(t);
  const answers: Parameters<typeof setup.host.replace>[1][] = [
    (_req, res) => {
      res.redirect(307, `${setup.host.url}/elsewhere`);
    },
    (_req, res) => res.status(500).json({ error: 'oops' }),
    (_req, res) => res.send('<html>'),
    (_req, res) => res.json({ access_token: 'a\nb' }),
    (_req, res) => res.send(`{"access_token":"${'x'.repeat(2 * 1024 * 1024)}"}`),
  ];
  for (const handler of answers) {
    setup.host.replace('/oauth/token', handler);
    await assert.rejects(signInThroughHost(setup), { code: 'host_unreachable' });
  }
  assert.ok(!setup.host.calls.some(({ path }) => path === '/elsewhere'));
});
