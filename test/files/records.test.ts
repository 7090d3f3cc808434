import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { readRecords } from '../../src/files/read-records.js';
import { RecordMaker } from '../../src/files/table/record-maker.js';
import { fixture, openSource, readAll, temporaryFile } from './helpers.js';

async function linesOf(path: string): Promise<number[]> {
  const records = await readAll(await openSource(path, { delimiter: ',' }));
  return records.map(({ line }) => line);
}

test('records leaves cells untouched: zeros, spaces and plus signs', async () => {
  const records = await readAll(await openSource(fixture('leading-zero-phone.csv'), {}));
  assert.deepEqual(
    records.map(({ cells }) => cells[1]),
    ['0501234567', ' +44 20 7946 0000 '],
  );
});

test('records keeps rows that are wider or narrower than the header', async () => {
  const wide = await readAll(await openSource(fixture('extra-cell.csv'), {}));
  assert.deepEqual(wide[1]?.cells, ['Ben', 'ben@example.org', 'extra']);
  const narrow = await readAll(await openSource(fixture('missing-cell.csv'), {}));
  assert.deepEqual(narrow[0]?.cells, ['Anna']);
});

test('records keeps a stray quote and the rows after it', async () => {
  const records = await readAll(await openSource(fixture('stray-quote.csv'), {}));
  assert.equal(records.length, 2);
  assert.equal(records[0]?.cells[2], '5" pipe');
});

test('records keeps a quoted line break as it is and counts it as one line', async () => {
  const records = await readAll(await openSource(fixture('quoted-newline-crlf.csv'), {}));
  assert.deepEqual(records, [
    { number: 1, line: 2, cells: ['Anna', 'two\r\nlines'] },
    { number: 2, line: 5, cells: ['Ben', 'plain'] },
  ]);
});

test('records counts lines that end with a lone CR, and mixed line ends', async () => {
  assert.deepEqual(await linesOf(fixture('lone-cr.csv')), [2, 3]);
  assert.deepEqual(await linesOf(fixture('mixed-line-ends.csv')), [2, 3, 4]);
});

test('records starts a record on the right line after every kind of quoted line break', async (t) => {
  for (const [inside, lines] of [
    ['\n', [2, 4]],
    ['\r\n', [2, 4]],
    ['\r', [2, 4]],
    ['\n\r', [2, 5]],
    ['\r\n\r\n', [2, 5]],
    ['\r\r\n\n', [2, 6]],
  ] as const) {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = `a,b${end}1,"x${inside}y"${end}2,z`;
      assert.deepEqual(await linesOf(await temporaryFile(t, text)), lines);
    }
  }
});

test('records counts blank lines after the header, and none that is there before', async () => {
  const source = await openSource(fixture('blank-lines.csv'), {});
  assert.equal(source.headerLine, 3);
  const records = await readAll(source);
  assert.deepEqual(
    records.map(({ line }) => line),
    [5, 8],
  );
  assert.equal(source.passed.blankLines, 4);
});

test('records takes a line of delimiters or of spaces as a blank line', async () => {
  const source = await openSource(fixture('only-delimiters.csv'), {});
  const records = await readAll(source);
  assert.deepEqual(
    records.map(({ cells }) => cells),
    [['Anna', 'anna@example.org']],
  );
  assert.equal(source.passed.blankLines, 2);
});

test('records yields nothing for a header alone and counts the blank lines after it', async (t) => {
  const source = await openSource(fixture('header-only.csv'), {});
  assert.deepEqual(source.header, ['first_name', 'email']);
  assert.deepEqual(await readAll(source), []);
  assert.equal(source.passed.blankLines, 0);
  const blank = await openSource(await temporaryFile(t, 'a,b\r\n\r\n\r\n'), {});
  assert.deepEqual(await readAll(blank), []);
  assert.equal(blank.passed.blankLines, 2);
});

test('records keeps lines, numbers and blank lines right over every chunk border', async () => {
  const header = ['a', 'b'];
  const table = { header, headerLine: 1, headerCells: header, titleLines: 0 };
  const bytes = Buffer.from('\ufeffa,b\r\n1,"x\r\né"\r\n\r\n2,z\r3,"a""\r\r\n"\n\r\n4,€\r\n\n');
  for (let size = 1; size <= bytes.length; size++) {
    let blankLines = 0;
    const name = 'clients.csv';
    const openInput = () => Readable.from(piecesOf(bytes, size), { objectMode: false });
    const onBlankLines = (count: number) => (blankLines += count);
    const rows = readRecords(
      { name, delimiter: ',', hasSepLine: false, openInput },
      new RecordMaker(table, { name, onBlankLines }),
    );
    const found: [number, number, string | undefined][] = [];
    for await (const { number, line, cells } of rows) found.push([number, line, cells[1]]);
    assert.deepEqual(found, [
      [1, 2, 'x\r\né'],
      [2, 5, 'z'],
      [3, 6, 'a"\r\r\n'],
      [4, 10, '€'],
    ]);
    assert.equal(blankLines, 3);
  }
});

function piecesOf(bytes: Buffer, size: number): Buffer[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}

test('records can be called again, and passed belongs to the latest pass', async () => {
  const source = await openSource(fixture('blank-lines.csv'), {});
  const first = await readAll(source);
  assert.deepEqual(await readAll(source), first);
  assert.deepEqual(source.passed, { blankLines: 4, bytes: source.bytes });
});

test('openSource tells size, hash and name', async () => {
  const source = await openSource(fixture('utf16le-bom.csv'), {});
  const bytes = await readFile(fixture('utf16le-bom.csv'));
  assert.equal(source.name, 'utf16le-bom.csv');
  assert.equal(source.bytes, bytes.length);
  assert.equal(source.sha256, createHash('sha256').update(bytes).digest('hex'));
});

test('records closes the file when the reader stops early', async (t) => {
  const path = await temporaryFile(t, `a,b\n${'1,2\n'.repeat(200_000)}`);
  const source = await openSource(path, {});
  const before = readdirSync('/proc/self/fd').length;
  for (let round = 0; round < 10; round++) {
    for await (const record of source.records()) if (record.number === 3) break;
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(readdirSync('/proc/self/fd').length <= before);
});
