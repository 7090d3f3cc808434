import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { test, type TestContext } from 'node:test';
import { useBrowser } from '../helpers/browser.js';
import { makePage, startStaffWeb } from '../helpers/staff-web.js';

const browser = useBrowser();

/** A page that opens the sign-in window and shows what it is told, as the real one does. */
const PAGE = `<!doctype html>
<button>Sign in</button><output></output>
<script nonce="__NONCE__">
addEventListener('message', async ({ origin, data }) => {
  if (origin !== location.origin || data.type !== 'clientferry:code') return;
  const answer = await fetch('/api/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: data.code }),
  });
  document.querySelector('output').textContent = answer.status + ' ' + !!(await answer.json()).token;
});
document.querySelector('button').addEventListener('click', () => open('/sign-in', 'w', 'popup'));
document.querySelector('output').textContent = 'ready';
</script>`;

/** A site of another name that shows an address in a frame. */
async function startSite(t: TestContext, html: () => string) {
  const site = express();
  site.get('/', (_req, res) => res.send(html()));
  const server = site.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

async function setUp(t: TestContext) {
  let address = '';
  const crm = await startSite(t, () => `<iframe src="${address}/start"></iframe>`);
  const pageFolder = makePage(t);
  writeFileSync(join(pageFolder, 'index.html'), PAGE);
  const web = await startStaffWeb(t, { pageFolder, frameAncestors: [crm] });
  address = web.origin;
  const context = await browser.newContext(t);
  return { web, crm, page: await context.newPage() };
}

test('S9: staff sign in through a window that the framed page opens, and the page gets its token', async (t) => {
  const { crm, page } = await setUp(t);
  await page.goto(crm);
  const frame = page.frameLocator('iframe');
  const opened = page.waitForEvent('popup');
  await frame.getByRole('button').click();
  const popup = await opened;
  await frame.getByText('200 true').waitFor();
  if (!popup.isClosed()) await popup.waitForEvent('close');
  assert.ok(popup.isClosed());
});

test('S9: a sign-in that no page of ours began goes on to the page itself, whose address serves in that browser alone', async (t) => {
  const { web, page } = await setUp(t);
  await page.goto(`${web.origin}/sign-in`);
  await page.waitForURL(/\/#code=[\w-]{43}$/);
  assert.equal(new URL(page.url()).origin, web.origin);
  const bringCode = async () => {
    const answer = await fetch('/api/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ address_code: location.hash.slice('#code='.length) }),
    });
    return answer.status;
  };
  assert.equal(await page.evaluate(bringCode), 200);

  await page.goto(`${web.origin}/sign-in`);
  await page.waitForURL(/\/#code=[\w-]{43}$/);
  const elsewhere = await (await browser.newContext(t)).newPage();
  await elsewhere.goto(page.url());
  assert.equal(await elsewhere.evaluate(bringCode), 403);
});

test('S9: a foreign page that opens the sign-in window is told nothing', async (t) => {
  const { web, page } = await setUp(t);
  const foreign = await startSite(
    t,
    () => `<button>Open</button><output></output><script>
addEventListener('message', ({ data }) => { document.querySelector('output').textContent += data.code; });
document.querySelector('button').onclick = () => open('${web.origin}/sign-in');
</script>`,
  );
  await page.goto(foreign);
  const opened = page.waitForEvent('popup');
  await page.getByRole('button').click();
  const popup = await opened;
  if (!popup.isClosed()) await popup.waitForEvent('close');
  assert.equal(await page.locator('output').textContent(), '');
});

test('S10: the page shows in a frame of the configured site and in no other', async (t) => {
  const { web, crm, page } = await setUp(t);
  await page.goto(crm);
  await page.frameLocator('iframe').getByText('ready').waitFor();
  const html = `<iframe src="${web.origin}/start"></iframe>`;
  const stranger = await startSite(t, () => html);
  const refusal = page.waitForEvent('console', (one) => one.text().includes('frame-ancestors'));
  await page.goto(stranger);
  await refusal;
  assert.equal(await page.frameLocator('iframe').getByText('ready').count(), 0);
});
