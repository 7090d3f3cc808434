import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { FerryError } from '../../src/errors.js';
import { contentKey } from '../../src/staging/content-key.js';
import type { Correction } from '../../src/staging/record-source.js';
import { recogniseSource } from '../../src/staging/recognised-source.js';
import { createStageRequest } from '../../src/staging/stage-request.js';
import { openSources } from '../../src/files/open-sources.js';
import type { Store } from '../../src/store/store.js';
import { PROFILES } from '../helpers/map.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';

const HEADER = ['Customer no.', 'First name', 'Surname', 'E-mail', 'Mobile phone', 'Remark'];

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const csvOf = (rows: readonly (readonly string[])[]): string =>
  [HEADER, ...rows].map((row) => `${row.map(quote).join(',')}\n`).join('');

/** A row that has an id, so that it is neither blank nor a line of totals. */
const cell = fc.oneof(
  fc.constantFrom('', 'Noa', 'n/k', 'noa@example.org', '+44 20 7946 0018', '=1+1', ' Zoé '),
  fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .map((text) => text.replace(/[\r\n\0\p{Cs}]/gu, '')),
);
const rows = fc.array(fc.tuple(fc.nat(999_999), fc.array(cell, { minLength: 5, maxLength: 5 })), {
  minLength: 1,
  maxLength: 25,
});
const changes = fc.array(fc.tuple(fc.nat(24), fc.integer({ min: 1, max: 5 }), cell), {
  maxLength: 20,
});

async function resultOf(store: Store, id: string): Promise<unknown> {
  const batch = await store.findBatch(id);
  assert.ok(batch);
  const rejects = await store.readRejects(id, 0, 1_000);
  return {
    counts: batch.counts,
    clients: await store.readClients(id, 1, batch.counts.clients),
    rejects: rejects.map(({ line, cells, issues }) => [line, cells, issues]),
  };
}

test('staging with corrections equals staging a file in which those cells were edited by hand', async (t) => {
  const { store } = makeStore(t);
  const folder = makeTempDir(t);
  const [asIs, byHand] = [join(folder, 'list.csv'), join(folder, 'edited.csv')];
  let run = 0;
  await fc.assert(
    fc.asyncProperty(rows, changes, async (given, changed) => {
      const list = given.map(([id, cells]) => [`#${id}`, ...cells]);
      const edited = list.map((row) => [...row]);
      const corrections: Correction[] = [];
      for (const [at, index, value] of changed) {
        const row = edited[at];
        if (!row) continue;
        row[index] = value;
        corrections.push({ source: 'list.csv', line: at + 2, index, value });
      }
      writeFileSync(asIs, csvOf(list));
      writeFileSync(byHand, csvOf(edited));
      // What columns mean must not hang on the cells, which differ.
      const mapping = {
        columns: {
          ...{ 'Customer no.': 'external_id', 'First name': 'first_name', Surname: 'last_name' },
          ...{ 'E-mail': 'email', 'Mobile phone': 'phone', Remark: 'notes' },
        },
      };
      run++;
      const one = await stageHere(store, [asIs], { mapping, corrections, businessUid: `a${run}` });
      const two = await stageHere(store, [byHand], { mapping, businessUid: `b${run}` });
      assert.deepEqual(await resultOf(store, one.batch.id), await resultOf(store, two.batch.id));
    }),
    { numRuns: 60 },
  );
});

test('a correction beyond a short record widens it, and blanking an extra cell takes it off', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'list.csv');
  writeFileSync(path, 'First name,Surname,E-mail\nNoa\nMira,Okafor,mira@example.org,extra\n');
  const at = (line: number, index: number, value: string) => ({
    ...{ source: 'list.csv', line, index, value },
  });
  const { batch } = await stageHere(store, [path], {
    corrections: [at(2, 2, 'noa@example.org'), at(3, 3, '')],
  });
  assert.deepEqual(await store.readClients(batch.id, 1, 2), [
    '{"first_name":"Noa","email":"noa@example.org"}',
    '{"first_name":"Mira","last_name":"Okafor","email":"mira@example.org"}',
  ]);
});

test('a line that looked like totals is a record once a person has mended it', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'list.csv');
  writeFileSync(
    path,
    'First name,Surname,E-mail,City\nNoa,Levi,noa@example.org,Porto\nTotal,,,1\n',
  );
  const corrections = [{ source: 'list.csv', line: 3, index: 3, value: 'Porto' }];
  const { batch } = await stageHere(store, [path], { corrections });
  assert.deepEqual([batch.counts.accepted, batch.counts.rejected], [2, 0]);
});

test('a correction for a list that is not among the files is refused, not lost', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'list.csv');
  writeFileSync(path, 'First name\nNoa\n');
  await assert.rejects(
    stageHere(store, [path], { corrections: [{ source: 'b.csv', line: 2, index: 0, value: 'x' }] }),
    (error: unknown) => error instanceof FerryError && error.code === 'usage',
  );
});

test('the content key stays what it was without corrections, and does not hang on the order of making them', async (t) => {
  const path = join(makeTempDir(t), 'list.csv');
  writeFileSync(path, 'First name,Surname\nNoa,Levi\n');
  const opened = await openSources(path, { name: 'clients.csv' });
  assert.equal(opened[0]?.name, 'clients.csv');
  const keyOf = (corrections: Correction[]) => {
    const request = createStageRequest([path], 'b1', { corrections });
    return contentKey(
      opened.map((source) => recogniseSource(source, PROFILES, request, undefined)),
      request,
    );
  };
  const at = (index: number, value: string) => ({
    ...{ source: 'clients.csv', line: 2, index, value },
  });
  assert.equal(keyOf([]), '48a4d23a0309431139d2428a9c1203b90c1823fc1f320ac02f8d0d76a00ac52d');
  assert.notEqual(keyOf([at(0, 'Mira')]), keyOf([]));
  assert.equal(keyOf([at(0, 'Mira'), at(1, 'Okafor')]), keyOf([at(1, 'Okafor'), at(0, 'Mira')]));
  assert.equal(keyOf([at(0, 'x'), at(0, 'Mira')]), keyOf([at(0, 'Mira')]));
});

test('a choice for one list goes before the mapping for all of them', async (t) => {
  const { store, dataDir } = makeStore(t);
  const [one, two] = [join(dataDir, 'one.csv'), join(dataDir, 'two.csv')];
  for (const path of [one, two]) writeFileSync(path, 'First name,Extra\nNoa,x\n');
  const { batch } = await stageHere(store, [one, two], {
    onDuplicate: 'keep',
    mapping: { columns: { Extra: 'tags' } },
    choices: [{ source: 'two.csv', profile: 'auto', mapping: { columns: { Extra: null } } }],
  });
  assert.deepEqual(await store.readClients(batch.id, 1, 2), [
    '{"first_name":"Noa","tags":"x"}',
    '{"first_name":"Noa"}',
  ]);
});
