import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { useBrowser } from '../helpers/browser.js';
import { frameOf, openApp, OWNER, signIn, startCrmHouse, watch } from '../helpers/crm-house.js';
import { bring, check, expectFigures, signInButton, writeClients } from '../helpers/staff-steps.js';

const browser = useBrowser();

const NAUGHTY = createRequire(import.meta.url)('big-list-of-naughty-strings') as string[];

/** A stranger's site that shows an address in a frame. */
async function startStranger(t: TestContext, address: string): Promise<string> {
  const server = createServer((_req, res) => {
    res.setHeader('content-type', 'text/html');
    res.end(`<!doctype html><title>Stranger</title><iframe src="${address}"></iframe>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('S10: a stranger cannot show the page in a frame, the CRM can', async (t) => {
  const house = await startCrmHouse(t);
  const context = await browser.newContext(t);
  await signInButton(await openApp(context, house)).waitFor();

  const page = await context.newPage();
  const refused = page.waitForEvent('console', (message) => /frame-ancestors/.test(message.text()));
  await page.goto(await startStranger(t, `${house.appUrl}/?language=en`));
  await refused;
  assert.equal(await page.frameLocator('iframe').getByRole('button').count(), 0);
});

test('the first load is under 250 kB as it goes over the wire', async (t) => {
  const house = await startCrmHouse(t);
  const context = await browser.newContext(t);
  const page = await context.newPage();
  const bytes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (!request.url().startsWith(house.appUrl)) return;
    bytes.push(request.sizes().then((sizes) => sizes.responseBodySize + sizes.responseHeadersSize));
  });
  await page.goto(`${house.appUrl}/?language=en`);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await page.waitForLoadState('networkidle');
  const total = (await Promise.all(bytes)).reduce((sum, size) => sum + size, 0);
  t.diagnostic(`${Math.round(total / 1000)} kB in ${bytes.length} answers`);
  assert.ok(total > 50_000 && total < 250_000, `${total} bytes`);
});

test('S18: hostile texts as cells, headers, file names and names of the business never run and never break the layout', async (t) => {
  const evil = `<img src=x onerror="window.evil=1"><script>window.evil=1</script>`;
  const accounts = [{ ...OWNER, businessName: `${evil}{{evil}}` }];
  const house = await startCrmHouse(t, { crm: { accounts } });
  const context = await browser.newContext(t, { viewport: { width: 1280, height: 900 } });
  const { alarms } = watch(context, house);
  const desk = await openApp(context, house);
  await signIn(desk);
  const path = join(house.folder, `${'=cmd <b>&"evil ${{x}}'.replace(/[/"]/g, '')}.csv`);
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const cells = NAUGHTY.filter((text) => !text.includes('\u0000'));
  const rows = cells.map((text) => `${quoted(text)},${quoted(text)},${quoted(evil)},x`);
  const header = ['First name', 'Email', quoted(evil), quoted(`__proto__ ${'W'.repeat(300)}`)];
  writeFileSync(path, [header.join(','), ...rows].join('\n'));
  await bring(desk, path);
  await check(desk);
  const frame = frameOf(desk, house);
  assert.equal(await frame.evaluate(() => (window as { evil?: number }).evil), undefined);
  const overflow = await frame.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.equal(overflow, 0);
  assert.deepEqual(alarms, []);
});

test('10,000 rejected records are looked through page by page, with one page in the document', async (t) => {
  const house = await startCrmHouse(t);
  const context = await browser.newContext(t, { viewport: { width: 1280, height: 900 } });
  const desk = await openApp(context, house);
  const { app, say } = desk;
  await signIn(desk);
  await bring(desk, writeClients(house, 10_000, 1));
  await check(desk);
  await expectFigures(desk, { ready: '0', aside: '10,000' });
  const rows = app.getByRole('row');
  const pager = app.getByRole('navigation', { name: say('check:pager.label') });
  const waits: number[] = [];
  for (const from of [1, 51, 101]) {
    const shown = app.getByText(say('check:pager.rowsOf', rangeFrom(from)), { exact: true });
    const startedMs = performance.now();
    if (from > 1) await pager.getByRole('button', { name: say('check:pager.onwards') }).click();
    await shown.first().waitFor();
    waits.push(performance.now() - startedMs);
    assert.ok((await rows.count()) <= 52);
  }
  t.diagnostic(`from page to page in ${waits.map((ms) => Math.round(ms)).join(', ')} ms`);
});

const rangeFrom = (from: number) => ({ from, to: from + 49, total: '10,000' });
