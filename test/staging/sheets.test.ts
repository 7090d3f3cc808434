import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bookOf, textRow, zipOf } from '../files/archives.js';
import { startProgram } from '../helpers/program.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';

const HEADER = textRow(1, 'First name', 'E-mail');
const twoYears = () =>
  bookOf({
    sheets: {
      '2023': HEADER + textRow(2, 'Noa', 'noa@example.org'),
      '2024': HEADER + textRow(2, 'Mira', 'mira@example.org'),
    },
  });

test('two sheets of one workbook are two batches, also inside a ZIP, and each one is found again', async (t) => {
  const { store, dataDir } = makeStore(t);
  const book = await twoYears();
  for (const [name, bytes] of [
    ['book.xlsx', book],
    ['lists.zip', await zipOf([['book.xlsx', book]])],
  ] as const) {
    const path = join(dataDir, name);
    writeFileSync(path, bytes);
    const businessUid = name;
    const stage = (sheet: string) => stageHere(store, [path], { businessUid, read: { sheet } });
    const [first, second] = [await stage('2023'), await stage('2024')];
    assert.deepEqual(
      [first, second].map(({ stagedBefore }) => stagedBefore),
      [false, false],
    );
    assert.match((await store.readClients(second.batch.id, 1, 1))[0] ?? '', /Mira/);
    assert.equal(second.batch.files[0]?.sheet, '2024');
    const again = await stage('2023');
    assert.deepEqual([again.batch.id, again.stagedBefore], [first.batch.id, true]);
  }
});

test('stage --sheet gives the batch of that sheet', async (t) => {
  const dataDir = makeTempDir(t);
  writeFileSync(join(dataDir, 'book.xlsx'), await twoYears());
  const stage = async (sheet: string) => {
    const args = ['stage', 'book.xlsx', '--business', 'b1', '--sheet', sheet, '--json'];
    const program = startProgram(t, dataDir, args);
    assert.equal((await program.exited).code, 0, program.errors());
    return JSON.parse(program.output()) as { staged: { batch: { id: string } } };
  };
  const ids = [];
  for (const sheet of ['2023', '2024', '2023']) ids.push((await stage(sheet)).staged.batch.id);
  assert.notEqual(ids[0], ids[1]);
  assert.equal(ids[0], ids[2]);
});
