import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { findDamage, type CellKind } from '../../src/values/damage.js';

const KINDS = ['text', 'email', 'phone', 'id', 'name'] as const;

function assertCode(code: string | undefined, kinds: readonly CellKind[], texts: string[]): void {
  for (const text of texts)
    for (const kind of kinds)
      assert.equal(findDamage(text, kind)?.code, code, `${text} as ${kind}`);
}

test('numbers that a spreadsheet has shortened are damage where they are phone numbers or ids', () => {
  const texts = ['5.0E+08', '5E+08', '5.01234567e+08', '5,01E+08', '1.5E8', '9.72501E+11'];
  assertCode('scientific_notation', ['phone', 'id'], texts);
  assertCode(undefined, ['text', 'name', 'email'], texts);
  assertCode(
    undefined,
    ['phone', 'id'],
    ['12E5', 'E+08', '5.E+08', '5.0E+', '5.0E+0812', '0501234567'],
  );
});

/** UTF-8 read in another encoding, the way it happens. */
function garble(text: string, encoding: 'windows-1252' | 'iso-8859-1'): string {
  return iconv.decode(Buffer.from(text, 'utf8'), encoding);
}

test('letters that were read in the wrong encoding are damage in any cell', () => {
  const words = [
    ...['José', 'Müller', 'Zoë', 'Łukasz', 'Øyvind', 'Ångström', 'Çelik', 'À la', 'don’t', '“so”'],
    ...[
      '5 €',
      '20 °C',
      'Иван',
      'Ελένη',
      'שלום',
      'مرحبا',
      '客户',
      'さくら',
      '김서연',
      '👍',
      'ÔTÉ',
      'Ştefan',
    ],
  ];
  for (const encoding of ['windows-1252', 'iso-8859-1'] as const)
    assertCode(
      'mojibake',
      KINDS,
      words.map((word) => garble(word, encoding)),
    );
  assertCode('mojibake', KINDS, ['a\ufffdb', '\ufffd']);
  assertCode(undefined, KINDS, words);
});

test('good text with letters that also stand in damage is left alone', () => {
  assertCode(undefined, KINDS, [
    ...['São João', 'ÂNGELA', 'IRMÃ – X', 'IRMÃ', 'CAFÉ’S', '“OLÉ”…', '“café”…', 'Å', 'HEJ Å…'],
    ...[
      'ÑANDÚ',
      'Ø 5 mm',
      '3×½',
      'à bientôt',
      'señor',
      'ÄÖÜß',
      'ÐÓRA',
      'Þór',
      '«été»',
      'É»',
      'NOËL…',
    ],
  ]);
});

test('error messages of spreadsheets are damage when they are the whole cell', () => {
  assertCode('spreadsheet_error', KINDS, [
    ...['#REF!', '#N/A', '#VALUE!', '#NAME?', '#DIV/0!', '#NUM!', '#NULL!', '####', '#n/a'],
  ]);
  assertCode(undefined, KINDS, ['#1', '#vip', 'see #REF!', '#', '##', '#N/A yet']);
});

test('codes of e-mail and web pages are damage', () => {
  assertCode('encoded_text', KINDS, [
    ...[
      'Smith &amp; Co',
      '&#233;t&#xE9;',
      'caf&eacute;',
      '=?UTF-8?B?w6k=?=',
      '=?iso-8859-1?q?=E9?=',
    ],
  ]);
  assertCode(undefined, KINDS, ['Smith & Co', 'AT&T;', 'a=1&b=2', '=?', '&;', 'R&D; more']);
});

test('placeholders are damage in names and e-mail addresses only', () => {
  assertCode(
    'placeholder',
    ['name', 'email'],
    [...['test', 'TEST', 'asdf', 'n/a', 'None', 'unknown', 'xxx', 'XXXX', '-', '--', '.', '?']],
  );
  assertCode(
    'placeholder',
    ['email'],
    [
      ...[
        'test@test.com',
        'No@email.com',
        'none@none.com',
        'noreply@example.org',
        'no-reply@example.org',
      ],
    ],
  );
  assertCode(undefined, ['text', 'phone', 'id'], ['test', 'n/a', '-']);
  const real = ['Noa', 'Na', 'Null', 'Testa', 'Xavier', 'X', 'noa@example.org', 'test@example.org'];
  assertCode(undefined, ['name', 'email'], real);
});

test('what is said about damage follows the name of a column and never holds the cell', () => {
  for (const cell of ['5.0E+08', 'canary&amp;', 'canary\ufffd', '#REF!', '4.2E+01'])
    for (const kind of KINDS) {
      const damage = findDamage(cell, kind);
      if (!damage) continue;
      assert.ok(!JSON.stringify(damage).includes(cell));
      assert.match(damage.message, /^(?:is|holds) .*[^.]$/);
      assert.match(damage.hint, /^[A-Z].*\.$/);
    }
});

test('plain text of the letters of any one script is never damage', () => {
  const alphabets = [
    'abcABC äöüßÄÖÜ',
    'áéíóúñÁÉÍÓÚÑ',
    'àâçéèêëîïôûÀÂÇÉÈ',
    'ãõáâêÃÕÁÂÊ',
    'åæøÅÆØ',
    'абвГДЕ',
    'אבגדה',
    'ąćęłńóśźż',
  ];
  const text = fc.constantFrom(...alphabets).chain((letters) => {
    const unit = fc.constantFrom(...Array.from(`${letters} .,-'0`));
    return fc.string({ unit, maxLength: 30 });
  });
  fc.assert(
    fc.property(text, (cell) => {
      assert.equal(findDamage(cell, 'text'), undefined);
    }),
    { numRuns: 1000 },
  );
});
