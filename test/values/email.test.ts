import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import validator from 'validator';
import { isEmail, isPlainEmail } from '../../src/values/email.js';

const PARTS = [
  ...[
    'a',
    'Z',
    '0',
    '_',
    '+',
    '-',
    '.',
    '..',
    '@',
    '@@',
    'ſ',
    '\u212a',
    'é',
    ' ',
    '\n',
    '"',
    "'",
    '&',
    '=',
  ],
  ...[
    'co',
    'c1',
    '.org',
    '.c',
    'xn--p1ai',
    'a'.repeat(63),
    'b'.repeat(64),
    'c.'.repeat(40),
    '[',
    '１',
  ],
];
const texts = fc.oneof(
  fc.array(fc.constantFrom(...PARTS), { maxLength: 8 }).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom(...PARTS), fc.constantFrom(...PARTS), fc.constantFrom(...PARTS))
    .map(([local, label, top]) => `${local}@${label}.${top}`),
  fc.emailAddress(),
  fc.stringMatching(/^[\w.+-]{1,70}@[\w.-]{1,70}$/),
);

test('an address whose form leaves no doubt is one for the library too', () => {
  fc.assert(
    fc.property(texts, (text) => {
      if (isPlainEmail(text)) assert.equal(validator.isEmail(text), true, text);
      assert.equal(isEmail(text), text.length <= 320 && validator.isEmail(text), text);
    }),
    { numRuns: 50_000 },
  );
});

test('half of a character makes no address', () => {
  assert.equal(isEmail('a\ud800@example.org'), false);
});

test('most addresses need no library', () => {
  for (const text of ['noa@example.org', 'NOA.levi+x@mail-1.example.co.uk', 'a_b-c@x.io'])
    assert.equal(isPlainEmail(text), true, text);
});
