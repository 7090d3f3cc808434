import assert from 'node:assert/strict';
import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { FerryError } from '../../src/errors.js';
import {
  inflationRatioFreeBytes,
  maxArchiveEntries,
  maxColumns,
  maxFileBytes,
  maxInflationRatio,
  maxRecordCharacters,
  maxRecords,
  maxWorkbookParts,
} from '../../src/files/limits.js';
import type { TableLayout } from '../../src/files/table/find-table.js';
import { RecordMaker } from '../../src/files/table/record-maker.js';
import { openSources } from '../../src/files/open-sources.js';
import { bookOf, textRow } from '../files/archives.js';
import { readAll, refusal, temporaryFile } from '../files/helpers.js';
import { isLongForm } from '../support/long-form.js';
import { packZip, unpackZip, zipOfPacked, type Part } from '../support/pack-zip.js';

const GIBIBYTE = 1024 ** 3;

/** The number of records in all tables of a file, or the code of the refusal. */
async function outcomeOf(path: string): Promise<number | string> {
  try {
    let records = 0;
    for (const source of await openSources(path, {})) records += (await readAll(source)).length;
    return records;
  } catch (error) {
    assert.ok(error instanceof FerryError, String(error));
    return error.code;
  }
}

const outcomeOfBytes = async (t: TestContext, bytes: Buffer | string): Promise<number | string> =>
  outcomeOf(await temporaryFile(t, bytes, 'list'));

/** What becomes of a limit less one, of it, and of one more. */
async function around(limit: number, work: (n: number) => Promise<number | string>) {
  return [await work(limit - 1), await work(limit), await work(limit + 1)];
}

/** The same for a limit that takes a minute to come to; the short form sees that a hundredth is none. */
async function aroundFar(limit: number, work: (n: number) => Promise<number | string>) {
  const below = isLongForm
    ? [await work(limit - 1), await work(limit)]
    : [await work(Math.floor(limit / 100))];
  return [...below, await work(limit + 1)];
}

test('S13: a file of 2 GiB is read, one byte more is refused before it is', async (t) => {
  const path = await temporaryFile(t, '');
  const outcomes = await aroundFar(maxFileBytes, (bytes) => {
    const file = openSync(path, 'w');
    ftruncateSync(file, bytes);
    closeSync(file);
    return outcomeOf(path);
  });
  // It has no text in it, which is seen when it is read.
  assert.equal(outcomes.pop(), 'file_too_large');
  assert.deepEqual([...new Set(outcomes)], ['file_not_text']);
});

test('S13: a list of 2,000 columns is taken, and one of one more is refused', async (t) => {
  const outcomes = await around(maxColumns, (columns) => {
    const names = Array.from({ length: columns }, (_, at) => `c${at}`);
    return outcomeOfBytes(t, `${names.join()}\n${names.join()}\n`);
  });
  assert.deepEqual(outcomes, [1, 1, 'too_many_columns']);
});

test('S13: a row may be wider than its header, and a sheet has at most 2,000 columns as well', async (t) => {
  const wide = 'x,'.repeat(maxColumns * 3);
  assert.equal(await outcomeOfBytes(t, `name,email\nAnna,a@example.org\n${wide}\n`), 2);
  const letters = (n: number): string =>
    n === 0 ? '' : letters(Math.floor((n - 1) / 26)) + String.fromCharCode(65 + ((n - 1) % 26));
  const outcomes = await around(maxColumns, async (columns) => {
    const far = `<row r="2"><c r="${letters(columns)}2"><v>1</v></c></row>`;
    return outcomeOfBytes(t, await bookOf({ sheets: { One: textRow(1, 'a', 'b') + far } }));
  });
  assert.deepEqual(outcomes, [1, 1, 'too_many_columns']);
});

for (const [what, quote] of [
  ['plain', ''],
  ['quoted', '"'],
] as const) {
  test(`S13: a record of 1 MiB in a ${what} cell is taken, and one character more is refused`, async (t) => {
    const outcomes = await around(maxRecordCharacters, (characters) => {
      const cell = `${quote}${'x'.repeat(characters - 'Anna'.length)}${quote}`;
      return outcomeOfBytes(t, `name,notes\nAnna,${cell}\n`);
    });
    assert.deepEqual(outcomes, [1, 1, 'record_too_long']);
  });
}

test('S13: ten million records of a table are taken, and one more is refused', () => {
  const table = { header: ['name', 'email'], headerLine: 1 } as unknown as TableLayout;
  const maker = new RecordMaker(table, { name: 'list.csv' });
  const cells = ['Anna', 'a@example.org'];
  const take = () => maker.take(2, cells, 0)?.number;
  for (let n = 1; n < maxRecords; n++) take();
  assert.equal(take(), 10_000_000);
  assert.throws(take, refusal('file_too_large', /list\.csv/));
});

test('S14: an archive of 1,000 files is read, one of one more is refused', async (t) => {
  const list = Buffer.from('name,email\nAnna,a@example.org\n');
  const outcomes = await aroundFar(maxArchiveEntries, (count) => {
    const parts = Array.from({ length: count }, (_, at): Part => [`${at}.csv`, list]);
    return outcomeOfBytes(t, packZip(parts));
  });
  assert.deepEqual(outcomes, [...(isLongForm ? [999, 1_000] : [10]), 'archive_unsafe']);
});

test('S15: a workbook of 10,000 parts is read, one of one more is refused', async (t) => {
  const rows = textRow(1, 'a', 'b') + textRow(2, '1', '2');
  const own = unpackZip(await bookOf({ sheets: { One: rows } }));
  const outcomes = await aroundFar(maxWorkbookParts, (count) => {
    const more = Array.from({ length: count - own.length }, (_, at): Part => {
      return [`x${at}`, Buffer.alloc(0)];
    });
    return outcomeOfBytes(t, packZip([...own, ...more]));
  });
  assert.deepEqual(outcomes, [...(isLongForm ? [1, 1] : [1]), 'archive_unsafe']);
});

/** Few records of many bytes, so that reading them takes no time. */
const WIDE = `${'x'.repeat(500)},${'y'.repeat(500)}\n`;

/** Deflated bytes of a CSV that inflates to so many bytes, filled up with empty blocks to a length. */
function packedTo(length: number, bytes: number): { packed: Buffer; content: Buffer } {
  const content = Buffer.alloc(bytes, WIDE);
  const body = deflateRawSync(content, { finishFlush: constants.Z_SYNC_FLUSH });
  const emptyBlock = Buffer.from('000000ffff', 'hex');
  const blocks = Math.floor((length - body.length) / emptyBlock.length) - 1;
  const rest = length - body.length - blocks * emptyBlock.length - emptyBlock.length;
  // A block of so many zero bytes fills what is left.
  const zeros = Buffer.alloc(rest, '\n');
  const head = Buffer.from([1, rest, 0, 0xff - rest, 0xff]);
  const padding = Buffer.concat(Array<Buffer>(blocks).fill(emptyBlock));
  return {
    packed: Buffer.concat([body, padding, head, zeros]),
    content: Buffer.concat([content, zeros]),
  };
}

test('S14: an entry that inflates to 200 times its size is read, and to a byte more is refused', async (t) => {
  const length = 10_000;
  const outcomes = await around(length * maxInflationRatio, (bytes) => {
    const probe = packedTo(length, bytes);
    const { packed, content } = packedTo(length, bytes - (probe.content.length - bytes));
    assert.deepEqual([packed.length, content.length], [length, bytes]);
    const entry = { name: 'a.csv', packed, bytes: content.length, checksum: crc32(content) };
    return outcomeOfBytes(t, zipOfPacked([entry]));
  });
  assert.deepEqual(
    outcomes.map((one) => typeof one),
    ['number', 'number', 'string'],
  );
  assert.equal(outcomes[2], 'archive_unsafe');
});

test('S14: of a small entry the ratio does not matter, to the byte', async (t) => {
  const outcomes = await around(inflationRatioFreeBytes, (bytes) =>
    outcomeOfBytes(t, packZip([['a.csv', Buffer.alloc(bytes, WIDE)]])),
  );
  assert.deepEqual(
    outcomes.map((one) => typeof one),
    ['number', 'number', 'string'],
  );
});

/** A mebibyte that inflates to a gibibyte, made of a piece that is repeated. */
function gibibyteBomb(): Buffer {
  const piece = deflateRawSync(Buffer.alloc(16 * 1024 ** 2, 'a,b\n'), {
    finishFlush: constants.Z_SYNC_FLUSH,
  });
  return Buffer.concat([...Array<Buffer>(64).fill(piece), Buffer.from('0300', 'hex')]);
}

test('S14: a gibibyte in a mebibyte is refused after little work, whatever it says of itself', async (t) => {
  const packed = gibibyteBomb();
  assert.ok(packed.length < 1.2 * 1024 ** 2, String(packed.length));
  for (const bytes of [GIBIBYTE, 1_000, 0]) {
    const bomb = zipOfPacked([{ name: 'clients.csv', packed, bytes, checksum: 0 }]);
    const path = await temporaryFile(t, bomb, 'bomb.zip');
    const [before, rss] = [process.cpuUsage(), process.memoryUsage().rss];
    assert.equal(await outcomeOf(path), 'archive_unsafe');
    const { user, system } = process.cpuUsage(before);
    // Inflating all of it takes seconds; up to the ratio it takes a fifth.
    assert.ok(user + system < 3_000_000, `${user + system} µs`);
    assert.ok(process.memoryUsage().rss - rss < 200 * 1024 ** 2);
  }
});

test('S14: a thousand entries that are all the same bytes of the archive are refused', async (t) => {
  const part: Part = ['0000.csv', Buffer.alloc(2_000_000, 'a,b\n')];
  const parts = Array.from({ length: 1_000 }, (_, at): Part => {
    return [`${String(at).padStart(4, '0')}.csv`, Buffer.from('a,b\n')];
  });
  const zip = packZip([part, ...parts.slice(1)]);
  const mark = Buffer.from('PK\x01\x02', 'latin1');
  for (let at = zip.indexOf(mark); at !== -1; at = zip.indexOf(mark, at + 1))
    zip.writeUInt32LE(0, at + 42);
  assert.equal(await outcomeOfBytes(t, zip), 'archive_unsafe');
});
