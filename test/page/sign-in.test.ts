import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser } from '../helpers/browser.js';
import { frameOf, openApp, signIn, startCrmHouse, watch } from '../helpers/crm-house.js';
import {
  bring,
  button,
  check,
  heading,
  importButton,
  writeClients,
} from '../helpers/staff-steps.js';

const browser = useBrowser();

test('a signed token of the CRM signs staff in at once; it leaves the address, and one sign-in is asked for before the import', async (t) => {
  const house = await startCrmHouse(t);
  const context = await browser.newContext(t);
  const { alarms } = watch(context, house);
  const desk = await openApp(context, house, { settings: ['hands_over_jws'] });
  await heading(desk, 'file:start.title').waitFor();
  assert.doesNotMatch(frameOf(desk, house).url(), /jws/);
  assert.equal(await desk.app.getByRole('status', { name: /on behalf/ }).count(), 0);

  await bring(desk, writeClients(house, 10));
  await check(desk);
  await button(desk, 'common:next').click();
  await desk.app.getByText(desk.say('common:connect.title')).waitFor();
  assert.ok(await importButton(desk, 10).isDisabled());
  await signIn(desk);
  await importButton(desk, 10).click();
  await heading(desk, 'import:session.outcome.success').waitFor();
  assert.deepEqual(alarms, []);
});

test('who acts on behalf of a staff member is shown', async (t) => {
  const house = await startCrmHouse(t);
  const context = await browser.newContext(t);
  const desk = await openApp(context, house, { settings: ['hands_over_jws', 'is_support'] });
  await heading(desk, 'file:start.title').waitFor();
  await desk.app.getByText(/is working here on behalf of staff member st-noa/).waitFor();
});

test('a sign-in that is over is renewed above the work, and the work goes on', async (t) => {
  const house = await startCrmHouse(t);
  const context = await browser.newContext(t);
  const desk = await openApp(context, house);
  await signIn(desk);
  await bring(desk, writeClients(house, 30));
  // Without TOKEN_KEY what was sealed is over after a restart, as a token is after its time.
  await house.restartApp();
  await button(desk, 'file:onwards.toColumns').click();
  await heading(desk, 'common:signIn.againTitle').waitFor();
  await signIn(desk);
  await heading(desk, 'columns:title').waitFor();
  await button(desk, 'columns:next').click();
  await desk.app.getByText(desk.say('check:summary.good', { count: 30, clients: '30' })).waitFor();
});
