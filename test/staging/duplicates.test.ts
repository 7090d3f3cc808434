import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';

const LIST = [
  'First name,Email',
  'Noa,shared@example.org',
  ',shared@example.org',
  'Idris,alone@example.org',
  'Mira,SHARED@example.org',
  'Jonas,',
  'Ewa,shared@example.org',
].join('\n');

for (const [policy, kept] of [
  ['keep-first', ['Noa', 'Idris', 'Jonas']],
  ['keep-last', ['Idris', 'Jonas', 'Ewa']],
  ['reject', ['Idris', 'Jonas']],
  ['keep', ['Noa', 'Idris', 'Mira', 'Jonas', 'Ewa']],
] as const) {
  test(`--on-duplicate ${policy} keeps ${kept.join(', ')} and accounts for the others`, async (t) => {
    const { store, dataDir } = makeStore(t);
    const path = join(dataDir, 'clients.csv');
    writeFileSync(path, LIST);
    const { batch } = await stageHere(store, [path], { onDuplicate: policy });
    const clients = await store.readClients(batch.id, 1, batch.counts.accepted);
    assert.deepEqual(
      clients.map((text) => (JSON.parse(text) as { first_name: string }).first_name),
      kept,
    );
    const duplicates = 5 - kept.length;
    assert.deepEqual(batch.counts.rejectedByCause, {
      ...(duplicates === 0 ? {} : { duplicate_email: duplicates }),
      required: 1,
    });
    assert.equal(batch.counts.records, 6);
  });
}

test('duplicates are found across the files of one batch', async (t) => {
  const { store, dataDir } = makeStore(t);
  const paths = ['a.csv', 'b.csv'].map((name) => join(dataDir, name));
  for (const path of paths)
    writeFileSync(path, `First name,Email\n${path.slice(-5, -4)},x@example.org\n`);
  const { batch } = await stageHere(store, paths);
  assert.equal(batch.counts.accepted, 1);
  const [reject] = await store.readRejects(batch.id, 0, 10);
  assert.deepEqual([reject?.file, reject?.line], [1, 2]);
});
