import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { useBrowser } from '../helpers/browser.js';
import {
  openApp,
  signIn,
  startCrmHouse,
  watch,
  type CrmHouse,
  type Desk,
  type HouseOptions,
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

interface Scene {
  house: CrmHouse;
  desk: Desk;
  alarms: readonly string[];
}

/** A staff member, signed in, with a list that is ready to be imported. */
async function setTheScene(
  t: TestContext,
  clients: number,
  options?: HouseOptions,
): Promise<Scene> {
  const house = await startCrmHouse(t, options);
  const context = await browser.newContext(t, { viewport: { width: 1280, height: 900 } });
  const { alarms } = watch(context, house);
  const desk = await openApp(context, house);
  await signIn(desk);
  await bring(desk, writeClients(house, clients));
  await check(desk);
  await button(desk, 'common:next').click();
  return { house, desk, alarms };
}

test('an import goes on while the page is reloaded, and the page comes back to it', async (t) => {
  const { house, desk, alarms } = await setTheScene(t, 600, { crm: { perPage: 1 } });
  const { app, page } = desk;
  await importButton(desk, 600).click();
  await app.getByText(/of 600 clients handed over/).waitFor();
  await page.reload();
  await signIn(desk);
  await button(desk, 'file:running.watch').click();
  await heading(desk, 'import:session.outcome.success').waitFor();
  assert.equal((await listCrmClients(house)).length, 600);
  assert.deepEqual(alarms, []);
});

test('a running import is stopped by a person: what went over stays, nothing more goes', async (t) => {
  const { house, desk, alarms } = await setTheScene(t, 2_000, { crm: { perPage: 1 } });
  const { app } = desk;
  await importButton(desk, 2000).click();
  await app.getByText(/of 2,000 clients handed over/).waitFor();
  await app.getByRole('button', { name: 'Stop the import' }).click();
  await app.getByRole('dialog').getByRole('button', { name: 'Stop the import' }).click();
  await heading(desk, 'import:session.outcome.cancelled').waitFor();
  assert.ok((await listCrmClients(house)).length < 2_000);
  assert.deepEqual(alarms, []);
});

test('when the CRM no longer takes the token, staff sign in again and lose nothing', async (t) => {
  const { house, desk, alarms } = await setTheScene(t, 20);
  house.crm.expireTokens();
  await importButton(desk, 20).click();
  await signIn(desk);
  await importButton(desk, 20).click();
  await heading(desk, 'import:session.outcome.success').waitFor();
  assert.equal((await listCrmClients(house)).length, 20);
  assert.deepEqual(alarms, []);
});

test('a CRM in which the app is not installed says so, and the list stays ready', async (t) => {
  const { house, desk, alarms } = await setTheScene(t, 20, { crm: { notInstalled: true } });
  const { app } = desk;
  await importButton(desk, 20).click();
  await app.getByText(/not installed for the business/).waitFor();
  assert.equal((await listCrmClients(house)).length, 0);
  await importButton(desk, 20).waitFor();
  assert.deepEqual(alarms, []);
});
