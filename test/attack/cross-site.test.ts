import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { useBrowser } from '../helpers/browser.js';
import { OWNER, signIn, startCrmHouse, type CrmHouse, type Desk } from '../helpers/crm-house.js';
import { textsOf } from '../helpers/page-texts.js';
import { until } from '../helpers/poll.js';
import { findFreePort } from '../helpers/program.js';
import { bring, signInButton, writeClients } from '../helpers/staff-steps.js';

const browser = useBrowser();

/** Has the browser neither keep nor send cookies of a site that a page only shows in a frame. */
async function blockCookiesOfOthers(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  // This Chromium wants to be told of exceptions that the protocol's newest description has no more.
  const controls = {
    enableThirdPartyCookieRestriction: true,
    disableThirdPartyCookieMetadata: true,
    disableThirdPartyCookieHeuristics: true,
  };
  await session.send('Network.setCookieControls', controls);
}

/** A site under another name than the app's, which makes it another site to the browser. */
async function startSite(t: TestContext, html: () => string, port = 0): Promise<string> {
  const server = createServer((_req, res) => {
    res.setHeader('content-type', 'text/html');
    res.end(`<!doctype html><title>Site</title>${html()}`);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

/** A site of the app's own name that would leave a cookie, to see what the browser does with such. */
async function startCookieSite(t: TestContext): Promise<string> {
  const server = createServer((req, res) => {
    res.setHeader('set-cookie', 'crumb=1; SameSite=None; Secure; Path=/');
    res.end(`came with: ${req.headers.cookie ?? 'nothing'}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function logIn(context: BrowserContext, { crm }: CrmHouse): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${crm.url}/login`);
  await page.getByRole('button', { name: OWNER.staffName }).click();
  return page;
}

/** How the CRM opens the page. */
const visit = ({ crm }: CrmHouse) => `language=en&brand_host=${new URL(crm.url).host}`;

/** The app in a frame of another site, with the sign-in window of the CRM at hand. */
async function openAcrossSites(t: TestContext) {
  const sitePort = await findFreePort();
  const ancestors = `http://localhost:${sitePort}`;
  const house = await startCrmHouse(t, { env: { FRAME_ANCESTORS: ancestors } });
  const site = await startSite(
    t,
    () => `<iframe src="${house.appUrl}/start?${visit(house)}" width="1200" height="800"></iframe>`,
    sitePort,
  );
  const context = await browser.newContext(t, { viewport: { width: 1280, height: 900 } });
  const page = await logIn(context, house);
  await blockCookiesOfOthers(context, page);
  await page.goto(site);
  const desk: Desk = {
    ...{ page, app: page.frameLocator('iframe'), say: await textsOf('en'), crm: house.crm },
  };
  const frame = page.frames().find((one) => one.url().startsWith(house.appUrl));
  assert.ok(frame);
  return { house, context, desk, page, frame };
}

/** What a frame has kept in the browser. */
const keptIn = (frame: Frame) =>
  frame.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);

test('S11: in a frame of another site, with cookies of others blocked, staff sign in and work, and nothing is kept or sent', async (t) => {
  const { house, context, desk, page, frame } = await openAcrossSites(t);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(house.appUrl)) return;
    void request.allHeaders().then(({ cookie }) => {
      if (cookie !== undefined) sent.push(`${request.url()}: ${cookie}`);
    });
  });
  await signInButton(desk).waitFor();
  await signIn(desk);
  await bring(desk, writeClients(house, 20));
  assert.deepEqual(sent, []);
  assert.deepEqual(await keptIn(frame), ['', 0, 0]);
  assert.doesNotMatch(frame.url(), /jws|code|token/);
  const ours = (await context.cookies(house.appUrl)).filter(
    ({ name }) => !/session|crm/i.test(name),
  );
  assert.deepEqual(
    ours.filter(({ name }) => /^(__Host-)?sign-in-/.test(name)),
    [],
  );

  const crumbs = await startCookieSite(t);
  const elsewhere = await startSite(t, () => `<iframe src="${crumbs}"></iframe>`);
  for (let time = 0; time < 2; time++) {
    await page.goto(elsewhere);
    await page.frameLocator('iframe').getByText('came with: nothing').waitFor();
  }
});

/** What a page of a stranger can have a browser send, with all that the browser has of us; gives what the browser refused. */
async function attack(app: string): Promise<string[]> {
  const json = '{"code":"x","jws":"a.b.c"}';
  const text = { 'content-type': 'text/plain' };
  const paths = ['/api/drafts', '/api/sign-in', '/api/sign-in/renew', '/api/sessions'];
  const tries: [string, string, RequestInit][] = paths.flatMap((path) => [
    ['text', path, { mode: 'no-cors', headers: text, body: json }],
    ['form', path, { mode: 'no-cors', body: new URLSearchParams({ a: json }) }],
    ['files', path, { mode: 'no-cors', body: new FormData() }],
    ['nothing', path, { mode: 'no-cors' }],
    ['json', path, { headers: { 'content-type': 'application/json' }, body: json }],
    ['token', path, { headers: { authorization: 'Bearer x' } }],
    ['method', path, { method: 'DELETE' }],
  ]);
  tries.push(['read', '/api/me', { method: 'GET' }]);
  const refused: string[] = [];
  for (const [what, path, init] of tries)
    try {
      await fetch(app + path, { method: 'POST', credentials: 'include', ...init });
    } catch {
      refused.push(what);
    }
  for (const path of paths) {
    navigator.sendBeacon(app + path, new Blob([json], { type: 'text/plain' }));
    const form = document.createElement('form');
    Object.assign(form, { action: app + path, method: 'post', target: 'hole' });
    form.enctype = 'text/plain';
    form.innerHTML = `<input name='${json.slice(0, -1)},"x":"' value='"}'>`;
    document.body.append(form);
    form.submit();
  }
  return refused;
}

test('S12: a page of a stranger, in the browser of somebody who works here, changes nothing and reads nothing', async (t) => {
  const { house, context, desk } = await openAcrossSites(t);
  await signIn(desk);
  await bring(desk, writeClients(house, 20));
  const stranger = await context.newPage();
  const answers: [string, string, number][] = [];
  stranger.on('response', (response) => {
    const request = response.request();
    if (request.url().startsWith(house.appUrl))
      answers.push([request.method(), new URL(request.url()).pathname, response.status()]);
  });
  await stranger.goto(await startSite(t, () => '<iframe name="hole"></iframe>'));
  const refused = await stranger.evaluate(attack, house.appUrl);
  for (const what of ['json', 'token', 'method', 'read'])
    assert.ok(refused.includes(what), `${what} was not stopped by the browser`);
  await until('the form has come back', () =>
    answers.some(([method, path]) => method === 'POST' && path === '/api/sessions'),
  );
  for (const [method, path, status] of answers)
    assert.ok(status >= 400, `${method} ${path}: ${status}`);
});
