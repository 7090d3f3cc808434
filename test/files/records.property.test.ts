import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import type { SourceRecord } from '../../src/staging/record-source.js';
import { openSource, readAll, temporaryFile } from './helpers.js';

const piece = fc.constantFrom(
  'a',
  '0',
  ' ',
  '"',
  ',',
  ';',
  '\n',
  '\r',
  '\r\n',
  'é',
  '€',
  '😀',
  '|',
);
const cell = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const row = fc.record({
  cells: fc.array(cell, { minLength: 1, maxLength: 4 }),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  blanks: fc.integer({ min: 0, max: 2 }),
  quoteAll: fc.boolean(),
});
const plan = fc.record({
  rows: fc.array(row, { maxLength: 12 }),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  encoding: fc.constantFrom('utf-8', 'utf-16le', 'utf-16be'),
});

function write(cells: string[], delimiter: string, quoteAll: boolean): string {
  const written = cells.map((text) => {
    // A lone empty cell must be quoted, or its line would be a blank one.
    const needsQuotes = quoteAll || cells.length === 1 || /["\r\n,;\t|]/.test(text);
    return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return written.join(delimiter);
}

const isBlank = (text: string): boolean => text.trim() === '';

/** Blank cells behind the two columns of the header do not count. */
function withoutBlankTail(cells: readonly string[]): string[] {
  let width = cells.length;
  while (width > 2 && isBlank(cells[width - 1] ?? '')) width -= 1;
  return cells.slice(0, width);
}

test('whatever is written as correct CSV comes back with its numbers and lines', async (t) => {
  const property = fc.asyncProperty(plan, async ({ rows, delimiter, encoding }) => {
    let text = `\ufeffname${delimiter}note`;
    let blankLines = 0;
    const expected: SourceRecord[] = [];
    // The line end of a row is repeated for the blank lines after it: LF after CR would make one line end of two.
    let lineEnd = '\r\n';
    for (const { cells, lineEnd: nextEnd, blanks, quoteAll } of rows) {
      text += lineEnd + lineEnd.repeat(blanks);
      blankLines += blanks;
      const line = text.split(/\r\n|\n|\r/).length;
      if (cells.every(isBlank)) blankLines += 1;
      else expected.push({ number: expected.length + 1, line, cells: withoutBlankTail(cells) });
      text += write(cells, delimiter, quoteAll);
      lineEnd = nextEnd;
    }
    const path = await temporaryFile(t, iconv.encode(text, encoding));
    const source = await openSource(path, { delimiter, headerLine: 1 });
    assert.deepEqual(await readAll(source), expected);
    assert.equal(source.passed.blankLines, blankLines);
    assert.equal(source.encoding, encoding);
  });
  await fc.assert(property, { numRuns: 200 });
});
