import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { useBrowser } from '../helpers/browser.js';
import { frameOf, openApp, signIn, startCrmHouse, watch, type Desk } from '../helpers/crm-house.js';
import { usePostgres } from '../helpers/postgres.js';
import {
  bring,
  button,
  check,
  correct,
  expectFigures,
  heading,
  importButton,
  listCrmClients,
  writeClients,
} from '../helpers/staff-steps.js';

const browser = useBrowser();
const postgres = usePostgres();

/** Set to a folder to keep the pictures that the README shows. */
const PICTURES = process.env['PICTURES'];

async function picture({ page }: Desk, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' });
}

const JOURNEYS = [
  { language: 'en', engine: 'SQLite' },
  { language: 'en', engine: 'PostgreSQL' },
  { language: 'he', engine: 'SQLite' },
] as const;

for (const { language, engine } of JOURNEYS) {
  test(`${language}, ${engine}: staff bring 1,000 clients, mend three of twelve bad ones and import the good ones`, async (t) => {
    const env: Record<string, string> =
      engine === 'SQLite' ? {} : { DATABASE_URL: await postgres.createDatabase() };
    const house = await startCrmHouse(t, { env });
    const context = await browser.newContext(t, { viewport: { width: 1280, height: 900 } });
    const { alarms } = watch(context, house);
    const desk = await openApp(context, house, { language });
    await signIn(desk);
    await bring(desk, writeClients(house, 1_000, 80));
    const html = frameOf(desk, house).locator('html');
    assert.equal(await html.getAttribute('lang'), language);
    assert.equal(await html.getAttribute('dir'), language === 'he' ? 'rtl' : 'ltr');
    await check(desk);
    await expectFigures(desk, { ready: '988', aside: '12' });
    for (const line of [81, 161, 241]) await correct(desk, { column: 'First name', line }, 'Ada');
    await picture(desk, `check-${language}`);
    await button(desk, 'check:pending.check').click();
    await expectFigures(desk, { ready: '991', aside: '9' });
    await button(desk, 'common:next').click();
    await importButton(desk, 991).click();
    await heading(desk, 'import:session.outcome.issues').waitFor();
    await picture(desk, `outcome-${language}`);

    const arrived = await listCrmClients(house);
    assert.equal(arrived.length, 991);
    assert.equal(arrived.filter(({ first_name }) => first_name === 'Ada').length, 3);
    assert.deepEqual(alarms, []);
  });
}

test('50,000 clients are checked and imported with their progress shown', async (t) => {
  const house = await startCrmHouse(t, { crm: { perPage: 500 } });
  const context = await browser.newContext(t, { viewport: { width: 1280, height: 900 } });
  const { alarms } = watch(context, house);
  const desk = await openApp(context, house);
  const { app, say } = desk;
  await signIn(desk);
  await bring(desk, writeClients(house, 50_000));
  await button(desk, 'file:onwards.toColumns').click();
  await button(desk, 'columns:next').click();
  await app.getByRole('progressbar', { name: say('check:progress.title') }).waitFor();
  await app.getByText(say('check:summary.good', { count: 50_000, clients: '50,000' })).waitFor();
  await button(desk, 'common:next').click();
  await importButton(desk, 50_000).click();
  const bar = app.getByRole('progressbar', { name: say('import:session.progress') });
  await bar.waitFor();
  const seen = new Set<string | null>();
  while (await bar.isVisible()) seen.add(await bar.getAttribute('aria-valuenow').catch(() => null));
  await heading(desk, 'import:session.outcome.success').waitFor();
  assert.ok(seen.size > 2, [...seen].join(' '));
  assert.deepEqual(alarms, []);
});
