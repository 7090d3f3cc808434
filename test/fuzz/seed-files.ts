import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import iconv from 'iconv-lite';
import { bookOf, textRow } from '../files/archives.js';
import { hostileList } from '../staging/hostile-lists.js';
import { packZip, unpackZip, type Part } from '../support/pack-zip.js';

/** A file to begin from: its bytes, or the files that are packed into it. */
export type SeedFile = Buffer | readonly Part[];

const { resolve } = createRequire(import.meta.url);
const FOLDERS = [
  fileURLToPath(new URL('../../data/samples/', import.meta.url)),
  fileURLToPath(new URL('../fixtures/', import.meta.url)),
  join(dirname(resolve('csv-spectrum')), 'csvs'),
];
/** Mutations of long files say no more than those of short ones, and take longer. */
const MOST_BYTES = 20_000;

/** Every fixture, sample and corpus, and made-up lists, books, cards and archives. */
export async function readSeedFiles(): Promise<SeedFile[]> {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(csv|vcf)$/.test(name))
      .sort()
      .map((name): Part => [name, readFileSync(join(folder, name)).subarray(0, MOST_BYTES)]),
  );
  const texts = [
    ...papaparseInputs().filter((_, at) => at % 3 === 0),
    naughtyList(),
    hostileList(1, 30),
    hostileList(2, 30, '\r'),
  ];
  return [
    ...files.map(([, bytes]) => bytes),
    ...texts.map((text) => Buffer.from(text)),
    ...['utf-16le', 'utf-16be', 'windows-1252', 'gb18030', 'shift_jis'].map((encoding) =>
      iconv.encode(hostileList(3, 20), encoding, { addBOM: encoding.startsWith('utf') }),
    ),
    files.filter(([name]) => name.startsWith('opencell-')),
    files.slice(0, 3),
    [['lists/', Buffer.alloc(0)], ...files.slice(5, 7), ['notes.txt', Buffer.from('Read me')]],
    ...(await books()),
  ];
}

function naughtyList(): string {
  const strings = JSON.parse(
    readFileSync(resolve('big-list-of-naughty-strings'), 'utf8'),
  ) as string[];
  const rows = strings.map((text, at) => `${at},"${text.replaceAll('"', '""')}",x@example.org`);
  return `ID,First name,Email\n${rows.join('\n')}\n`;
}

/** The inputs of papaparse's own tests, read from their source as plain data. */
function papaparseInputs(): string[] {
  const path = join(dirname(resolve('papaparse')), 'tests', 'test-cases.js');
  const source = readFileSync(path, 'utf8');
  return Array.from(source.matchAll(/\binput: ("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/g)).map(
    ([, literal = '""']) => String(vm.runInNewContext(literal)),
  );
}

const STYLES =
  '<numFmts><numFmt numFmtId="164" formatCode="00000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs>';

async function books(): Promise<SeedFile[]> {
  const rows = [
    textRow(1, 'First name', 'Email', 'Phone', 'Since'),
    textRow(2, 'Anna', 'anna@example.org', '+442079460018', ''),
    '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" s="1"><v>1234</v></c><c r="D3" s="2"><v>45292</v></c></row>',
    '<row r="4"><c r="A4" t="str"><f>A2</f><v>Ben</v></c><c r="B4" t="b"><v>1</v></c><c r="C4" t="e"><v>#REF!</v></c></row>',
  ].join('');
  const strings = '<si><t>Zoë</t></si><si><r><t>zoe@</t></r><r><t>example.org</t></r></si>';
  const book = await bookOf({ sheets: { Clients: rows, Notes: '' }, strings, styles: STYLES });
  const other = await bookOf({ sheets: { 'hidden:Old': rows, One: rows }, is1904: true, strings });
  return [unpackZip(book), unpackZip(other), book, packZip([['book.xlsx', book]])];
}
