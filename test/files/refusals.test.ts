import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { FerryError } from '../../src/errors.js';
import { fixture, openAndRead, openSource, readAll, refusal, temporaryFile } from './helpers.js';

test('S36: openSource refuses a file that does not exist', async () => {
  await assert.rejects(openSource(fixture('no-such.csv'), {}), refusal('file_not_found'));
  const below = openSource(join(fixture('extra-cell.csv'), 'x'), {});
  await assert.rejects(below, refusal('file_not_found'));
});

test('S36: openSource refuses a folder, a pipe and a device, and follows links', async (t) => {
  await assert.rejects(openSource(fixture('.'), {}), refusal('file_unreadable', /folder/));
  const pipe = join(dirname(await temporaryFile(t, '')), 'pipe');
  execFileSync('mkfifo', [pipe]);
  for (const path of [pipe, '/dev/zero', '/dev/stdin'])
    await assert.rejects(openSource(path, {}), refusal('file_unreadable', /regular file/));
  const folder = dirname(pipe);
  for (const [to, from] of [
    ['clients.csv', 'link.csv'],
    ['nowhere', 'dangling.csv'],
    ['loop.csv', 'loop.csv'],
    ['/dev/zero', 'zero.csv'],
  ] as const)
    symlinkSync(to, join(folder, from));
  await writeFile(join(folder, 'clients.csv'), 'name,email\nAnna,anna@example.org\n');
  assert.equal((await openAndRead(join(folder, 'link.csv'))).length, 1);
  await assert.rejects(openSource(join(folder, 'dangling.csv'), {}), refusal('file_not_found'));
  await assert.rejects(openSource(join(folder, 'loop.csv'), {}), refusal('file_unreadable'));
  await assert.rejects(openSource(join(folder, 'zero.csv'), {}), refusal('file_unreadable'));
  await assert.rejects(openSource(`${folder}/a\0b.csv`, {}), refusal('file_unreadable'));
});

test('S16: a file of one byte, whichever, is refused or a list of nothing', async (t) => {
  const codes = new Set<string>();
  for (let byte = 0; byte < 256; byte++) {
    const path = await temporaryFile(t, Buffer.from([byte]));
    try {
      assert.equal((await openAndRead(path)).length, 0);
    } catch (error) {
      assert.ok(error instanceof FerryError, `byte ${byte}: ${String(error)}`);
      codes.add(error.code);
    }
  }
  assert.ok(codes.has('file_empty') && codes.has('file_not_text'), [...codes].join());
});

test('S16: openSource refuses a file with nothing in it', async (t) => {
  for (const name of ['empty.csv', 'only-blank.csv']) {
    await assert.rejects(openSource(fixture(name), {}), refusal('file_empty'));
  }
  const blankUtf16 = await temporaryFile(t, Buffer.from('\ufeff \r\n', 'utf16le'));
  await assert.rejects(openSource(blankUtf16, {}), refusal('file_empty'));
  const onlySep = await temporaryFile(t, 'sep=;\r\n');
  await assert.rejects(openSource(onlySep, {}), refusal('file_empty'));
});

test('S16: openSource names what a binary file looks like, whatever its name', async (t) => {
  const looks: [string, RegExp][] = [
    ['%PDF-1.7\n', /a PDF/],
    ['\x89PNG\r\n\x1a\n\0', /a PNG/],
    ['\xff\xd8\xff\xe0\0\x10JFIF', /a JPEG/],
    ['{\\rtf1\\ansi', /rich text/],
    ['<!DOCTYPE html><table><tr><td>Anna', /web page/],
    ['\n <html><body>', /web page/],
    ['<?xml version="1.0"?><Workbook>', /XML/],
    ['[{"name":"Anna"}]', /JSON/],
    ['{ "clients": [] }', /JSON/],
    ['\x1f\x8b\x08\0', /gzip/],
    ['SQLite format 3\0', /SQLite/],
    ['MZ\x90\0', /Windows program/],
    ['\x7fELF\x02\x01\x01\0', /program|NUL/],
    ['Rar!\x1a\x07\x01\0', /RAR|NUL|not text/i],
    ['7z\xbc\xaf\x27\x1c\0', /7|NUL|not text/i],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0', /old Excel.*\.xlsx/],
  ];
  for (const [bytes, words] of looks) {
    const path = await temporaryFile(t, Buffer.from(bytes, 'latin1'));
    await assert.rejects(openSource(path, {}), refusal('file_not_text', words));
    const named = openSource(path, { encoding: 'windows-1252' });
    await assert.rejects(named, refusal('file_not_text', words));
  }
});

test('S13: openSource refuses a file with more than 2,000 columns', async (t) => {
  for (const columns of [2_001, 100_000]) {
    const names = Array.from({ length: columns }, (_, at) => `c${at}`).join(',');
    const opening = openSource(await temporaryFile(t, `${names}\n`), {});
    await assert.rejects(opening, refusal('too_many_columns', new RegExp(String(columns))));
  }
});

test('openSource reads a CSV whose header begins like a program', async (t) => {
  const source = await openSource(await temporaryFile(t, 'MZ,email\n1,anna@example.org\n'), {});
  assert.deepEqual(source.header, ['MZ', 'email']);
});

test('S16: openSource refuses NUL bytes, also far down, and tells UTF-16 without a mark', async (t) => {
  await assert.rejects(openSource(fixture('nul-byte.csv'), {}), refusal('file_not_text', /NUL/));
  const late = await temporaryFile(t, `name\n${'Anna\n'.repeat(50_000)}\0\n`);
  await assert.rejects(openSource(late, {}), refusal('file_not_text', /byte 250006 is NUL/));
  const wide = openSource(fixture('utf16le-no-bom.csv'), {});
  await assert.rejects(wide, refusal('file_not_text', /--encoding utf-16le/));
});

test('openSource refuses a delimiter that is neither one character nor a word it knows', async () => {
  for (const delimiter of ['', ';;', 'colon', 'constructor', '"', '\n', '\\t']) {
    const opening = openSource(fixture('extra-cell.csv'), { delimiter });
    await assert.rejects(opening, refusal('usage', /delimiter/));
  }
});

test('records refuses a file that was changed, cut, replaced or removed since', async (t) => {
  const text = 'name,email\nAnna,anna@example.org\n';
  const changes: ((path: string) => Promise<void>)[] = [
    (path) => appendFile(path, 'Ben,ben@example.org\n'),
    (path) => writeFile(path, text.replace('Anna', 'Cara')),
    (path) => writeFile(path, text.slice(0, -3)),
    (path) => writeFile(path, `${text.slice(0, -3)},"`),
    (path) => rm(path),
  ];
  for (const change of changes) {
    const path = await temporaryFile(t, text);
    const source = await openSource(path, {});
    await change(path);
    await assert.rejects(readAll(source), refusal('file_changed'));
  }
});

test('records names the line on which a quote opens that is never closed', async (t) => {
  const places: [string, number][] = [
    ['a,b\n1,"x\n2,y\n', 2],
    ['a,b\r\n"1\r\n\r\n2",x\r\n\r\n\r\n"3,y\r\n4,z\r\n', 7],
    ['a,b\r\n"1\r\n2","x\r\ny\r\n', 3],
    ['a,b,c\r"1\r2","3\r4","x\ry\r', 4],
    [`a,b\r\n${'"1\r\n2",x\r\n\r\n'.repeat(20_000)}3,"4\r\n5,6\r\n`, 60_002],
  ];
  for (const [text, line] of places) {
    const reading = openAndRead(await temporaryFile(t, text), { delimiter: ',' });
    const words = new RegExp(`line ${line}:`);
    await assert.rejects(reading, refusal('quote_not_closed', words));
  }
});

test('openSource names the line of a quote in the header that is never closed', async (t) => {
  const path = await temporaryFile(t, '\n\nfirst,"last\nAnna,Doe\n');
  await assert.rejects(openSource(path, {}), refusal('quote_not_closed', /line 3:/));
});

test('S13: records refuses a record longer than 1 MiB and names the line on which it starts', async (t) => {
  const rest = 'Ben,ben@example.org\r\n'.repeat(60_000);
  const path = await temporaryFile(t, `name,email\r\n\r\nAnna,"anna\r\n${rest}`);
  await assert.rejects(openAndRead(path), refusal('record_too_long', /line 3:.*quote/));
});

test('no refusal quotes a cell', async (t) => {
  const path = await temporaryFile(t, 'name,email\nAnna,"secret@example.org\nBen,b\n');
  await assert.rejects(openAndRead(path), (error: Error) => {
    assert.equal(error.cause, undefined);
    return !`${error.message}${error.stack ?? ''}`.includes('secret');
  });
});
