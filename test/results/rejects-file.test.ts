import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { writeRejectsFile } from '../../src/results/rejects-file.js';
import { REJECT_COLUMNS } from '../../src/staging/mended-rejects.js';
import type { Batch } from '../../src/staging/batch.js';
import type { Store } from '../../src/store/store.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';

async function textOf(store: Store, batch: Batch): Promise<string> {
  let text = '';
  for await (const piece of writeRejectsFile(store, batch)) text += piece;
  return text;
}

async function clientsOf(store: Store, batch: Batch): Promise<Record<string, unknown>[]> {
  const texts = await store.readClients(batch.id, 1, batch.counts.accepted);
  return texts.map((text) => JSON.parse(text) as Record<string, unknown>);
}

test('a rejects file has the original cells first, then where the record stood and what is wrong', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'clients.csv');
  writeFileSync(path, 'First name,Phone,Colour\nNoa,1,red\n,+44 20,"a, ""b"""\n');
  const { batch } = await stageHere(store, [path]);
  const text = await textOf(store, batch);
  assert.ok(text.startsWith('\uFEFF"First name","Phone","Colour","clientferry file"'));
  const [header, row = [], ...more] = parse(text, { bom: true });
  assert.deepEqual(header, ['First name', 'Phone', 'Colour', ...REJECT_COLUMNS]);
  assert.deepEqual(row.slice(0, 5), ['', "'+44 20", 'a, "b"', 'clients.csv', '3']);
  assert.equal(row[5], 'required');
  assert.match(String(row[6]), /"First name" is missing/);
  assert.match(String(row[8]), new RegExp(`^${batch.id}/[0-9a-f]{16}$`));
  assert.deepEqual(more, []);
});

test('a rejects file of several files has the columns of all, fields in one column though their names differ', async (t) => {
  const { store, dataDir } = makeStore(t);
  const [one, two] = [join(dataDir, 'one.csv'), join(dataDir, 'two.csv')];
  writeFileSync(one, 'First name,Mobile,Colour\n,1,red\n');
  writeFileSync(two, 'Email,Forename,Telephone\nx@example.org,,2\n');
  const { batch } = await stageHere(store, [one, two]);
  const rows = parse(await textOf(store, batch), { bom: true });
  assert.deepEqual(
    rows.map((row) => row.slice(0, 4)),
    [
      ['First name', 'Mobile', 'Colour', 'Email'],
      ['', '1', 'red', ''],
      ['', '2', '', 'x@example.org'],
    ],
  );
});

test('a phone with a plus sign comes through two rounds of rejection as it was (S17)', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = (round: number) => join(dataDir, `round-${round}.csv`);
  writeFileSync(path(0), "First name,Phone,Last name\n,+44 20 7946,'tHooft\n");
  for (const round of [0, 1, 2]) {
    const { batch } = await stageHere(store, [path(round)]);
    assert.equal(batch.counts.rejected, 1);
    writeFileSync(path(round + 1), await textOf(store, batch));
  }
  const mended = readFileSync(path(3), 'utf8').replace('\r\n"",', '\r\n"Noa",');
  writeFileSync(path(4), mended);
  const { batch } = await stageHere(store, [path(4)]);
  assert.deepEqual(await clientsOf(store, batch), [
    { first_name: 'Noa', last_name: "'tHooft", phone: '+44 20 7946' },
  ]);
});

test('a mapping file that fits the list also fits its rejects file, though a column name looks like a formula', async (t) => {
  const { store, dataDir } = makeStore(t);
  const [list, again] = [join(dataDir, 'list.csv'), join(dataDir, 'again.csv')];
  const mapping = { columns: { '+': 'phone' } };
  writeFileSync(list, 'First name,+\n,+44\n');
  const { batch } = await stageHere(store, [list], { mapping });
  writeFileSync(again, (await textOf(store, batch)).replace('\r\n"",', '\r\n"Noa",'));
  const mended = await stageHere(store, [again], { mapping });
  assert.deepEqual(await clientsOf(store, mended.batch), [{ first_name: 'Noa', phone: '+44' }]);
});

test('the rejects file of a batch without rejects is a header alone', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'clients.csv');
  writeFileSync(path, 'First name\nNoa\n');
  const { batch } = await stageHere(store, [path]);
  assert.equal((await textOf(store, batch)).split('\r\n').length, 2);
});

test('a thousand and one rejects are all written, in file order', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'clients.csv');
  const notes = Array.from({ length: 1_001 }, (_, at) => String(at));
  writeFileSync(path, ['First name,Note', ...notes.map((note) => `,${note}`)].join('\n'));
  const { batch } = await stageHere(store, [path]);
  const rows = parse(await textOf(store, batch), { bom: true, from: 2 });
  assert.deepEqual(
    rows.map((row) => row[1]),
    notes,
  );
});
