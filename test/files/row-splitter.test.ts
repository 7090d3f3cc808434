import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse';
import fc from 'fast-check';
import { csvOptions } from '../../src/files/csv-options.js';
import { LineTracker, type CsvCounts } from '../../src/files/line-tracker.js';
import { readRecords, type RowTaker } from '../../src/files/read-records.js';
import { RowSplitter } from '../../src/files/row-splitter.js';

/** Everything that is told of a file: its rows with their lines and the blank lines above them, and those at the end. */
interface Told {
  rows: { line: number; cells: string[]; blank: number }[];
  blankAtEnd: number;
  refusal: string | undefined;
}

/** What csv-parse alone tells, with its own counts of lines. */
async function readByLibrary(pieces: readonly (Buffer | string)[], delimiter: string) {
  const told: Told = { rows: [], blankAtEnd: 0, refusal: undefined };
  const parser = parse({ ...csvOptions(delimiter), info: true });
  const tracker = new LineTracker();
  for (const piece of pieces) parser.write(piece);
  parser.end();
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: CsvCounts;
    }>) {
      const blank = tracker.blankBefore(info);
      told.rows.push({ line: tracker.take(info, record), cells: record, blank });
    }
    told.blankAtEnd = tracker.blankAtEnd(parser.info);
  } catch (error) {
    assert.ok(error instanceof Error && 'code' in error);
    told.refusal = String(error.code);
  }
  return told;
}

async function read(pieces: readonly (Buffer | string)[], delimiter: string): Promise<Told> {
  const told: Told = { rows: [], blankAtEnd: 0, refusal: undefined };
  const taker: RowTaker = {
    hasReleased: false,
    release: () => [],
    take(line, cells, blank) {
      told.rows.push({ line, cells, blank });
      return undefined;
    },
    end(blankAtEnd) {
      told.blankAtEnd = blankAtEnd;
      return [];
    },
  };
  const plan = {
    name: 'list.csv',
    delimiter,
    hasSepLine: false,
    async *openInput() {
      for (const piece of pieces) yield await Promise.resolve(piece);
    },
  };
  try {
    for await (const record of readRecords(plan, taker)) assert.fail(String(record.number));
  } catch (error) {
    assert.ok(error instanceof Error && 'code' in error);
    told.refusal = error.code === 'quote_not_closed' ? 'CSV_QUOTE_NOT_CLOSED' : String(error.code);
  }
  return told;
}

/** Cuts a text into pieces of these lengths, again and again. */
function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, n = 0; at < bytes.length; n += 1) {
    const length = lengths[n % lengths.length] ?? 1;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

const WORDS = ['a', 'é', '王', '👩', '', ' ', "'", '\ufeff', '\0', '\u2028', 'a b', '0', '#', '\\'];
const SIGNS = [
  '"',
  '""',
  '\n',
  '\r\n',
  '\r',
  ',',
  ';',
  '\t',
  '"a"',
  '"a\nb"',
  '"x\r\ny"',
  '","',
  '\n\n',
];
/** Mostly rows without doubt, so that what is odd stands after many that are not. */
const CLEAN = [
  'a,b\n',
  '"a",b\r\n',
  '\n',
  '"x ""y""",z\n',
  ',\n',
  '"a\nb","\r\n"\n',
  'é,"王"\n',
  '\r\n',
];

const anyText = fc
  .array(fc.oneof(fc.constantFrom(...WORDS), fc.constantFrom(...SIGNS)), { maxLength: 40 })
  .map((parts) => parts.join(''));
const mostlyClean = fc
  .tuple(fc.array(fc.constantFrom(...CLEAN), { maxLength: 30 }), anyText)
  .map(([rows, text]) => rows.join('') + text);
const lengths = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 5 });
const delimiters = fc.constantFrom(',', ';', '\t', '|', ' ', 'é', 'a', '👩');

async function compare(pieces: readonly (Buffer | string)[], delimiter: string): Promise<void> {
  const ours = await read(pieces, delimiter);
  const theirs = await readByLibrary(pieces, delimiter);
  assert.equal(ours.refusal, theirs.refusal);
  // A refusal keeps csv-parse from giving all rows before it; nothing is staged then.
  if (ours.refusal === undefined) assert.deepEqual(ours, theirs);
}

test('rows, lines and blank lines are those that csv-parse alone tells, whatever the text', async () => {
  const texts = fc.oneof(anyText, mostlyClean);
  await fc.assert(
    fc.asyncProperty(texts, lengths, delimiters, (text, cuts, delimiter) =>
      compare(cut(Buffer.from(text), cuts), delimiter),
    ),
    { numRuns: 4000 },
  );
});

test('text that comes as text is read as its bytes are', async () => {
  await fc.assert(
    fc.asyncProperty(mostlyClean, lengths, async (text, cuts) => {
      const units = cuts.map((length) => length * 2);
      const pieces = cut(Buffer.from(text, 'utf16le'), units).map((it) => it.toString('utf16le'));
      fc.pre(pieces.every((piece) => Buffer.from(piece).toString() === piece));
      await compare(pieces, ',');
    }),
    { numRuns: 1000 },
  );
});

test('a row that is very long is left to csv-parse, with all that follow', async () => {
  const long = 'x'.repeat(300_000);
  for (const cell of [long, `"${long}"`, 'é'.repeat(400_000), `"${'é'.repeat(600_000)}"`]) {
    const pieces = cut(Buffer.from(`a,b\n\n${cell},c\n\nd,"e\n"\n`), [65_536]);
    const [ours, theirs] = [await read(pieces, ','), await readByLibrary(pieces, ',')];
    if (theirs.refusal === undefined) assert.deepEqual(ours, theirs);
    else assert.equal(ours.refusal, 'record_too_long');
  }
});

test('what csv-parse takes for no delimiter of one character is never split here', () => {
  for (const delimiter of ['', '"', '\n', '\r', ',,', '👩'])
    assert.equal(RowSplitter.canSplit(delimiter), false);
});

test('rows without doubt are split here; from the first odd one on nothing is', () => {
  const rows: string[][] = [];
  const splitter = new RowSplitter(',', (_, cells) => rows.push(cells));
  assert.equal(splitter.split('a,"b ""c"""\r\n\n"d\ne",\nf'), true);
  assert.deepEqual(rows, [
    ['a', 'b "c"'],
    ['d\ne', ''],
  ]);
  assert.deepEqual([splitter.rest, splitter.line, splitter.blank], ['f', 5, 0]);
  assert.equal(splitter.split('" pipe,5\n'), false);
  assert.deepEqual([rows.length, splitter.rest], [2, 'f" pipe,5\n']);
});
