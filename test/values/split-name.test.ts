import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isNamePrefix } from '../../src/values/name-words.js';
import { splitFullName } from '../../src/values/split-name.js';

/** Whole name, given name, family name. */
type Row = readonly [whole: string, first: string, last: string];

function assertSplit(rows: readonly Row[]): void {
  for (const [whole, first, last] of rows)
    assert.deepEqual(splitFullName(whole), { first, last }, whole);
}

test('a name of one word, or of none, has no family name', () => {
  assertSplit([
    ['', '', ''],
    [' \t', '', ''],
    [',', '', ''],
    ['Noa', 'Noa', ''],
    ['Brandt,', 'Brandt', ''],
    [', Noa', 'Noa', ''],
    ['III', 'III', ''],
    ['__proto__', '__proto__', ''],
  ]);
});

test('the last word is the family name, and a comma turns the two around', () => {
  assertSplit([
    ['Noa Brandt', 'Noa', 'Brandt'],
    ['  Noa   Mira\tBrandt ', 'Noa Mira', 'Brandt'],
    ['Jean-Luc Martin', 'Jean-Luc', 'Martin'],
    ['Brandt, Noa', 'Noa', 'Brandt'],
    ['Brandt,Noa Mira', 'Noa Mira', 'Brandt'],
    ['Brandt Lopez, Noa', 'Noa', 'Brandt Lopez'],
  ]);
});

test('particles belong to the family name', () => {
  assertSplit([
    ['Jan van der Berg', 'Jan', 'van der Berg'],
    ['Berg, Jan van der', 'Jan', 'van der Berg'],
    ['van der Berg, Jan', 'Jan', 'van der Berg'],
    ['Maria de la Cruz', 'Maria', 'de la Cruz'],
    ['ANA DA SILVA', 'ANA', 'DA SILVA'],
    ['Omar bin Said', 'Omar', 'bin Said'],
    ['Ruth Ben David', 'Ruth', 'Ben David'],
    ['Karl von Brandt', 'Karl', 'von Brandt'],
    ["Sean O'Neil", 'Sean', "O'Neil"],
    ["Sean O' Neil", 'Sean', "O' Neil"],
  ]);
});

test('a name that begins with a particle has a given name only when it looks like one', () => {
  assertSplit([
    ['van der Berg', 'van der Berg', ''],
    ['da Silva', 'da Silva', ''],
    ['Ben Cohen', 'Ben', 'Cohen'],
    ['Van Nguyen', 'Van', 'Nguyen'],
    ['ben cohen', 'ben', 'cohen'],
  ]);
});

test('suffixes belong to the family name, with and without a comma', () => {
  assertSplit([
    ['Sam Brandt Jr.', 'Sam', 'Brandt Jr.'],
    ['Sam Brandt, Jr.', 'Sam', 'Brandt Jr.'],
    ['Brandt, Sam, PhD', 'Sam', 'Brandt PhD'],
    ['Brandt Jr., Sam', 'Sam', 'Brandt Jr.'],
    ['Brandt, Sam III', 'Sam', 'Brandt III'],
    ['Noa Brandt, Ph.D., MBA', 'Noa', 'Brandt Ph.D. MBA'],
  ]);
});

test('forms of address before the given name are dropped unless nothing else is there', () => {
  assertSplit([
    ['Mrs. Noa Brandt', 'Noa', 'Brandt'],
    ['Herr Dr. Hans Brandt', 'Hans', 'Brandt'],
    ['Sra. Ana da Silva', 'Ana', 'da Silva'],
    ['Sr. Juan Lopez Sr.', 'Juan', 'Lopez Sr.'],
    ['Brandt, Mme Noa', 'Noa', 'Brandt'],
    ['Brandt, Mrs.', 'Brandt', ''],
    ['Mr. Brandt', 'Brandt', ''],
    ['Dr', 'Dr', ''],
  ]);
});

test('names in Hebrew are split like those in Latin letters', () => {
  assertSplit([
    ['נועה ברנדט', 'נועה', 'ברנדט'],
    ['דוד בן ארי', 'דוד', 'בן ארי'],
    ['בן ארי', 'בן', 'ארי'],
  ]);
});

test('names in Chinese, Japanese and Korean have the family name first, when it is known', () => {
  assertSplit([
    ['王小明', '小明', '王'],
    ['諸葛小明', '小明', '諸葛'],
    ['高橋優', '優', '高橋'],
    ['高橋', '高橋', ''],
    ['山田 太郎', '太郎', '山田'],
    ['김서연', '서연', '김'],
    ['남궁민수', '민수', '남궁'],
    ['小明', '小明', ''],
    ['さくら', 'さくら', ''],
    ['王', '王', ''],
  ]);
});

const letters = (text: string) => text.replace(/[\s,，،]/gu, '');
const anyName = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          'Noa',
          'van',
          'der',
          'Jr.',
          'III',
          'Mr',
          'Dr.',
          'ben',
          ',',
          'בן',
          '王',
          'Brandt,',
          "O'",
        ],
      ),
      { maxLength: 8 },
    )
    .map((words) => words.join(' ')),
);

test('every word of a name is in one of its parts or is a form of address', () => {
  fc.assert(
    fc.property(anyName, (whole) => {
      const { first, last } = splitFullName(whole);
      const parts = letters(first + last);
      for (const word of whole.split(/[\s,，،]+/u))
        assert.ok(parts.includes(word) || isNamePrefix(word), word);
    }),
    { numRuns: 2000 },
  );
});

test('only a blank name has no given name', () => {
  fc.assert(
    fc.property(anyName, (whole) => {
      assert.equal(splitFullName(whole).first === '', letters(whole) === '');
    }),
  );
});
