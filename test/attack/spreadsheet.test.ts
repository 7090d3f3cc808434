import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import Papa from 'papaparse';
import { CLIENTS } from '../helpers/map.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { csvLine } from '../../src/results/csv-line.js';
import { writeRejectsFile } from '../../src/results/rejects-file.js';
import { writeTemplate } from '../../src/results/template-file.js';
import { isLongForm } from '../support/long-form.js';
import { unpackZip } from '../support/pack-zip.js';
import { requireTool } from '../support/require-tool.js';

const STARTS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/** What spreadsheets run, or would send somewhere. */
const FORMULAS = [
  ...['1+1', 'SUM(A1:A9)', 'HYPERLINK("http://canary.example.org","x")', "cmd|' /C calc'!A0"],
  ...['WEBSERVICE("http://canary.example.org")', 'IMPORTXML(1,2)', '442079460018', '2026-02-04'],
];
const CELLS = STARTS.flatMap((start) => FORMULAS.map((formula) => `${start}${formula}`)).concat(
  FORMULAS.slice(0, 3).flatMap((formula) => [
    `"=${formula}`,
    ` =${formula}`,
    `'=${formula}`,
    `;=${formula}`,
  ]),
);
const DANGEROUS = /^[=+\-@\t\r\n\0＝＋－＠]/;

/** A list whose records are all rejects, and its rejects file. */
async function rejectsOf(t: TestContext, cells: readonly string[]) {
  const { store, dataDir } = makeStore(t);
  const rows = cells.map((cell) => ['', cell, 'Ends here']);
  const path = join(dataDir, 'list.csv');
  writeFileSync(path, Papa.unparse([['First name', '=Note', 'Last'], ...rows]));
  const { batch } = await stageHere(store, [path], { profile: 'clients' });
  assert.equal(batch.counts.rejected, cells.length);
  let text = '';
  for await (const piece of writeRejectsFile(store, batch)) text += piece;
  return { store, dataDir, batch, text };
}

/** The cells of the rejects of a mended file, in the order in which they were rejected first. */
async function cellsAgain(
  { store, dataDir }: Awaited<ReturnType<typeof rejectsOf>>,
  bytes: string | Buffer,
) {
  const path = join(dataDir, 'mended.csv');
  writeFileSync(path, bytes);
  const { batch } = await stageHere(store, [path], { profile: 'clients' });
  assert.deepEqual(batch.files[0]?.header, ['First name', '=Note', 'Last']);
  const rejects = await store.readRejects(batch.id, 0, 1_000);
  return rejects.map(({ cells }) => cells[1]);
}

test('S17: no cell of any file that we write begins as a formula does, whoever reads it', async (t) => {
  const { text } = await rejectsOf(t, CELLS);
  const template = writeTemplate(CLIENTS, [
    ...CELLS.map((label) => ({
      id: label,
      label,
      type: 'singleline',
      options: [],
      ofMatter: false,
    })),
  ]);
  for (const written of [text, template, CELLS.map((cell) => csvLine([cell, 'x'])).join('')]) {
    const { data } = Papa.parse<string[]>(written.replace(/^\uFEFF/, ''));
    const cells = data.flat();
    assert.ok(cells.length > CELLS.length);
    for (const cell of cells) assert.doesNotMatch(cell, DANGEROUS);
  }
});

test('S17: rejects that are staged again have the cells that they had, byte for byte', async (t) => {
  const rejects = await rejectsOf(t, CELLS);
  assert.deepEqual(await cellsAgain(rejects, rejects.text), CELLS);
  // As a program writes it that quotes no more than it must.
  const { data } = Papa.parse<string[]>(rejects.text.slice(1).trimEnd());
  assert.deepEqual(await cellsAgain(rejects, Papa.unparse(data, { newline: '\n' })), CELLS);
});

/** Runs the spreadsheet program over a file, with a home of its own. */
function convert(folder: string, from: string, to: string, filters: string[]): string {
  execFileSync(
    requireTool('soffice'),
    [
      '--headless',
      `-env:UserInstallation=file://${folder}/home`,
      ...filters,
      '--convert-to',
      to,
      '--outdir',
      folder,
      from,
    ],
    { stdio: 'ignore', timeout: 300_000 },
  );
  return from.replace(/\.\w+$/, `.${to.slice(0, 4).replace(/\W.*/, '')}`);
}

// Comma, double quote, UTF-8, from the first line on; every cell as it is, quoted.
const READING = '--infilter=CSV:44,34,76,1';
const WRITING = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false';

/** How many formulas a program finds in a CSV file. */
function countFormulas(folder: string, name: string, text: string): number {
  const path = join(folder, `${name}.csv`);
  writeFileSync(path, text);
  const parts = new Map(unpackZip(readFileSync(convert(folder, path, 'xlsx', [READING]))));
  const sheet = String(parts.get('xl/worksheets/sheet1.xml'));
  assert.match(sheet, /<row /);
  return sheet.match(/<f[ >]/g)?.length ?? 0;
}

// The program takes a minute to install and seconds to run: long form only.
if (isLongForm)
  test('S17: a spreadsheet program runs none of the cells, and gives them back as they were', async (t) => {
    const cells = CELLS.filter((cell) => !/[\r\t\n]/.test(cell));
    const rejects = await rejectsOf(t, cells);
    const folder = makeTempDir(t);
    assert.ok(countFormulas(folder, 'bare', Papa.unparse(cells.map((cell) => [cell]))) > 0);
    assert.equal(countFormulas(folder, 'rejects', rejects.text), 0);
    const back = convert(folder, join(folder, 'rejects.xlsx'), WRITING, []);
    assert.deepEqual(await cellsAgain(rejects, readFileSync(back)), cells);
  });
