import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { useBrowser } from '../helpers/browser.js';
import { openApp, signIn, startCrmHouse, watch } from '../helpers/crm-house.js';
import {
  bring,
  button,
  check,
  correct,
  expectFigures,
  importButton,
  writeClients,
} from '../helpers/staff-steps.js';

const browser = useBrowser();

test('what was mended can be taken back also when nothing is left to mend', async (t) => {
  const house = await startCrmHouse(t);
  const context = await browser.newContext(t, { viewport: { width: 1280, height: 900 } });
  const { alarms } = watch(context, house);
  const desk = await openApp(context, house);
  const { app, say } = desk;
  await signIn(desk);
  await bring(desk, writeClients(house, 20, 20));
  await check(desk);
  await correct(desk, { column: 'First name', line: 21 }, 'Ana');
  await app.getByText(say('check:pending.cells', { count: 1 })).waitFor();
  await button(desk, 'check:pending.check').click();
  await expectFigures(desk, { ready: '20', aside: '0' });
  await app.getByText(say('check:corrected', { count: 1 })).waitFor();
  await button(desk, 'check:toolbar.undo').click();
  await app.getByText(say('check:pending.changed')).waitFor();
  await button(desk, 'check:pending.check').click();
  await expectFigures(desk, { ready: '19', aside: '1' });
  assert.deepEqual(alarms, []);
});

test('columns keep their places while cells are corrected, causes count records, and a line of totals holds nothing up', async (t) => {
  const house = await startCrmHouse(t);
  const context = await browser.newContext(t, { viewport: { width: 1280, height: 900 } });
  const { alarms } = watch(context, house);
  const desk = await openApp(context, house);
  const { app, say } = desk;
  await signIn(desk);
  const path = join(house.folder, 'mixed.csv');
  const lines = [
    'Customer no.,First name,Last name,Email,Phone,Shoe colour',
    '1,Mira,Okafor,mira@example.org,+442079460001,red',
    '2,Ana,Lima,ana@example.org,+442079460002,blue',
    '3,,Sato,yuki(at)example.org,+442079460003,green',
    '4,Noa,Brandt,noa@example.org,+442079460004,grey',
    'Total,,,4,,',
  ];
  writeFileSync(path, lines.join('\n'));
  await bring(desk, path);
  await check(desk);
  await expectFigures(desk, { ready: '3', aside: '2' });
  const cause = (code: string) =>
    app.getByRole('radio', {
      name: say('check:cause', { text: say(`codes:issue.${code}`), number: '1' }),
    });
  for (const code of ['required', 'email', 'trailer'])
    await cause(code).waitFor({ state: 'attached' });

  const heads = app.getByRole('columnheader');
  const before = await heads.allTextContents();
  const name = say('check:cell.name', { column: 'First name', line: 4 });
  await app.getByRole('button', { name }).click();
  await app.getByRole('textbox', { name }).fill('Yuki');
  await app.getByRole('textbox', { name }).press('Enter');
  await app.getByText(say('check:pending.cells', { count: 1 })).waitFor();
  assert.deepEqual(await heads.allTextContents(), before);
  await correct(desk, { column: 'Email', line: 4 }, 'yuki@example.org');
  await correct(desk, { column: 'Last name', line: 4 }, 'Sato-Lima');
  assert.deepEqual(await heads.allTextContents(), before);

  await button(desk, 'check:pending.check').click();
  await expectFigures(desk, { ready: '4', aside: '1' });
  await app.getByRole('radio', { name: say('check:rest.refuse') }).check();
  await button(desk, 'common:next').click();
  await importButton(desk, 4).waitFor();
  await app.getByText(say('import:plan.notImported', { columns: 'Shoe colour' })).waitFor();
  assert.deepEqual(alarms, []);
});

test('a person who stops the check is told so calmly and can begin it again', async (t) => {
  const house = await startCrmHouse(t);
  const context = await browser.newContext(t, { viewport: { width: 1280, height: 900 } });
  const { alarms } = watch(context, house);
  const desk = await openApp(context, house);
  const { app, say } = desk;
  await signIn(desk);
  await bring(desk, writeClients(house, 50_001));
  await button(desk, 'file:onwards.toColumns').click();
  await button(desk, 'columns:next').click();
  await button(desk, 'common:cancel').click();
  await app.getByText(say('check:stopped')).waitFor();
  assert.equal(await app.getByRole('alert').count(), 0);
  await button(desk, 'check:checkNow').click();
  await app.getByText(say('results:parts.noticeTitle')).waitFor({ timeout: 60_000 });
  await button(desk, 'common:next').click();
  await importButton(desk, 50_001).waitFor();
  await app.getByText(say('results:parts.noticeTitle')).waitFor();
  assert.deepEqual(alarms, []);
});
