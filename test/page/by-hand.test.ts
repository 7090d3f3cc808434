import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { bookOf } from '../files/archives.js';
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
  correct,
  expectFigures,
  heading,
  writeClients,
} from '../helpers/staff-steps.js';

const browser = useBrowser();

/** A staff member, signed in, who has brought nothing yet. */
async function setTheScene(
  t: TestContext,
): Promise<{ house: CrmHouse; desk: Desk; alarms: readonly string[] }> {
  const house = await startCrmHouse(t);
  const context = await browser.newContext(t, { viewport: { width: 1280, height: 900 } });
  const { alarms } = watch(context, house);
  const desk = await openApp(context, house);
  await signIn(desk);
  return { house, desk, alarms };
}

/** Says in the step Columns what a column becomes. */
async function become({ app, say }: Desk, name: string, target: string): Promise<void> {
  await app.getByRole('combobox', { name: say('columns:becomes', { name }) }).click();
  const saved = app.getByText(say('columns:certainty.chosen'), { exact: true });
  const before = await saved.count();
  await app.getByRole('option', { name: say(`columns:target.${target}`), exact: true }).click();
  await saved.nth(before).waitFor();
}

test('a list without a header is mapped by hand, column by column, and checked', async (t) => {
  const { house, desk, alarms } = await setTheScene(t);
  const { app, say } = desk;
  const path = join(house.folder, 'bare.csv');
  writeFileSync(path, 'Mira Okafor,mira@example.org\nNoa Levi,noa@example.org\n');
  await app.locator('input[type=file]').first().setInputFiles(path);
  await button(desk, 'file:reading.open').click();
  const none = app.getByRole('radio', { name: say('file:header.none') });
  assert.equal(await none.isChecked(), false);
  await none.click();
  await app.getByRole('radio', { name: say('file:header.none'), checked: true }).waitFor();
  await button(desk, 'file:reading.done').click();

  await button(desk, 'file:onwards.toColumns').click();
  await become(desk, 'Column 2', 'email');
  await button(desk, 'common:back').click();
  await button(desk, 'file:onwards.toColumns').click();
  const second = app.getByRole('combobox', {
    name: say('columns:becomes', { name: 'Column 2' }),
  });
  assert.equal(await second.inputValue(), say('columns:target.email'));

  await become(desk, 'Column 1', 'full_name');
  await button(desk, 'columns:next').click();
  await expectFigures(desk, { ready: '2', aside: '0' });
  assert.deepEqual(alarms, []);
});

test('a list with names of columns and nothing below them leads nowhere and says so', async (t) => {
  const { house, desk } = await setTheScene(t);
  const { app, say } = desk;
  const path = join(house.folder, 'blank.csv');
  writeFileSync(path, 'First name,Email\n');
  await app.locator('input[type=file]').first().setInputFiles(path);
  await app.getByText(say('codes:error.file_no_records')).waitFor();
  await app.getByText(say('file:onwards.empty')).waitFor();
  assert.equal(await button(desk, 'file:onwards.toColumns').isDisabled(), true);
});

test('of a workbook with lists on two sheets none is taken until one is chosen, be it the first', async (t) => {
  const { house, desk } = await setTheScene(t);
  const { app, say } = desk;
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  const sheet = (name: string) =>
    `<row r="1">${cell('First name')}${cell('City')}</row><row r="2">${cell(name)}${cell('Porto')}</row>`;
  const path = join(house.folder, 'book.xlsx');
  writeFileSync(path, await bookOf({ sheets: { Old: sheet('Noa'), New: sheet('Mira') } }));
  await app.locator('input[type=file]').first().setInputFiles(path);
  await button(desk, 'file:reading.open').click();
  const choice = app.getByRole('combobox', { name: say('file:reading.sheet') });
  assert.equal(await choice.inputValue(), '');
  await choice.click();
  await app.getByRole('option', { name: 'Old' }).click();
  await app.getByRole('cell', { name: 'Noa' }).first().waitFor();
  await button(desk, 'file:onwards.toColumns').click({ trial: true });
});

test('corrections are lost by reading a file in another way only when a person says so', async (t) => {
  const { house, desk } = await setTheScene(t);
  const { app, say } = desk;
  await bring(desk, writeClients(house, 20, 10));
  await check(desk);
  await correct(desk, { column: 'First name', line: 11 }, 'Ada');
  await button(desk, 'common:back').click();
  await button(desk, 'common:back').click();
  await button(desk, 'file:reading.open').click();
  const none = app.getByRole('radio', { name: say('file:header.none') });
  await none.click();
  const question = app.getByRole('dialog', { name: say('file:reading.lose.title') });
  await question.getByText(say('file:reading.lose.text', { count: 1 })).waitFor();

  await question.getByRole('button', { name: say('common:cancel') }).click();
  await question.waitFor({ state: 'hidden' });
  assert.equal(await none.isChecked(), false);
  await none.click();
  await question.getByRole('button', { name: say('file:reading.lose.confirm') }).click();
  await app.getByRole('columnheader', { name: 'Column 2' }).first().waitFor();
});

for (const place of ['draft', 'batch', 'session'] as const)
  test(`a ${place} that is gone says so and leads to the start`, async (t) => {
    const { house, desk } = await setTheScene(t);
    const { app, say } = desk;
    await heading(desk, 'file:start.title').waitFor();
    await frameOf(desk, house).evaluate((to) => {
      window.location.hash = to;
    }, `#/${place}/gone/file`);
    await app.getByText(say(`codes:error.${place}_not_found`)).waitFor();

    await button(desk, 'common:startOver').click();
    await heading(desk, 'file:start.title').waitFor();
  });
