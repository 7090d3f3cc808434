import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDelimiter, findSepLine } from '../../src/files/find-delimiter.js';
import { fixture, openSource, readAll, temporaryFile } from './helpers.js';

const find = (text: string): string => findDelimiter({ text, isWhole: true });

test('findDelimiter falls back to the comma for a single column', async () => {
  const source = await openSource(fixture('one-column.csv'), {});
  assert.equal(source.delimiter, ',');
  assert.deepEqual(source.header, ['email']);
});

test('findDelimiter is not misled by commas inside cells', async () => {
  const source = await openSource(fixture('commas-in-semicolon-file.csv'), {});
  assert.equal(source.delimiter, ';');
  assert.deepEqual((await readAll(source))[0]?.cells, ['Doe, John', 'a, b, c']);
  assert.equal(find('Last, First;tags\nDoe, John;x\nRoe, Ann;y\n'), ';');
});

test('findDelimiter finds comma, semicolon, tab and pipe', async () => {
  for (const [file, delimiter] of [
    ['extra-cell.csv', ','],
    ['bom-semicolon.csv', ';'],
    ['tabs.csv', '\t'],
    ['pipes.csv', '|'],
  ] as const) {
    const source = await openSource(fixture(file), {});
    assert.equal(source.delimiter, delimiter, file);
    assert.equal(source.header.length, 2, file);
  }
});

test('findDelimiter prefers more columns, then the usual order', () => {
  assert.equal(find('a,b;c;d\n1,2;3;4\n'), ';');
  assert.equal(find('a,b;c\n1,2;3\n'), ',');
});

test('findDelimiter bears a stray quote', () => {
  assert.equal(find('a;b,c;d\n1;5" pipe;2\n3;4;5\n'), ';');
});

test('findDelimiter leaves out the row that the sample cuts', () => {
  const text = 'a;b;c,d\n1;2;3\n4;5;6\n7,8';
  assert.equal(findDelimiter({ text, isWhole: false }), ';');
});

test('findDelimiter works on a sample cut inside a quoted cell', async (t) => {
  const note = `"${'word, word; '.repeat(8_000)}"`;
  const path = await temporaryFile(t, `id;note\n1;x\n2;${note}\n`);
  assert.equal((await openSource(path, {})).delimiter, ';');
});

test('findSepLine reads only a whole leading line', () => {
  assert.equal(findSepLine('sep=;\r\na;b'), ';');
  assert.equal(findSepLine('SEP=\t\na\tb'), '\t');
  assert.equal(findSepLine('sep=;x\na;b'), undefined);
  assert.equal(findSepLine('a;b\nsep=;'), undefined);
});

test('a leading sep= line is honoured and is not the header', async (t) => {
  const source = await openSource(fixture('sep-line.csv'), {});
  assert.equal(source.delimiter, ';');
  assert.deepEqual([source.header, source.headerLine], [['first_name', 'email'], 2]);
  const [first] = await readAll(source);
  assert.deepEqual(first, { number: 1, line: 3, cells: ['Anna', 'anna@example.org'] });
  const marked = await openSource(await temporaryFile(t, '\ufeffsep=|\n\na,b|c\n'), {});
  assert.deepEqual([marked.header, marked.headerLine], [['a,b', 'c'], 3]);
});

test('a named delimiter wins over sep= and over what is found', async (t) => {
  const path = await temporaryFile(t, 'sep=;\na,b;c\n');
  const source = await openSource(path, { delimiter: 'comma' });
  assert.deepEqual([source.delimiter, source.header], [',', ['a', 'b;c']]);
  for (const [given, delimiter] of [
    ['tab', '\t'],
    ['Semicolon', ';'],
    ['pipe', '|'],
    ['¦', '¦'],
  ] as const) {
    const split = await temporaryFile(t, `a${delimiter}b\n`);
    assert.deepEqual((await openSource(split, { delimiter: given })).header, ['a', 'b']);
  }
});
