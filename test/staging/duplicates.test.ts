import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DUPLICATE_POLICIES } from '../../src/staging/batch.js';
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

test('a client of several records counts once, whatever the policy', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'issues.csv');
  const row = '41.3,-72.9,1 Mill Lane,Pothole,s,d,noa@example.org,2015-12-05T13:11:59-05:00';
  writeFileSync(
    path,
    `lat,lng,address,request_type,summary,description,reporter_email,created_at\n${row}\n${row}\n`,
  );
  for (const onDuplicate of DUPLICATE_POLICIES) {
    const { batch } = await stageHere(store, [path], { onDuplicate });
    const { accepted, merged, rejected } = batch.counts;
    assert.deepEqual({ accepted, merged, rejected }, { accepted: 1, merged: 1, rejected: 0 });
  }
});

test('a client that is rejected for its services does not push another one out', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'uisp.csv');
  const header =
    'Id,First name,Emails,Phones,Registration date,Service,Service invoice label,Service active from (Y-m-d),Service latitude';
  writeFileSync(
    path,
    `${header}\n1,Noa,noa@example.org,,,,,,\n2,Noa,noa@example.org,,,Fibre,,,999\n`,
  );
  const { batch } = await stageHere(store, [path], { onDuplicate: 'keep-last' });
  assert.deepEqual(batch.counts.rejectedByCause, { latitude: 1 });
  assert.equal(batch.counts.accepted, 1);
});

test('a value that must be unique is free again when the record that had it is rejected', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'cards.csv');
  const people = ['Noa,a@example.org,1', 'Mira,a@example.org,2', 'Jonas,c@example.org,2'];
  writeFileSync(path, `First name,Email,Card\n${people.join('\n')}\n`);
  const card = { id: 'c', type: 'identifier', label: 'Card', options: [], ofMatter: false };
  const { batch } = await stageHere(store, [path], { customFields: [card] });
  assert.deepEqual(batch.counts.rejectedByCause, { duplicate_email: 1 });
});
