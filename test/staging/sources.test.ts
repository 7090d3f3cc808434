import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FerryError } from '../../src/errors.js';
import type { BusinessField } from '../../src/profiles/host-fields.js';
import { parseMappingFile, writeMappingFile } from '../../src/profiles/mapping.js';
import { explainClient } from '../../src/results/explain-client.js';
import { writeRejectsFile } from '../../src/results/rejects-file.js';
import type { Batch } from '../../src/staging/batch.js';
import type { Store } from '../../src/store/store.js';
import { zipOf } from '../files/archives.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';

const SAMPLES = fileURLToPath(new URL('../../data/samples', import.meta.url));
const withCode = (code: string) => (error: unknown) =>
  error instanceof FerryError && error.code === code;

async function clientsOf(store: Store, batch: Batch): Promise<Record<string, unknown>[]> {
  const texts = await store.readClients(batch.id, 1, batch.counts.clients);
  return texts.map((text) => JSON.parse(text) as Record<string, unknown>);
}

async function rejectsOf(store: Store, batch: Batch): Promise<{ line: number; code: string }[]> {
  const rejects = await store.readRejects(batch.id, 0, 100);
  return rejects.map(({ line, issues }) => ({ line, code: issues[0]?.code ?? '' }));
}

async function rejectsText(store: Store, batch: Batch): Promise<string> {
  let text = '';
  for await (const piece of writeRejectsFile(store, batch)) text += piece;
  return text;
}

const field = (label: string, type: string, more: Partial<BusinessField> = {}): BusinessField => ({
  id: `id of ${label}`,
  ...{ type, label, options: [], ofMatter: false },
  ...more,
});

test("inTandem: the business's own fields take their columns and check their values by type", async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'clients.csv');
  writeFileSync(
    path,
    [
      'first_name,last_name,email,phone,address,external_id,Plan,Joined,Newsletter paper,Member no.',
      'Noa,Levi,noa@example.org,,,1,Gold,28/02/2026,X,0001',
      'Mira,Okafor,mira@example.org,,,2,Bronze,2026-03-01,no,0002',
      'Idris,Hale,idris@example.org,,,3,Gold,30/02/2026,,0003',
      'Ada,Brandt,ada@example.org,,,4,,,,0001',
    ].join('\n'),
  );
  const customFields = [
    field('Plan', 'dropdown', { options: ['Basic', 'Gold'] }),
    field('Joined', 'datepicker'),
    field('Newsletter paper', 'checkbox'),
    field('Member no', 'identifier'),
  ];
  const { batch } = await stageHere(store, [path], { customFields });
  assert.equal(batch.files[0]?.profile, 'intandem-fields');
  const [noa, ...others] = await clientsOf(store, batch);
  assert.deepEqual(others, []);
  assert.equal(noa?.['Plan'], 'Gold');
  assert.equal(noa['Joined'], '2026-02-28');
  assert.equal(noa['Newsletter paper'], true);
  assert.equal(noa['Member no'], '0001');
  assert.deepEqual(await rejectsOf(store, batch), [
    { line: 3, code: 'one_of' },
    { line: 4, code: 'iso_date' },
    { line: 5, code: 'not_unique' },
  ]);
});

test('a mapping is remembered for the business and the header, whatever the order of columns and the name of the file', async (t) => {
  const { store, dataDir } = makeStore(t);
  const stage = async (name: string, text: string, business = 'b1', mapping?: string) => {
    const path = join(dataDir, name);
    writeFileSync(path, text);
    const { batch } = await stageHere(store, [path], {
      businessUid: business,
      mapping: mapping === undefined ? undefined : parseMappingFile('m.json', mapping),
    });
    return clientsOf(store, batch);
  };
  const text = 'Wer,Kram\nNoa,x\n';
  await assert.rejects(stage('a.csv', text), withCode('layout_unknown'));
  await stage('a.csv', text, 'b1', '{"columns": {"Wer": "first_name", "Kram": "Colour"}}');
  assert.deepEqual(await stage('b.csv', 'Kram,Wer\nred,Mira\n'), [
    { first_name: 'Mira', Colour: 'red' },
  ]);
  await assert.rejects(stage('c.csv', text, 'b2'), withCode('layout_unknown'));
});

test('a mapping that was written out and read again says the same', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'list.csv');
  writeFileSync(path, 'Vorname,Nachname,E-Mail,Farbe\nNoa,Levi,noa@example.org,rot\n');
  const { batch } = await stageHere(store, [path]);
  const [file] = batch.files;
  const text = writeMappingFile(file?.profile ?? '', file?.columns ?? []);
  const again = await stageHere(store, [path], {
    businessUid: 'b2',
    mapping: parseMappingFile('m.json', text.replace('"Farbe": null', '"Farbe": "Colour"')),
  });
  assert.deepEqual(await clientsOf(store, again.batch), [
    { first_name: 'Noa', last_name: 'Levi', email: 'noa@example.org', Colour: 'rot' },
  ]);
});

test('Plannr: headers and mapping as JSON, modes store and update', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'clients.csv');
  writeFileSync(path, 'a,b,c\nNoa,Levi,noa@example.org\n');
  const mapping = parseMappingFile(
    'm.json',
    '{"headers": ["a", "b", "c"], "mapping": {"a": "first_name", "b": "last_name", "c": "email"}}',
  );
  const { batch } = await stageHere(store, [path], { mapping, mode: 'update' });
  assert.equal(batch.mode, 'update');
  assert.equal((await clientsOf(store, batch))[0]?.['email'], 'noa@example.org');
});

test('a rejects file is known again: what was mended is staged, the rest stays rejected, and the batch is named', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'clients.csv');
  writeFileSync(
    path,
    'First name,Email,Phone\nNoa,noa@example.org,\n,mira@example.org,+44 20 7946 0018\nIdris,NOA@example.org,\nAda,ada(at)example.org,\n',
  );
  const { batch } = await stageHere(store, [path]);
  assert.equal(batch.counts.rejected, 3);
  const text = await rejectsText(store, batch);
  const mended = join(dataDir, 'mended.csv');
  // Nobody touched the duplicate, which alone would be no duplicate any more.
  writeFileSync(mended, text.replace('"","mira@', '"Mira","mira@').replace('(at)', '@'));
  const retry = await stageHere(store, [mended]);
  assert.equal(retry.batch.retryOf, batch.id);
  assert.deepEqual(
    (await clientsOf(store, retry.batch)).map((one) => [one['first_name'], one['phone']]),
    [
      ['Mira', '+442079460018'],
      ['Ada', undefined],
    ],
  );
  assert.deepEqual(retry.batch.counts.rejectedByCause, { unmended: 1 });
});

test('explain shows the file, the line, the columns that gave each value and what was done to them', async (t) => {
  const { store } = makeStore(t);
  const { batch } = await stageHere(store, [join(SAMPLES, 'uisp-clients.csv')], {
    reading: { region: 'GB', zone: 'Europe/London', dateOrder: undefined },
  });
  const explained = await explainClient(store, batch, 1);
  assert.equal(explained.file, 'uisp-clients.csv');
  assert.equal(explained.line, 2);
  assert.deepEqual(
    explained.merged.map(({ line }) => line),
    [3, 4],
  );
  const from = (key: string) =>
    explained.values.find((one) => one.key === key)?.columns.map(({ column }) => column);
  assert.deepEqual(from('external_id'), ['Id']);
  assert.deepEqual(from('first_name'), ['First name']);
  assert.deepEqual(from('address'), ['Street 1', 'Street 2', 'City', 'Country', 'ZIP code']);
  const phone = explained.values.find((one) => one.key === 'phone')?.columns[0];
  assert.deepEqual(phone, { column: 'Phones', target: 'phone', transforms: ['trim', 'phone'] });
  await assert.rejects(explainClient(store, batch, 99), withCode('client_not_found'));
});

test('Opencell: the kind of every file of a ZIP is found, joined across files in any order; a file of no known kind is named', async (t) => {
  const { store, dataDir } = makeStore(t);
  const names = readdirSync(SAMPLES).filter((name) => name.startsWith('opencell-'));
  const entries = Object.fromEntries(
    names.map((name) => [name, readFileSync(join(SAMPLES, name), 'utf8')] as const),
  );
  const backwards = Object.fromEntries(Object.entries(entries).reverse());
  const stage = async (name: string, content: Record<string, string>, skip: string[] = []) => {
    const path = join(dataDir, name);
    writeFileSync(path, await zipOf(Object.entries(content)));
    return stageHere(store, [path], { read: { skip }, onDuplicate: 'keep' });
  };
  const forth = await stage('forth.zip', entries);
  const back = await stage('back.zip', backwards);
  assert.deepEqual(
    forth.batch.files.map(({ profile }) => `${profile}.csv`).sort(),
    [...names].sort(),
  );
  const keyOf = (client: Record<string, unknown>) => ({
    id: client['external_id'],
    codes: (client['matters'] as { code: string }[] | undefined)?.map(({ code }) => code).sort(),
  });
  assert.deepEqual(
    (await clientsOf(store, back.batch)).map(keyOf),
    (await clientsOf(store, forth.batch)).map(keyOf),
  );
  assert.ok(forth.batch.counts.merged > 10);

  const stray = { ...entries, 'payments.csv': 'Amount,Currency\n12,EUR\n' };
  await assert.rejects(
    stage('stray.zip', stray),
    (error: unknown) =>
      error instanceof FerryError &&
      error.code === 'layout_unknown' &&
      error.message.startsWith('stray.zip/payments.csv: ') &&
      error.hint?.includes('--skip "payments.csv"') === true,
  );
  // Without the stray file it is the same list as the first.
  const skipped = await stage('stray.zip', stray, ['payments.csv']);
  assert.equal(skipped.batch.id, forth.batch.id);
});

test('SeeClickFix: requests stand under their reporter, closed ones are closed, old request types are replaced', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'issues.csv');
  const header =
    'lat,lng,address,request_type,summary,description,reporter_email,created_at,closed_at,public_comment_1,Q: Size?';
  const at = '2015-12-05T13:11:59-05:00';
  writeFileSync(
    path,
    [
      header,
      `41.3,-72.9,1 Mill Lane,Old hole,s,"d\nd",noa@example.org,${at},,"first\nsecond",60 cm`,
      `41.3,-72.9,1 Mill Lane,Graffiti,s,d,,${at},${at},,`,
      `41.3,-72.9,2 Mill Lane,Old hole,s,d,NOA@example.org,${at},,,10 cm`,
      `91,-72.9,1 Mill Lane,Graffiti,s,d,x@example.org,${at},,,`,
      `41.3,-72.9,1 Mill Lane,Graffiti,s,d,x@example.org,2015-12-05,,,`,
      `41.3,-72.9,"1\nMill Lane",Graffiti,s,d,x@example.org,${at},,,`,
      `41.3,-72.9,1 Mill Lane,Graffiti,s,d,x@example.org,${at},,,a question of holes`,
      `41.3,-72.9,1 Mill Lane,Noise,s,d,x@example.org,${at},,,`,
    ].join('\n'),
  );
  const values = [
    {
      column: 'request_type',
      values: new Map([
        ['Old hole', 'Pothole'],
        ['Graffiti', 'Graffiti'],
      ]),
    },
  ];
  const { batch } = await stageHere(store, [path], { values });
  const clients = await clientsOf(store, batch);
  const requestsOf = (at: number) => clients[at]?.['matters'] as Record<string, string>[];
  assert.deepEqual(
    clients.map((one) => one['email']),
    ['noa@example.org', undefined],
  );
  assert.deepEqual(
    requestsOf(0).map((one) => [one['name'], one['status'], one['Q: Size?']]),
    [
      ['Pothole', 'Acknowledged', '60 cm'],
      ['Pothole (2)', 'Acknowledged', '10 cm'],
    ],
  );
  assert.equal(requestsOf(0)[0]?.['public_comment_1'], 'first\nsecond');
  assert.equal(requestsOf(0)[0]?.['acknowledge_message'], 'Issue Acknowledged');
  assert.equal(requestsOf(1)[0]?.['status'], 'Closed');
  assert.deepEqual(await rejectsOf(store, batch), [
    { line: 7, code: 'latitude' },
    { line: 8, code: 'iso_date_time' },
    { line: 9, code: 'single_line' },
    { line: 11, code: 'question_shared' },
    { line: 12, code: 'value_unmatched' },
  ]);
  assert.deepEqual(batch.counts.unmatchedValues, { request_type: { Noise: 1 } });
});

test('a mended client takes along its services, which were rejected with it alone', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'uisp.csv');
  const sample = readFileSync(join(SAMPLES, 'uisp-clients.csv'), 'utf8');
  writeFileSync(path, sample.replace(',Noa,', ',,').replace(',Harbour Yoga,', ',,'));
  const { batch } = await stageHere(store, [path]);
  assert.equal(batch.counts.rejectedByCause['parent_rejected'], 2);
  const mended = join(dataDir, 'mended.csv');
  writeFileSync(
    mended,
    (await rejectsText(store, batch)).replace('"16560841","","",', '"16560841","","Noa",'),
  );
  const retry = await stageHere(store, [mended]);
  assert.equal(retry.batch.counts.merged, 2);
  const noa = (await clientsOf(store, retry.batch)).find((one) => one['first_name'] === 'Noa');
  assert.equal((noa?.['matters'] as unknown[]).length, 2);
});

test('the mapping of a batch holds for its rejects file, with a header and without; a table of values may be mended instead', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'list.csv');
  writeFileSync(path, 'Mira,Gold,x@example.org\n,Basic,y@example.org\nNoa,Old,z@example.org\n');
  const mapping = parseMappingFile(
    'm.json',
    '{"columns": {"Column 1": "first_name", "Column 2": "Plan", "Column 3": "email"}}',
  );
  const table = (...pairs: [string, string][]) => [{ column: 'Plan', values: new Map(pairs) }];
  const { batch } = await stageHere(store, [path], {
    mapping,
    read: { noHeader: true },
    values: table(['Gold', 'G'], ['Basic', 'B']),
  });
  assert.equal(batch.counts.rejected, 2);
  const mended = join(dataDir, 'mended.csv');
  writeFileSync(mended, (await rejectsText(store, batch)).replace('"","Basic"', '"Ada","Basic"'));
  const retry = await stageHere(store, [mended], {
    values: table(['Gold', 'G'], ['Basic', 'B'], ['Old', 'O']),
  });
  assert.deepEqual(await clientsOf(store, retry.batch), [
    { first_name: 'Ada', email: 'y@example.org', Plan: 'B' },
    { first_name: 'Noa', email: 'z@example.org', Plan: 'O' },
  ]);
});

test('a table of values for a column that no file has is refused', async (t) => {
  const { store } = makeStore(t);
  const values = [{ column: 'Servize', values: new Map([['a', 'b']]) }];
  await assert.rejects(
    stageHere(store, [join(SAMPLES, 'clients.csv')], { values }),
    withCode('values_invalid'),
  );
});

test('SeeClickFix: a mapping file narrows the coordinates to the agency and makes a question required', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'issues.csv');
  const at = '2015-12-05T13:11:59-05:00';
  const row = (lat: string, answer: string) =>
    `${lat},-72.9,1 Mill Lane,Pothole,s,d,noa@example.org,${at},${answer}`;
  writeFileSync(
    path,
    [
      'lat,lng,address,request_type,summary,description,reporter_email,created_at,Q: Size?',
      ...[row('41.3', '60 cm'), row('48.2', '60 cm'), row('41.3', '')],
    ].join('\n'),
  );
  const mapping = parseMappingFile(
    'm.json',
    JSON.stringify({
      profile: 'seeclickfix-issues',
      columns: {
        lat: { to: 'lat', rules: [{ rule: 'latitude', least: 41.2, most: 41.4 }] },
        'Q: Size?': { to: 'Q: Size?', rules: [{ rule: 'required' }] },
      },
    }),
  );
  const { batch } = await stageHere(store, [path], { mapping });
  assert.deepEqual(await rejectsOf(store, batch), [
    { line: 3, code: 'latitude' },
    { line: 4, code: 'required' },
  ]);
});
