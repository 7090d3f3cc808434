import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, test, type TestContext } from 'node:test';
import { readValueTable } from '../../src/cli/value-table.js';
import { inspectFile } from '../../src/files/inspect-file.js';
import { parse } from 'csv-parse/sync';
import { writeRejectsFile } from '../../src/results/rejects-file.js';
import { bookOf, textRow } from '../files/archives.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';

const NAMES = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'],
  ...['__defineGetter__', 'isAdmin', 'length', 'then', 'toJSON'],
];
const OWN = Reflect.ownKeys(Object.prototype);

afterEach(() => {
  assert.deepEqual(Reflect.ownKeys(Object.prototype), OWN);
  assert.equal(({} as { isAdmin?: unknown }).isAdmin, undefined);
  assert.equal(Object.prototype.toString.call({}), '[object Object]');
});

/** The name as the first, a middle, the last and a repeated column. */
const placesOf = (name: string): string[][] => [
  [name, 'First name', 'Email'],
  ['First name', name, 'Email'],
  ['First name', 'Email', name],
  ['First name', name, 'Email', name],
];

const cellOf = (column: string, at: number): string =>
  column === 'First name' ? '' : column === 'Email' ? 'noa@example.org' : `cell ${at} of ${column}`;

async function stageRows(t: TestContext, name: string, rows: string | Buffer) {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, name);
  writeFileSync(path, rows);
  const { batch } = await stageHere(store, [path], { profile: 'clients' });
  return { store, batch, path };
}

for (const name of NAMES) {
  test(`S21: a column ${name} keeps its name and its cells wherever it stands`, async (t) => {
    for (const header of placesOf(name)) {
      const cells = header.map(cellOf);
      const shown = header.map((column, at) =>
        header.indexOf(column) < at ? `${column} (2)` : column,
      );
      // Without a name the record is a reject, which keeps its cells as they came.
      const list = `${header.join()}\n${cells.join()}\n`;
      const { store, batch, path } = await stageRows(t, 'list.csv', list);
      assert.deepEqual(batch.files[0]?.header, shown);
      assert.deepEqual((await store.readRejects(batch.id, 0, 5))[0]?.cells, cells);
      const { sources } = await inspectFile(path, 'list.csv', {});
      assert.deepEqual(sources[0]?.sample[0]?.cells, cells);
      let text = '';
      for await (const piece of writeRejectsFile(store, batch)) text += piece;
      const [names, values] = parse(text, { bom: true });
      assert.deepEqual(names?.slice(0, shown.length), shown);
      assert.deepEqual(values?.slice(0, cells.length), cells);
    }
  });
}

test('S21: such names are names of columns in a workbook, of entries, and of properties of cards', async (t) => {
  const header = ['First name', 'Email', ...NAMES];
  const cells = header.map(cellOf);
  const sheets = { ['__proto__']: textRow(1, ...header) + textRow(2, ...cells) };
  const book = await bookOf({ sheets });
  const { batch, store } = await stageRows(t, 'book.xlsx', book);
  assert.deepEqual(batch.files[0]?.header, header);
  assert.equal(batch.files[0].sheet, '__proto__');
  assert.deepEqual((await store.readRejects(batch.id, 0, 5))[0]?.cells, cells);
  const lines = NAMES.map((name) => `${name}:x\r\nTEL;${name}=${name}:+442079460018\r\n`);
  const card = `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Noa Levi\r\n${lines.join('')}END:VCARD\r\n`;
  const cards = await stageRows(t, 'cards.vcf', card).catch((error: unknown) => error);
  assert.ok(cards instanceof Error ? cards.name === 'FerryError' : true, String(cards));
});

test('S21: such names are values like any other in a table of values, in cells, and as keys of custom fields', async (t) => {
  const table = join(makeTempDir(t), 'values.csv');
  writeFileSync(table, `old,Status\n${NAMES.map((name) => `${name},new ${name}`).join('\n')}\n`);
  const { store, dataDir } = makeStore(t);
  const list = join(dataDir, 'list.csv');
  const rows = NAMES.map((name) => `Noa,${name},${name},${name}`);
  writeFileSync(list, `First name,Status,Own,Tags\n${rows.join('\n')}\n`);
  const [, ...keys] = NAMES;
  for (const key of keys) {
    const mapping = { columns: { Own: key } };
    const { batch } = await stageHere(store, [list], { mapping, values: [readValueTable(table)] });
    assert.equal(batch.counts.accepted, NAMES.length);
    const texts = await store.readClients(batch.id, 1, NAMES.length);
    texts.forEach((text, at) => {
      const client = JSON.parse(text) as Record<string, unknown>;
      const name = NAMES[at] ?? '';
      assert.ok(Object.hasOwn(client, key));
      assert.deepEqual([client['status'], client[key]], [`new ${name}`, name]);
    });
  }
});
