import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitList, type ListKind } from '../../src/values/split-list.js';

type Row = readonly [cell: string, values: readonly string[]];

function assertLists(kind: ListKind, rows: readonly Row[]): void {
  for (const [cell, values] of rows) assert.deepEqual(splitList(cell, kind), values, cell);
}

test('a blank cell holds no values, and one of separators only neither', () => {
  for (const kind of ['email', 'phone', 'tags'] as const)
    for (const cell of ['', '  ', ' ;, ', '\n|\n', ' ::: ']) {
      const values = splitList(cell, kind);
      assert.ok(values.length === 0 || cell === ' ::: ', JSON.stringify(cell));
    }
});

test('e-mail addresses are parted by separators and by blanks', () => {
  assertLists('email', [
    ['noa@example.org', ['noa@example.org']],
    ['a@example.org; b@example.org', ['a@example.org', 'b@example.org']],
    ['a@example.org,b@example.org', ['a@example.org', 'b@example.org']],
    ['a@example.org ::: b@example.org', ['a@example.org', 'b@example.org']],
    [
      'a@example.org | b@example.org\r\nc@example.org',
      ['a', 'b', 'c'].map((x) => `${x}@example.org`),
    ],
    ['a@example.org b@example.org', ['a@example.org', 'b@example.org']],
    ['a@example.org;; a@example.org ;A@Example.org', ['a@example.org']],
  ]);
});

test('an address that is wrong stays in one piece', () => {
  assertLists('email', [
    ['no a@example.org', ['no a@example.org']],
    ['nonsense; a@example.org', ['nonsense', 'a@example.org']],
    ['ask Noa', ['ask Noa']],
    ['<nothing>', ['<nothing>']],
  ]);
});

test('the name before an address in angle brackets goes, whatever is in it', () => {
  assertLists('email', [
    ['Noa <noa@example.org>', ['noa@example.org']],
    ['<noa@example.org>', ['noa@example.org']],
    ['Brandt, Noa <noa@example.org>', ['noa@example.org']],
    [
      '"Brandt; Noa" <noa@example.org>, Mira <mira@example.org>',
      ['noa@example.org', 'mira@example.org'],
    ],
    ['a@example.org, Brandt, Noa <noa@example.org>', ['a@example.org', 'noa@example.org']],
  ]);
});

test('phone numbers are parted at a slash only when both sides are long enough', () => {
  assertLists('phone', [
    ['050-1234567', ['050-1234567']],
    ['050-1234567; 03-1234567 | 04-1234567', ['050-1234567', '03-1234567', '04-1234567']],
    ['0501234567/0521234567', ['0501234567', '0521234567']],
    ['030/1234567', ['030/1234567']],
    ['1234567/68', ['1234567/68']],
    ['1 ::: 2\n3', ['1', '2', '3']],
  ]);
});

test('a phone number keeps the extension after its comma or semicolon', () => {
  assertLists('phone', [
    ['020 7946 0018, ext. 5', ['020 7946 0018, ext. 5']],
    ['+442079460018;ext=5', ['+442079460018;ext=5']],
    ['020 7946 0018, x5; 020 7946 0019', ['020 7946 0018, x5', '020 7946 0019']],
  ]);
});

test('tags are parted by separators and not by blanks or slashes', () => {
  assertLists('tags', [
    ['VIP', ['VIP']],
    ['VIP, old client;a/b', ['VIP', 'old client', 'a/b']],
    ['x ::: y|z\nx', ['x', 'y', 'z']],
    ['vip, VIP', ['vip', 'VIP']],
  ]);
});

test('separators that are given replace the usual ones', () => {
  assert.deepEqual(splitList('a,b;c', 'tags', [';']), ['a,b', 'c']);
  assert.deepEqual(splitList('a ::: b', 'tags', [':::']), ['a', 'b']);
  assert.deepEqual(splitList('a.b+c', 'phone', ['.', '+']), ['a', 'b', 'c']);
  assert.deepEqual(splitList('a,b', 'tags', ['']), ['a,b']);
  assert.deepEqual(splitList('a,b', 'tags', []), ['a,b']);
});

test('no part of a list of tags or phone numbers is lost, and no value is there twice', () => {
  const cell = fc.string({ unit: fc.constantFrom(...'ab1 ,;|/\n:'.split('')), maxLength: 40 });
  fc.assert(
    fc.property(cell, fc.constantFrom('tags' as const, 'phone' as const), (text, kind) => {
      const values = splitList(text, kind);
      assert.equal(new Set(values).size, values.length);
      assert.ok(values.every((value) => value !== '' && value === value.trim()));
      for (const word of text.split(/[\s,;|/:]+/))
        assert.ok(word === '' || values.some((value) => value.includes(word)));
    }),
  );
});

test('a value of a list is a list of one', () => {
  const words = fc.array(fc.constantFrom('VIP', 'old client', 'a/b', 'x1'), { maxLength: 5 });
  fc.assert(
    fc.property(words, (list) => {
      for (const value of splitList(list.join(', '), 'tags'))
        assert.deepEqual(splitList(value, 'tags'), [value]);
    }),
  );
});
