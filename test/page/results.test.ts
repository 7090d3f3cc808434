import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { useBrowser } from '../helpers/browser.js';
import {
  frameOf,
  openApp,
  signIn,
  startCrmHouse,
  watch,
  type CrmHouse,
  type Desk,
} from '../helpers/crm-house.js';
import {
  bring,
  button,
  check,
  heading,
  importButton,
  listCrmClients,
  writeClients,
} from '../helpers/staff-steps.js';

const browser = useBrowser();

/** Set to a folder to keep a picture of every state in every width. */
const PICTURES = process.env['PICTURES'];
const WIDTHS = [360, 1280];

/** Nothing for axe to complain about, and nothing wider than the window, however narrow. */
async function look(desk: Desk, house: CrmHouse, name: string): Promise<void> {
  const { page } = desk;
  for (const width of WIDTHS) {
    // Tall for pictures: the page is in a frame that is as high as the window.
    await page.setViewportSize({ width, height: PICTURES === undefined ? 900 : 2_400 });
    if (PICTURES !== undefined) {
      mkdirSync(PICTURES, { recursive: true });
      await frameOf(desk, house).evaluate(() => {
        window.scrollTo(0, 0);
      });
      await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`), fullPage: true });
    }
    const found = await new AxeBuilder({ page }).include('iframe').analyze();
    const violations = found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join('\n  ')}`,
    );
    assert.deepEqual(violations, [], `${name} at ${width} px`);
    const overflow = await frameOf(desk, house).evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(overflow, 0, `${name} at ${width} px is wider than its window`);
  }
}

/** The row of the account with that result. */
const resultRow = ({ app, say }: Desk, key: string) =>
  app
    .getByRole('table', { name: say('results:account.title') })
    .getByRole('row')
    .filter({ has: app.getByRole('rowheader', { name: say(`results:${key}`), exact: true }) });

async function expectResults(desk: Desk, counts: Record<string, string>): Promise<void> {
  for (const [key, count] of Object.entries(counts))
    await resultRow(desk, key).getByText(count, { exact: true }).waitFor();
}

const LOOKS = [
  { name: 'light', language: 'en', colorScheme: 'light' },
  { name: 'dark', language: 'de', colorScheme: 'dark' },
  { name: 'right-to-left', language: 'he', colorScheme: 'light' },
] as const;

for (const { name, language, colorScheme } of LOOKS) {
  test(`${name}: clients that failed are found in the CRM's account, looked for, sent again, and an import is taken back`, async (t) => {
    let failing = true;
    const house = await startCrmHouse(t, {
      crm: { failsFor: ({ email }) => failing && /client[37]@/.test(String(email)) },
      env: { HOST_REQUESTS_PER_SECOND: '200' },
    });
    const context = await browser.newContext(t, { colorScheme, reducedMotion: 'reduce' });
    const { alarms } = watch(context, house);
    const desk = await openApp(context, house, { language });
    const { page, app, say } = desk;
    const seen = (step: string) => look(desk, house, `${name}-${step}`);
    await signIn(desk);
    await bring(desk, writeClients(house, 40));
    await check(desk);
    await button(desk, 'common:next').click();
    await app.getByText(say('results:check.token.title')).waitFor();
    await seen('1-before');
    await importButton(desk, 40).click();

    await heading(desk, 'import:session.outcome.issues').waitFor();
    const arrived = { 'result.created': '38', 'result.failed': '+ 2', 'account.clients': '= 40' };
    await expectResults(desk, arrived);
    await button(desk, 'results:pages.title', { number: 1 }).click();
    await seen('2-account');

    await button(desk, 'results:look.begin').click();
    await button(desk, 'results:look.again').waitFor();
    await app.getByLabel(say('results:clients.show')).selectOption('missing');
    await app.getByText('client3@example.org').waitFor();
    await seen('3-looked');

    failing = false;
    await button(desk, 'results:retry.open').click();
    await app.getByText(say('results:retry.text', { number: 2 })).waitFor();
    await seen('4-retry');
    await button(desk, 'results:retry.begin', { number: 2 }).click();
    await heading(desk, 'import:session.outcome.success').waitFor();
    await expectResults(desk, { 'result.created': '2', 'account.clients': '= 2' });
    assert.equal((await listCrmClients(house)).length, 40);

    await button(desk, 'results:look.begin').click();
    await button(desk, 'results:look.again').waitFor();
    await button(desk, 'results:undo.open').click();
    const confirm = button(desk, 'results:undo.confirm', { number: 2 });
    await confirm.waitFor();
    assert.equal(await confirm.isDisabled(), true);
    const number = app.getByLabel(say('results:undo.type', { number: 2 }));
    await number.fill('3');
    assert.equal(await confirm.isDisabled(), true);
    const list = page.waitForEvent('download');
    await button(desk, 'results:undo.download').click();
    assert.equal((await list).suggestedFilename(), 'undo-clients-40.csv');
    await number.fill('2');
    await seen('5-undo');
    await confirm.click();
    await heading(desk, 'results:undo.account').waitFor();
    await heading(desk, 'results:takenBack.title').waitFor();
    await app.getByText(say('results:look.isOld')).waitFor();
    await seen('6-undone');
    assert.equal((await listCrmClients(house)).length, 38);

    await button(desk, 'import:session.history').click();
    await heading(desk, 'history:title').waitFor();
    await app.getByText(say('results:history.arrived', { number: 38 })).waitFor();
    await app.getByText(say('results:history.arrived', { number: 0 })).waitFor();
    await seen('7-history');
    assert.deepEqual(alarms, []);
  });
}

test('a look into the CRM that takes long is stopped, and is told to be unfinished', async (t) => {
  const house = await startCrmHouse(t, {
    crm: { failsFor: () => true },
    env: { HOST_REQUESTS_PER_SECOND: '2' },
  });
  const context = await browser.newContext(t, { reducedMotion: 'reduce' });
  const { alarms } = watch(context, house);
  const desk = await openApp(context, house);
  const { app, say } = desk;
  await signIn(desk);
  await bring(desk, writeClients(house, 200));
  await check(desk);
  await button(desk, 'common:next').click();
  await importButton(desk, 200).click();
  await expectResults(desk, { 'result.failed': '+ 200' });
  await button(desk, 'results:look.begin').click();
  const stop = button(desk, 'results:job.stop');
  await stop.waitFor();
  await look(desk, house, 'look-running');
  await stop.click();
  await app.getByText(say('results:job.stopped')).waitFor();
  await look(desk, house, 'look-stopped');
  await button(desk, 'results:undo.open').click();
  await app.getByText(say('codes:error.reconcile_first')).waitFor();
  assert.deepEqual(alarms, []);
});
