import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import iconv from 'iconv-lite';
import writeExcelFile from 'write-excel-file/node';
import { zipOf } from '../files/archives.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';

type Rows = readonly (readonly string[])[];

const HEADER = [
  'Customer no.',
  'First name',
  'Surname',
  'E-mail',
  'Mobile phone',
  'Address',
  'Accepts marketing',
];

/** Made-up people, with everything that is hard about a cell, and some that are rejected. */
const RECORDS: Rows = [
  ['000017', 'Noa', 'Levi', 'noa@example.org', '+44 20 7946 0018', '1 Mill Lane, Porto', 'yes'],
  ['000018', 'José', 'Ñíguez', 'jose@example.org', '0044207946', '2 "High" Street', 'no'],
  [
    '000019',
    'Mira',
    "O'Malley",
    'mira@example.org',
    '(300) 045-4811',
    'Upstairs\n3 Rue du Port',
    '',
  ],
  ['000020', '', 'Nobody', 'nobody@example.org', '', '', 'yes'],
  ['000021', 'Ada', 'Brandt', 'ada(at)example.org', '', 'x; y, z|w\tv', 'yes'],
  ['000022', 'Idris', 'Hale', 'NOA@example.org', '', '', ''],
  ['000023', ' Zoé ', '  van   Dijk', 'zoe@example.org', '', ' 4 Lindenweg ', 'x'],
  ['000024', 'Ewa', '', '', '', '', 'perhaps'],
];

interface Result {
  clients: unknown[];
  /** Cells by column, with the codes. */
  rejects: unknown[];
}

async function stage(t: TestContext, name: string, bytes: Buffer | string): Promise<Result> {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, name);
  writeFileSync(path, bytes);
  const { batch } = await stageHere(store, [path]);
  const texts = await store.readClients(batch.id, 1, batch.counts.clients);
  const rejects = await store.readRejects(batch.id, 0, 100);
  return {
    clients: texts.map((text) => JSON.parse(text) as unknown),
    rejects: rejects.map(({ file, cells, issues }) => ({
      cells: Object.fromEntries(
        HEADER.map((column) => [
          column,
          (cells[batch.files[file]?.header.indexOf(column) ?? 0] ?? '').replace(/\r\n?/g, '\n'),
        ]),
      ),
      codes: issues.map(({ code }) => code),
    })),
  };
}

const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const quoteIfNeeded = (cell: string) => (/[",;|\t\r\n]/.test(cell) ? quote(cell) : cell);

function csv(rows: Rows, { delimiter = ',', end = '\n', write = quoteIfNeeded } = {}): string {
  return rows.map((row) => row.map(write).join(delimiter) + end).join('');
}

const TABLE: Rows = [HEADER, ...RECORDS];
const shuffled: Rows = TABLE.map((row) => [5, 0, 6, 3, 1, 4, 2].map((at) => row[at] ?? ''));
const blankLines = csv(TABLE).replace(/\n(?=0000)/g, '\n\n');

async function xlsxOf(t: TestContext): Promise<Buffer> {
  const rows = TABLE.map((row) => row.map((value) => ({ value, type: String })));
  const file = await writeExcelFile(rows).toBuffer();
  t.diagnostic(`${file.length} bytes`);
  return file;
}

test('the same list in any other dress gives the same clients and the same rejects', async (t) => {
  const plain = await stage(t, 'plain.csv', csv(TABLE));
  assert.equal(plain.clients.length, 5);
  assert.equal(plain.rejects.length, 3);
  const dresses: Record<string, Buffer | string> = {
    'bom.csv': `\uFEFF${csv(TABLE)}`,
    'utf16.csv': iconv.encode(csv(TABLE), 'utf-16le', { addBOM: true }),
    'windows-1252.csv': iconv.encode(csv(TABLE), 'windows-1252'),
    'semicolon.csv': csv(TABLE, { delimiter: ';' }),
    'tab.tsv': csv(TABLE, { delimiter: '\t' }),
    'pipe.txt': csv(TABLE, { delimiter: '|' }),
    'quoted.csv': csv(TABLE, { write: quote }),
    'crlf.csv': csv(TABLE, { end: '\r\n' }),
    'cr.csv': csv(TABLE, { end: '\r' }).replace('Upstairs\n', 'Upstairs\r'),
    'no-end.csv': csv(TABLE).trimEnd(),
    'shuffled.csv': csv(shuffled),
    'blank-lines.csv': blankLines,
    'blank-records.csv': csv([...TABLE, HEADER.map(() => '')]),
    'titles.csv': `Client list of Example Ltd\n\nExported on 2026-11-21\n${csv(TABLE)}`,
    'trailing.csv': csv(TABLE.map((row) => [...row, '', ''])),
    'ctrl-z.csv': `${csv(TABLE)}\x1a`,
    'sep.csv': `sep=;\r\n${csv(TABLE, { delimiter: ';', end: '\r\n' })}`,
    'list.zip': await zipOf([['list.csv', csv(TABLE)]]),
    'list.xlsx': await xlsxOf(t),
  };
  for (const [name, bytes] of Object.entries(dresses)) {
    assert.deepEqual(await stage(t, name, bytes), plain, name);
  }
});
