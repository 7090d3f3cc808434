import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Frame } from 'playwright-core';
import { useBrowser } from '../helpers/browser.js';
import {
  frameOf,
  openApp,
  signInText,
  startCrmHouse,
  watch,
  type Desk,
} from '../helpers/crm-house.js';
import {
  button,
  expectFigures,
  heading,
  importButton,
  listCrmClients,
  writeClients,
  signInButton,
} from '../helpers/staff-steps.js';

const browser = useBrowser();

/** More than any step has to tab through. */
const MAX_TABS = 60;

/** Name of what has the focus inside the frame, as assistive technology tells it. */
const focusedIn = (frame: Frame): Promise<string> =>
  frame.evaluate(() => {
    const { activeElement } = document;
    if (!(activeElement instanceof HTMLElement)) return '';
    const label = activeElement.getAttribute('aria-label') ?? activeElement.innerText;
    return label.trim().replace(/\s+/g, ' ');
  });

/** Presses Tab until what has the focus has that name. */
async function tabTo({ page }: Desk, frame: Frame, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let tabs = 0; tabs < MAX_TABS; tabs++) {
    await page.keyboard.press('Tab');
    const focused = await focusedIn(frame);
    if (typeof name === 'string' ? focused === name : name.test(focused)) return;
    passed.push(focused);
  }
  assert.fail(`no way to ${String(name)} by Tab; passed ${passed.join(' | ')}`);
}

test('the whole journey is possible with the keyboard alone', async (t) => {
  const house = await startCrmHouse(t);
  const context = await browser.newContext(t, { viewport: { width: 1280, height: 900 } });
  const { alarms } = watch(context, house);
  const desk = await openApp(context, house);
  const { page, say } = desk;
  await signInButton(desk).waitFor();
  const frame = frameOf(desk, house);
  const press = async (key: string, name: string | RegExp) => {
    await tabTo(desk, frame, name);
    await page.keyboard.press(key);
  };

  const opened = page.waitForEvent('popup');
  await press('Enter', signInText(say, house.crm));
  const popup = await opened;
  await popup.getByRole('button', { name: 'Approve' }).focus();
  await popup.keyboard.press('Enter');
  await heading(desk, 'file:start.title').waitFor();

  const chooser = page.waitForEvent('filechooser');
  await press('Enter', say('file:drop.button'));
  await (await chooser).setFiles(writeClients(house, 200, 100));
  await button(desk, 'file:onwards.toColumns').click({ trial: true });
  await press('Enter', say('file:onwards.toColumns'));
  await heading(desk, 'columns:title').waitFor();
  await press('Enter', say('columns:next'));
  await expectFigures(desk, { ready: '198', aside: '2' });

  await press('Enter', /^First name, line 101/);
  await page.keyboard.type('Ada');
  await page.keyboard.press('Enter');
  await button(desk, 'check:pending.check').click({ trial: true });
  await page.keyboard.press('Shift+Tab');
  await press('Enter', say('check:pending.check'));
  await expectFigures(desk, { ready: '199', aside: '1' });
  await press('Enter', say('common:next'));
  await importButton(desk, 199).click({ trial: true });
  await press('Enter', say('import:start', { count: 199 }));
  await heading(desk, 'import:session.outcome.issues').waitFor();
  assert.equal((await listCrmClients(house)).length, 199);
  assert.deepEqual(alarms, []);
});
