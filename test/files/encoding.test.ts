import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { fixture, openSource, readAll, refusal, temporaryFile } from './helpers.js';

/** ASCII rows that take more than one chunk of 64 KiB. */
const manyRows = 'Anna,anna@example.org\n'.repeat(10_000);

test('openSource refuses a UTF-8 file with one broken byte and names the line', async () => {
  const opening = openSource(fixture('utf8-broken-byte.csv'), {});
  await assert.rejects(opening, refusal('encoding_uncertain', /line 4:.*--encoding/));
});

test('openSource names the line of a broken byte far down, with CRLF line ends', async (t) => {
  const rows = 'Zoë,zoe@example.org\r\n'.repeat(20_000);
  const path = await temporaryFile(
    t,
    Buffer.concat([Buffer.from(`name,email\r\n${rows}`), Buffer.from('Ren\xe9,x\r\n', 'latin1')]),
  );
  await assert.rejects(openSource(path, {}), refusal('encoding_uncertain', /line 20002:/));
});

test('openSource refuses a byte that Windows-1252 does not define', async () => {
  const opening = openSource(fixture('undefined-byte.csv'), {});
  await assert.rejects(opening, refusal('encoding_uncertain', /line 2:/));
});

test('openSource refuses --encoding utf-8 for bytes that are not', async () => {
  const opening = openSource(fixture('windows-1252.csv'), { encoding: 'utf-8' });
  await assert.rejects(opening, refusal('encoding_uncertain', /line 2:/));
});

test('openSource refuses a UTF-8 byte order mark before bytes that are not UTF-8', async (t) => {
  const bytes = Buffer.concat([Buffer.from('\ufeff'), Buffer.from('name\nRen\xe9\n', 'latin1')]);
  const path = await temporaryFile(t, bytes);
  await assert.rejects(openSource(path, {}), refusal('encoding_uncertain', /line 2:/));
  const source = await openSource(path, { encoding: 'windows-1252' });
  assert.deepEqual(source.header, ['name'], 'the mark is no part of the header');
  assert.deepEqual((await readAll(source))[0]?.cells, ['René']);
});

test('openSource refuses half a surrogate pair and half a character in UTF-16', async (t) => {
  const opening = openSource(fixture('utf16le-half-pair.csv'), {});
  await assert.rejects(opening, refusal('encoding_uncertain', /line 2:/));
  const odd = await temporaryFile(t, Buffer.from('fffe61006200630a', 'hex').subarray(0, 7));
  await assert.rejects(openSource(odd, {}), refusal('encoding_uncertain', /ends in the middle/));
});

test('openSource refuses an encoding that does not exist and lists some that do', async () => {
  for (const encoding of ['klingon', '', 'base64', 'constructor']) {
    const opening = openSource(fixture('windows-1252.csv'), { encoding });
    await assert.rejects(opening, refusal('encoding_unknown', /windows-1252/));
  }
});

test('openSource refuses a byte that the named encoding does not define', async (t) => {
  const path = await temporaryFile(t, Buffer.from('name\n\nA\x81\xff\n', 'latin1'));
  const opening = openSource(path, { encoding: 'shift_jis' });
  await assert.rejects(opening, refusal('encoding_uncertain', /line 3:/));
});

test('openSource takes an ASCII file as UTF-8', async () => {
  const source = await openSource(fixture('extra-cell.csv'), {});
  assert.equal(source.encoding, 'utf-8');
});

test('openSource finds a Windows-1252 letter in the last line of a long file', async (t) => {
  const path = await temporaryFile(
    t,
    Buffer.concat([Buffer.from(`name,email\n${manyRows}`), Buffer.from('Ren\xe9,x', 'latin1')]),
  );
  const source = await openSource(path, {});
  assert.equal(source.encoding, 'windows-1252');
  assert.match(source.encodingReason, /line 10002 is not UTF-8/);
  assert.deepEqual((await readAll(source)).at(-1)?.cells, ['René', 'x']);
});

test('openSource reads characters of several bytes across every chunk border', async (t) => {
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'gb18030']) {
    for (let shift = 0; shift < 4; shift++) {
      const text = `${'x'.repeat(shift)}\n${'€😀ß\n'.repeat(8_000)}`;
      const path = await temporaryFile(t, iconv.encode(text, encoding));
      const source = await openSource(path, { encoding });
      const header = shift === 0 ? '€😀ß' : 'x'.repeat(shift);
      assert.deepEqual(source.header, [header]);
      const records = await readAll(source);
      assert.equal(records.length, shift === 0 ? 7_999 : 8_000);
      assert.ok(records.every(({ cells }) => cells[0] === '€😀ß'));
    }
  }
});

test('openSource finds UTF-8 without a name when characters lie across chunk borders', async (t) => {
  for (let shift = 0; shift < 4; shift++) {
    const path = await temporaryFile(t, `${'x'.repeat(shift)}name\n${'€😀ß\n'.repeat(20_000)}`);
    assert.equal((await openSource(path, {})).encoding, 'utf-8');
  }
});

test('openSource reads UTF-16 with a byte order mark, either way round', async () => {
  for (const [file, encoding] of [
    ['utf16le-bom.csv', 'utf-16le'],
    ['utf16be-bom.csv', 'utf-16be'],
  ] as const) {
    for (const named of [undefined, 'UTF-16', encoding]) {
      const source = await openSource(fixture(file), { encoding: named });
      assert.equal(source.encoding, encoding);
      assert.deepEqual(source.header, ['first_name', 'city']);
      assert.deepEqual((await readAll(source))[0]?.cells, ['Zoë', 'Köln 😀']);
    }
  }
});

test('openSource reads UTF-16 without a mark once the encoding is named', async () => {
  const source = await openSource(fixture('utf16le-no-bom.csv'), { encoding: 'utf-16le' });
  assert.deepEqual(source.header, ['first_name', 'city']);
});

test('openSource takes the name of an encoding over what the bytes look like', async (t) => {
  const path = await temporaryFile(t, iconv.encode('name\nשלום\n', 'windows-1255'));
  const source = await openSource(path, { encoding: 'Windows-1255' });
  assert.equal(source.encoding, 'windows-1255');
  assert.deepEqual((await readAll(source))[0]?.cells, ['שלום']);
});
