import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { openSources } from '../../src/files/open-sources.js';
import { bookOf, textRow, zipOf, type Content } from './archives.js';
import { readAll, refusal, temporaryFile } from './helpers.js';

const ANNA = 'name,email\nAnna,anna@example.org\n';
const BEN = 'name;email\r\nBen;ben@example.org\r\n';
const CARD = 'BEGIN:VCARD\nVERSION:3.0\nFN:Cara\nEND:VCARD\n';
const PNG = Buffer.from('89504e470d0a1a0a00000000', 'hex');

async function zipFile(
  t: TestContext,
  files: readonly (readonly [string, Content])[],
): Promise<string> {
  return temporaryFile(t, await zipOf(files), 'export.zip');
}

test('a file in a ZIP that is no list refuses the whole ZIP and says how to leave it out', async (t) => {
  for (const [name, content, code] of [
    ['logo.png', PNG, 'file_not_text'],
    ['terms.pdf', '%PDF-1.7\n', 'file_not_text'],
    ['empty.csv', '', 'file_empty'],
    ['rows.csv', 'anna@example.org,1\n', 'header_missing'],
  ] as const) {
    const path = await zipFile(t, [
      ['clients.csv', ANNA],
      [`sub/${name}`, content],
    ]);
    const words = new RegExp(`export.zip/sub/${name}.*--skip "sub/${name}"`);
    await assert.rejects(openSources(path, {}), refusal(code, words));
    const [only, ...others] = await openSources(path, { skip: [name] });
    assert.equal(only?.name, 'export.zip/clients.csv');
    assert.equal(others.length, 0);
  }
});

test('a name that fits no file of a ZIP is refused with those that there are', async (t) => {
  const path = await zipFile(t, [
    ['a/clients.csv', ANNA],
    ['leads.csv', BEN],
  ]);
  for (const options of [{ only: ['x.csv'] }, { skip: ['leads.csv', 'x.csv'] }]) {
    const words = /"x.csv".*a\/clients.csv, leads.csv/;
    await assert.rejects(openSources(path, options), refusal('usage', words));
  }
});

test('a ZIP without files is refused', async (t) => {
  const files: (readonly [string, Content])[][] = [
    [],
    [['folder/', '']],
    [['__MACOSX/._a.csv', 'x']],
  ];
  for (const list of files) {
    await assert.rejects(openSources(await zipFile(t, list), {}), refusal('file_empty'));
  }
  const all = openSources(await zipFile(t, [['a.csv', ANNA]]), { skip: ['a.csv'] });
  await assert.rejects(all, refusal('file_empty'));
});

test('the lists of a ZIP are opened in its order, each by what it holds', async (t) => {
  const book = await bookOf({ sheets: { One: textRow(1, 'a', 'b') + textRow(2, 'Dan', 'x') } });
  const path = await zipFile(t, [
    ['z.csv', ANNA],
    ['folder/', ''],
    ['__MACOSX/._z.csv', PNG],
    ['folder/.DS_Store', PNG],
    ['folder/b.txt', BEN],
    ['cards.csv', CARD],
    ['book.dat', book],
  ]);
  const sources = await openSources(path, {});
  assert.deepEqual(
    sources.map(({ name, form, delimiter }) => [name, form, delimiter]),
    [
      ['export.zip/z.csv', 'csv', ','],
      ['export.zip/folder/b.txt', 'csv', ';'],
      ['export.zip/cards.csv', 'vcard', undefined],
      ['export.zip/book.dat/One', 'xlsx', undefined],
    ],
  );
  const names = [];
  for (const source of sources) names.push((await readAll(source))[0]?.cells[0]);
  assert.deepEqual(names, ['Anna', 'Ben', 'Cara', 'Dan']);
  for (const source of sources) assert.equal((await readAll(source)).length, 1, 'another pass');
  const [first] = sources;
  assert.equal(first?.bytes, ANNA.length);
  assert.equal(first.sha256, createHash('sha256').update(ANNA).digest('hex'));
  assert.deepEqual(first.passed, { blankLines: 0, bytes: ANNA.length });
});

test('only and skip name files by base name or in full', async (t) => {
  const path = await zipFile(t, [
    ['a/clients.csv', ANNA],
    ['b/clients.csv', ANNA],
    ['leads.csv', BEN],
  ]);
  const namesOf = async (options: { only?: string[]; skip?: string[] }) =>
    (await openSources(path, options)).map(({ name }) => name.slice('export.zip/'.length));
  assert.deepEqual(await namesOf({ only: ['clients.csv'] }), ['a/clients.csv', 'b/clients.csv']);
  assert.deepEqual(await namesOf({ only: ['b/clients.csv'] }), ['b/clients.csv']);
  assert.deepEqual(await namesOf({ only: ['clients.csv'], skip: ['a/clients.csv'] }), [
    'b/clients.csv',
  ]);
  assert.deepEqual(await namesOf({ skip: ['clients.csv'] }), ['leads.csv']);
});

test('an entry that is stored, long, and in another encoding is read whole', async (t) => {
  const rows = Array.from({ length: 50_000 }, (_, at) => `René ${at},r${at}@example.org`);
  const bytes = Buffer.from(`name,email\n${rows.join('\n')}`, 'latin1');
  for (const compress of [true, false]) {
    const zip = await zipOf([['clients.csv', bytes]], { compress });
    const [source] = await openSources(await temporaryFile(t, zip, 'export.zip'), {});
    assert.ok(source !== undefined);
    assert.equal(source.encoding, 'windows-1252');
    const records = await readAll(source);
    assert.deepEqual(records.at(-1), {
      number: 50_000,
      line: 50_001,
      cells: ['René 49999', 'r49999@example.org'],
    });
  }
});

test('records refuses an entry whose archive was changed since', async (t) => {
  const path = await zipFile(t, [['clients.csv', ANNA]]);
  const [source] = await openSources(path, {});
  assert.ok(source !== undefined);
  for (const bytes of [
    await zipOf([['clients.csv', ANNA.replace('Anna', 'Bene')]]),
    Buffer.from('x'),
  ]) {
    await writeFile(path, bytes);
    await assert.rejects(readAll(source), refusal('file_changed'));
  }
});

test('archives are closed again, however reading ends', async (t) => {
  const rows = Array.from({ length: 100_000 }, (_, at) => `${Math.sin(at)},x`).join('\n');
  const path = await zipFile(t, [['clients.csv', `a,b\n${rows}`]]);
  const before = readdirSync('/proc/self/fd').length;
  for (let round = 0; round < 5; round++) {
    const [source] = await openSources(path, {});
    assert.ok(source !== undefined);
    for await (const record of source.records()) if (record.number === 3) break;
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(readdirSync('/proc/self/fd').length <= before);
});
