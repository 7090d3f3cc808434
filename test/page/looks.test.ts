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
  type CrmHouse,
  type Desk,
} from '../helpers/crm-house.js';
import {
  bring,
  button,
  heading,
  importButton,
  writeClients,
  signInButton,
} from '../helpers/staff-steps.js';

const browser = useBrowser();

/** Set to a folder to keep a picture of every step in every width. */
const PICTURES = process.env['PICTURES'];

const WIDTHS = [360, 800, 1920];

/** Looks at one step: nothing for axe to complain about, and nothing wider than the window, however narrow. */
async function look(desk: Desk, house: CrmHouse, name: string): Promise<void> {
  const { page } = desk;
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const found = await new AxeBuilder({ page }).include('iframe').analyze();
    const violations = found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join('\n  ')}`,
    );
    assert.deepEqual(violations, [], `${name} at ${width} px`);
    const overflow = await frameOf(desk, house).evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(overflow, 0, `${name} at ${width} px is wider than its window`);
    if (PICTURES === undefined) continue;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`) });
  }
}

const LOOKS = [
  { name: 'light', language: 'en', colorScheme: 'light' },
  { name: 'dark', language: 'de', colorScheme: 'dark' },
  { name: 'right to left', language: 'he', colorScheme: 'light' },
] as const;

for (const { name, language, colorScheme } of LOOKS) {
  test(`every step is fit for everybody and for every width: ${name}`, async (t) => {
    const house = await startCrmHouse(t);
    const context = await browser.newContext(t, { colorScheme, reducedMotion: 'reduce' });
    const desk = await openApp(context, house, { language });
    const seen = (step: string) => look(desk, house, `${name}-${step}`);
    await signInButton(desk).waitFor();
    await seen('0-welcome');
    await signIn(desk);
    await heading(desk, 'file:start.title').waitFor();
    await seen('1-start');
    await bring(desk, writeClients(house, 300, 25));
    await seen('2-file');
    await button(desk, 'file:onwards.toColumns').click();
    await heading(desk, 'columns:title').waitFor();
    await seen('3-columns');
    await button(desk, 'columns:next').click();
    await desk.app.getByRole('region', { name: desk.say('check:summary.label') }).waitFor();
    await seen('4-check');
    await button(desk, 'common:next').click();
    await importButton(desk, 288).waitFor();
    await seen('5-import');
    await importButton(desk, 288).click();
    await heading(desk, 'import:session.outcome.issues').waitFor();
    await seen('6-outcome');
    await button(desk, 'import:session.history').click();
    await heading(desk, 'history:title').waitFor();
    await seen('7-history');
  });
}
