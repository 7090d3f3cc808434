import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { openSources } from '../../src/files/open-sources.js';
import { bookOf, centralHeader, patched, zipOf, type Content } from './archives.js';
import { isLongForm } from '../support/long-form.js';
import { zipOfPacked } from '../support/pack-zip.js';
import { readAll, refusal, temporaryFile } from './helpers.js';

const ANNA = 'name,email\nAnna,anna@example.org\n';

const open = async (t: TestContext, bytes: Buffer) =>
  openSources(await temporaryFile(t, bytes, 'export.zip'), {});

async function refuses(t: TestContext, bytes: Buffer, words: RegExp): Promise<void> {
  await assert.rejects(open(t, bytes), refusal('archive_unsafe', words));
}

const one = (content: Content = ANNA): Promise<Buffer> => zipOf([['clients.csv', content]]);

/** The archive with some bytes of its first central header changed. */
function withCentral(bytes: Buffer, change: (header: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  change(copy.subarray(centralHeader(copy)));
  return copy;
}

test('S14: a bomb is refused long before it is inflated', async (t) => {
  const bomb = await one(Buffer.alloc(200 * 1024 * 1024, 'a,b\n'));
  const before = process.cpuUsage();
  await refuses(t, bomb, /clients.csv inflates to more than 200 times/);
  const { user, system } = process.cpuUsage(before);
  assert.ok(user + system < 1_000_000, `${user + system} µs`);
  const book = await bookOf({ sheets: { One: `<row r="1">${'<c/>'.repeat(12_000_000)}</row>` } });
  await refuses(t, book, /200 times/);
});

test('S14: a small list may be packed as tightly as it will', async (t) => {
  const [source] = await open(t, await one(`a,b\n${'1,2\n'.repeat(200_000)}`));
  assert.ok(source !== undefined);
  assert.equal((await readAll(source)).length, 200_000);
});

test('S14: an entry that holds more or less than it says is refused', async (t) => {
  const zip = await one(`${ANNA}${'Ben,ben@example.org\n'.repeat(1_000)}`);
  for (const size of [10, 1_000_000]) {
    const lying = withCentral(zip, (header) => header.writeUInt32LE(size, 24));
    await refuses(t, lying, /damaged/);
  }
});

test('S14: an archive that claims more than 4 GiB is refused', async (t) => {
  const files = ['a', 'b'].map((name) => [`${name}.csv`, ANNA] as const);
  const zip = await zipOf(files);
  const mark = Buffer.from('504b0102', 'hex');
  for (let at = zip.indexOf(mark); at !== -1; at = zip.indexOf(mark, at + 1)) {
    zip.writeUInt32LE(0xfffffff0, at + 24);
  }
  await assert.rejects(open(t, zip), refusal('file_too_large', /4 GiB/));
});

test('S14: entries that overlap are refused', async (t) => {
  const zip = await zipOf([
    ['a.csv', ANNA],
    ['b.csv', ANNA],
  ]);
  const second = zip.indexOf(Buffer.from('504b0102', 'hex'), centralHeader(zip) + 1);
  zip.writeUInt32LE(0, second + 42);
  await refuses(t, zip, /overlap/);
});

test('S14: too many entries are refused, also more than the archive says', async (t) => {
  const files = (count: number) =>
    Array.from({ length: count }, (_, at) => [`${at}.csv`, ''] as const);
  await refuses(t, await zipOf(files(1_001)), /more than 1000 files/);
  const empty = { packed: deflateRawSync(''), bytes: 0, checksum: 0 };
  const packed = (count: number) => zipOfPacked(files(count).map(([name]) => ({ name, ...empty })));
  await refuses(t, packed(65_535), /more than 10000 files/);
  await refuses(t, packed(65_536), /damaged|more files than it says/);
  // With ZIP64, which counts further.
  if (isLongForm)
    await refuses(t, await zipOf(files(65_536), { compress: false }), /more than 10000 files/);
  const hidden = await zipOf(files(3));
  hidden.writeUInt16LE(1, hidden.length - 22 + 8);
  hidden.writeUInt16LE(1, hidden.length - 22 + 10);
  await refuses(t, hidden, /more files than it says/);
});

test('S14: names that point outside of the archive are refused', async (t) => {
  const zip = await zipOf([['aaaaaaaaaa', ANNA]]);
  for (const name of [
    '../../x.cs',
    '/etc/passw',
    'C:/x/y.csv',
    '..\\..\\xyzz',
    'a/../../xy',
    'a.csv\0.png',
  ]) {
    await refuses(t, patched(zip, 'aaaaaaaaaa', name), /name points outside/);
  }
});

test('S14: names never reach the terminal raw', async (t) => {
  const zip = await zipOf([['aaaaaaaaaaaaa.csv', '']]);
  const name = '\x1b[31m\u202eab\rcd';
  const opening = open(t, patched(zip, 'aaaaaaaaaaaaa', name));
  await assert.rejects(opening, (error: Error & { hint?: string }) => {
    assert.match(error.message, /·\[31m·ab·cd\.csv/);
    return !/\p{Cc}/u.test(`${error.message}${error.hint ?? ''}`);
  });
});

test('S14: two names that mean one file are refused, or each is a list of its own', async (t) => {
  const zip = await zipOf([
    ['aaaa.csv', ANNA],
    ['bbbb.csv', ANNA],
  ]);
  for (const name of ['./aa.csv', 'aaaa.CSV', '//aa.csv', 'a//a.csv']) {
    const odd = patched(zip, 'bbbb.csv', name);
    try {
      const names = (await open(t, odd)).map((source) => source.name);
      assert.equal(new Set(names).size, 2, names.join());
    } catch (error) {
      assert.ok(refusal('archive_unsafe')(error), String(error));
    }
  }
});

test('S14: two files of the same name are refused', async (t) => {
  const zip = await zipOf([
    ['a.csv', ANNA],
    ['b.csv', ANNA],
  ]);
  await refuses(t, patched(zip, 'b.csv', 'a.csv'), /two files named a.csv/);
});

test('S14: encrypted entries, links, devices and unknown methods are refused', async (t) => {
  const zip = await one();
  const changes: [(header: Buffer) => void, RegExp][] = [
    [(header) => header.writeUInt16LE(header.readUInt16LE(8) | 1, 8), /encrypted.*--skip/],
    [(header) => header.writeUInt16LE(header.readUInt16LE(8) | 0x41, 8), /damaged|encrypted/],
    [(header) => header.writeUInt16LE(12, 10), /method 12/],
    [(header) => header.writeUInt32LE(0o120777 * 65_536, 38), /link/],
    [(header) => header.writeUInt32LE(0o020666 * 65_536, 38), /link or a device/],
  ];
  for (const [change, words] of changes) await refuses(t, withCentral(zip, change), words);
});

test('S14: a wrong checksum is refused', async (t) => {
  const stored = await zipOf([['clients.csv', ANNA]], { compress: false });
  await refuses(t, patched(stored, 'Anna', 'Bene'), /checksum/);
  const zip = withCentral(await one(), (header) => header.writeUInt32LE(7, 16));
  await refuses(t, zip, /checksum/);
});

test('S14: an archive that was cut or spoilt anywhere is refused, never misread', async (t) => {
  const zip = await one(`name,email\n${'Anna,anna@example.org\n'.repeat(20)}`);
  for (let length = 4; length < zip.length; length++) {
    await refuses(t, zip.subarray(0, length), /damaged or was cut/);
  }
  const whole = await readAllOf(t, zip);
  for (let at = 4; at < zip.length; at++) {
    const spoilt = Buffer.from(zip);
    spoilt[at] = (spoilt[at] ?? 0) ^ 0xff;
    const outcome = await readAllOf(t, spoilt);
    assert.ok(outcome === 'refused' || outcome === whole, `byte ${at}`);
  }
});

async function readAllOf(t: TestContext, bytes: Buffer): Promise<string> {
  try {
    const [source] = await open(t, bytes);
    return source === undefined ? 'refused' : JSON.stringify(await readAll(source));
  } catch (error) {
    assert.equal((error as Error).name, 'FerryError', String(error));
    return 'refused';
  }
}

test('S14: an archive in an archive is refused', async (t) => {
  await refuses(t, await zipOf([['inner.zip', await one()]]), /inner.zip is an archive.*--skip/);
});

test('S14: a workbook of more than 64 MiB in an archive is refused', async (t) => {
  const noise = Buffer.alloc(65 * 1024 * 1024);
  for (let at = 0; at < noise.length; at += 4) noise.writeUInt32LE((at * 2_654_435_761) >>> 0, at);
  const stored = await zipOf(
    [
      ['xl/workbook.xml', ''],
      ['noise.bin', noise],
    ],
    { compress: false },
  );
  const zip = await zipOf([['book.xlsx', stored]], { compress: false });
  await assert.rejects(open(t, zip), refusal('file_too_large', /64 MiB/));
});
