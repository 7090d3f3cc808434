import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { openSources } from '../../src/files/open-sources.js';

const CORPUS = dirname(createRequire(import.meta.url).resolve('csv-spectrum'));
const NAMES = readdirSync(join(CORPUS, 'csvs')).map((file) => file.replace(/\.csv$/, ''));

type Row = Record<string, string>;

/** Where the corpus contradicts itself, what its JSON should say; everything else is compared as it is. */
const MENDED: Readonly<Record<string, (json: unknown) => Row[]>> = {
  // The JSON is one object instead of a list, and its phone number is not the one of the CSV.
  location_coordinates: (json) => [{ ...(json as Row), 'Contact Phone Number': '2095257564' }],
};

function readExpected(name: string): Row[] {
  const json: unknown = JSON.parse(readFileSync(join(CORPUS, 'json', `${name}.json`), 'utf8'));
  const mend = MENDED[name];
  return mend ? mend(json) : (json as Row[]);
}

async function readRows(name: string): Promise<{ header: readonly string[]; rows: Row[] }> {
  const [source, ...others] = await openSources(join(CORPUS, 'csvs', `${name}.csv`), {});
  assert.ok(source);
  assert.deepEqual(others, []);
  const rows: Row[] = [];
  for await (const { number, cells, oddity } of source.records()) {
    assert.equal(number, rows.length + 1);
    assert.equal(oddity, undefined);
    assert.equal(cells.length, source.header.length);
    rows.push(Object.fromEntries(source.header.map((column, at) => [column, cells[at] ?? ''])));
  }
  assert.equal(source.passed.blankLines, 0);
  return { header: source.header, rows };
}

test('the corpus is there, with a JSON for every CSV', () => {
  assert.ok(NAMES.length >= 12);
  assert.deepEqual(
    readdirSync(join(CORPUS, 'json')).map((file) => file.replace(/\.json$/, '')),
    NAMES,
  );
});

for (const name of NAMES) {
  // Cells are compared as text and untouched: numbers stay text, and line ends inside quotes are made LF by staging only.
  test(`csv-spectrum ${name}: header and records are those of its JSON`, async () => {
    const expected = readExpected(name);
    const { header, rows } = await readRows(name);
    assert.deepEqual(header, Object.keys(expected[0] ?? {}));
    assert.deepEqual(rows, expected);
  });
}
