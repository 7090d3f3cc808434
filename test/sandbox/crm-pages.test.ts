import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { openBrowser, openBrowserAs, type Browser } from './browser.js';
import { createPeople } from './fake-app.js';
import { REGISTERED, signIn } from './registered-app.js';
import { callAs, DECLARATION, GYM, SHOP, startRehearsal } from './rehearsal.js';

const NOA = 'bz-shop/st-noa';
const APP = 'http://app.example.org:4400';

/** The address of the app's frame, with entities undone. */
async function frameOf(browser: Browser): Promise<URL> {
  const { data } = await browser.get('/import');
  return new URL(/<iframe[^>]* src="([^"]*)"/.exec(data)?.[1]?.replaceAll('&amp;', '&') ?? '');
}

const settings = { language: 'en', is_installed: 'on' };

test('nobody sees a page without having chosen an account', async (t) => {
  const { sandbox } = await startRehearsal(t);
  for (const path of ['/', '/import', '/imports', '/settings', '/clients/x']) {
    const { status, headers } = await openBrowser(sandbox).get(path);
    assert.equal(status, 303, path);
    assert.equal(headers.location, '/login');
  }
  for (const account of ['bz-shop/st-nobody', '', '%E0']) {
    const browser = await openBrowserAs(sandbox, account);
    assert.equal((await browser.get('/')).headers.location, '/login');
  }
  const odd = await openBrowser(sandbox).get('/', { cookie: 'sandbox_crm_staff=%E0%A4' });
  assert.equal(odd.headers.location, '/login');
});

test('names of clients and businesses are escaped, and no page carries a script', async (t) => {
  const naughty = `<script>alert(1)</script>"'&`;
  const people = [{ first_name: naughty, last_name: `"O'Neil" & sons`, tags: naughty }];
  const accounts = [{ ...SHOP, businessName: naughty, staffName: naughty, role: naughty }, GYM];
  const rehearsal = { people, accounts, appName: naughty, appUrl: APP, ...REGISTERED };
  const { sandbox, declare, ended } = await startRehearsal(t, rehearsal);
  await declare().then(ended);
  const browser = await openBrowserAs(sandbox, NOA);
  const clients = (await browser.get('/')).data;
  assert.ok(clients.includes('&quot;O&#39;Neil&quot; &amp; sons'));
  const card = /\/clients\/[a-z0-9]+/.exec(clients)?.[0] ?? '';
  const search = `/?${new URLSearchParams({ search: naughty }).toString()}`;
  for (const path of ['/', card, '/imports', '/settings', '/import', search, '/login']) {
    const { data } = await browser.get(path);
    assert.ok(!data.includes('<script'), path);
    assert.ok(!data.includes(`)</script>"'&`), path);
  }
});

test('every page has a policy that allows no script, no stranger and no frame but the app', async (t) => {
  const { sandbox } = await startRehearsal(t, { appUrl: `${APP}/page` });
  const browser = await openBrowserAs(sandbox, NOA);
  for (const path of ['/', '/import', '/imports', '/settings', '/login']) {
    const { headers } = await browser.get(path);
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /default-src 'none'; style-src 'self'; img-src 'self';/);
    assert.match(policy, /form-action 'self';.*base-uri 'none'; frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|script-src/);
    const frames = path === '/import' ? APP : "'none'";
    assert.ok(policy.includes(`frame-src ${frames};`), path);
    assert.equal(headers['x-content-type-options'], 'nosniff');
  }
  assert.match(
    String((await browser.get('/sandbox/style.css')).headers['content-type']),
    /text\/css/,
  );
});

test('the list shows what arrived and goes page by page', async (t) => {
  const people = createPeople(103).map((person, index) => ({
    ...person,
    phone: `+44 20 7946 0${100 + index}`,
    tags: 'vip',
  }));
  const { sandbox, declare, ended } = await startRehearsal(t, { people, perPage: 50 });
  await declare().then(ended);
  const browser = await openBrowserAs(sandbox, NOA);
  const first = (await browser.get('/')).data;
  for (const text of ['1 to 50 of 103', 'Person 50', 'person1@example.org', '+44 20 7946 0100'])
    assert.ok(first.includes(text), text);
  assert.match(first, /lead[\s\S]*vip[\s\S]*imported_/);
  assert.ok(!first.includes('person51@example.org'));
  const third = (await browser.get('/?page=3')).data;
  assert.ok(third.includes('101 to 103 of 103') && third.includes('person103@example.org'));
  const imports = (await browser.get('/imports')).data;
  assert.match(imports, /complete[\s\S]*>\s*103\s*</);
});

test('the list of imports names those who failed and why, the first fifty of them', async (t) => {
  const people = [
    { email: '<b>nobody@example.org', external_id: 'A-17' },
    ...createPeople(60),
    { last_name: '' },
  ];
  const { sandbox, declare, ended } = await startRehearsal(t, {
    people,
    perPage: 50,
    failsFor: ({ first_name }) => first_name !== undefined,
  });
  assert.equal((await declare().then(ended)).failed, 62);
  const { data } = await (await openBrowserAs(sandbox, NOA)).get('/imports');
  const text = data.replace(/<\/?(bdi|li)>/g, '').replace(/\s+/g, ' ');
  assert.ok(text.includes('&lt;b&gt;nobody@example.org (A-17), page 1: It has no first name.'));
  assert.ok(text.includes('Person 49 (49), page 1: The CRM could not take it.'));
  assert.ok(!text.includes('Person 50 '));
  assert.ok(text.includes('and 12 more'));
});

test('the card of an imported client shows its tags and external id', async (t) => {
  const people = [{ first_name: 'Noa', external_id: '0042', tags: 'vip' }];
  const { sandbox, declare, ended } = await startRehearsal(t, { people });
  await declare().then(ended);
  const browser = await openBrowserAs(sandbox, NOA);
  const card = /\/clients\/[a-z0-9]+/.exec((await browser.get('/')).data)?.[0] ?? '';
  const { data } = await browser.get(card);
  assert.match(data, /External ID[\s\S]*0042[\s\S]*Tags[\s\S]*vip[\s\S]*imported_/);
});

test('a page beyond the last one, or none at all, shows the nearest', async (t) => {
  const { sandbox, declare, ended } = await startRehearsal(t);
  await declare().then(ended);
  const browser = await openBrowserAs(sandbox, NOA);
  for (const page of ['9', '0', '-1', 'x']) {
    assert.ok((await browser.get(`/?page=${page}`)).data.includes('1 to 5 of 5'), page);
  }
});

test('the search finds by name, e-mail, phone, id and tag, whatever the case', async (t) => {
  const people = [
    { first_name: 'Ömer', last_name: 'Ünal', email: 'omer@example.org', external_id: 'A-17' },
    { first_name: 'Noa', phone: '+442079460101', tags: '50% off, vip_2' },
  ];
  const { sandbox, declare, ended } = await startRehearsal(t, { people });
  await declare().then(ended);
  const browser = await openBrowserAs(sandbox, NOA);
  const find = async (search: string) => {
    const { data } = await browser.get(`/?${new URLSearchParams({ search }).toString()}`);
    return ['Ömer Ünal', 'Noa'].filter((name) => new RegExp(`>\\s*${name}\\s*</a`).test(data));
  };
  for (const text of ['ömer ünal', 'OMER@', 'a-17'])
    assert.deepEqual(await find(text), ['Ömer Ünal']);
  for (const text of ['noa', '0101', '50%', 'VIP_2']) assert.deepEqual(await find(text), ['Noa']);
  assert.deepEqual(await find('nobody'), []);
  assert.deepEqual(await find('imported_'), ['Ömer Ünal', 'Noa']);
});

test('a client of another business is nowhere to be seen', async (t) => {
  const { sandbox, declare, ended } = await startRehearsal(t);
  await declare().then(ended);
  const shop = await openBrowserAs(sandbox, NOA);
  const card = /\/clients\/[a-z0-9]+/.exec((await shop.get('/')).data)?.[0] ?? '';
  assert.equal((await shop.get(card)).status, 200);
  const gym = await openBrowserAs(sandbox, 'bz-gym/st-idris');
  assert.ok((await gym.get('/')).data.includes('No clients yet'));
  assert.equal((await gym.get(card)).headers.location, '/');
});

test('the frame tells the app who opens it, from where and in which language', async (t) => {
  const { sandbox } = await startRehearsal(t, { appUrl: APP });
  const frame = await frameOf(await openBrowserAs(sandbox, NOA));
  assert.equal(frame.origin + frame.pathname, `${APP}/`);
  assert.deepEqual(Object.fromEntries(frame.searchParams), {
    business_uid: 'bz-shop',
    staff_uid: 'st-noa',
    language: 'en',
    brand_host: new URL(sandbox.url).host,
  });
});

test('opened as support and by token, the frame says so and carries a fresh token', async (t) => {
  const { sandbox } = await startRehearsal(t, { appUrl: APP });
  const browser = await openBrowserAs(sandbox, NOA);
  const wanted = { ...settings, language: 'he', is_support: 'on', hands_over_jws: 'on' };
  await browser.submit('/settings', wanted);
  const { searchParams } = await frameOf(browser);
  assert.equal(searchParams.get('impersonate'), 'true');
  assert.equal(searchParams.get('language'), 'he');
  const claims = decodeJwt(searchParams.get('jws') ?? '');
  assert.equal(claims.sub, 'st-noa');
  assert.equal(claims.actor_type, 'admin');
  assert.notEqual(claims.actor_uid, claims.sub);
  assert.notEqual((await frameOf(browser)).searchParams.get('jws'), searchParams.get('jws'));
});

test('without an app there is no frame', async (t) => {
  const { sandbox } = await startRehearsal(t);
  const { data } = await (await openBrowserAs(sandbox, NOA)).get('/import');
  assert.ok(!data.includes('<iframe') && data.includes('No app to show'));
});

test('Hebrew turns the page around, for the one who chose it', async (t) => {
  const { sandbox } = await startRehearsal(t);
  const noa = await openBrowserAs(sandbox, NOA);
  const referer = `${sandbox.url}/imports?x=1`;
  const chosen = await noa.submit('/settings/language', { language: 'he' }, { referer });
  assert.equal(chosen.headers.location, '/imports?x=1');
  assert.match((await noa.get('/')).data, /<html lang="he" dir="rtl">/);
  await noa.submit('/settings/language', { language: 'klingon' });
  assert.match((await noa.get('/')).data, /<html lang="he" dir="rtl">/);
  const idris = await openBrowserAs(sandbox, 'bz-gym/st-idris');
  assert.match((await idris.get('/')).data, /<html lang="en" dir="ltr">/);
});

test('the way back from the choice of language stays in this CRM', async (t) => {
  const { sandbox } = await startRehearsal(t);
  const browser = await openBrowserAs(sandbox, NOA);
  for (const referer of ['http://evil.example.org//evil.example.org/', 'nonsense']) {
    const { headers } = await browser.submit('/settings/language', { language: 'de' }, { referer });
    assert.match(String(headers.location), /^\/(?!\/)/);
  }
});

test('without the app installed, imports of that business are refused with 422', async (t) => {
  const { sandbox, http, declare } = await startRehearsal(t, { notInstalled: true });
  const refused = await declare();
  assert.equal(refused.status, 422);
  const message = 'The application clientferry is not installed for the business';
  assert.deepEqual(refused.data, { success: false, errors: [{ code: 'invalid', message }] });
  await (await openBrowserAs(sandbox, NOA)).submit('/settings', settings);
  assert.equal((await declare()).status, 201);
  const path = '/business/clients/v1/apps/clientferry/import';
  assert.equal((await callAs(sandbox, GYM.token).post(path, DECLARATION)).status, 422);
  await (await openBrowserAs(sandbox, NOA)).submit('/settings', { language: 'en' });
  assert.equal((await http.post(path, DECLARATION)).status, 422);
});

test('the settings page expires the tokens of OAuth', async (t) => {
  const { sandbox } = await startRehearsal(t, REGISTERED);
  const signedIn = callAs(sandbox, await signIn(sandbox));
  const browser = await openBrowserAs(sandbox, NOA);
  await browser.submit('/settings/expire-tokens', {});
  assert.equal((await signedIn.get('/oauth/userinfo')).status, 401);
});

test('whoever leaves the account chooses again', async (t) => {
  const { sandbox } = await startRehearsal(t);
  const browser = await openBrowserAs(sandbox, NOA);
  assert.equal((await browser.get('/')).status, 200);
  await browser.submit('/logout', {});
  assert.equal((await browser.get('/')).headers.location, '/login');
});

test('localhost leads to the address that the app lets frame it', async (t) => {
  const { sandbox } = await startRehearsal(t);
  const host = `localhost:${sandbox.port}`;
  const { status, headers } = await openBrowser(sandbox).get('/imports?a=b', { host });
  assert.equal(status, 307);
  assert.equal(headers.location, `${sandbox.url}/imports?a=b`);
});
