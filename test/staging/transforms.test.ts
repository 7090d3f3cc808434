import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBreach } from '../../src/staging/rules.js';
import { transformText, type Doubt } from '../../src/staging/transforms.js';
import type { Transform } from '../../src/profiles/profile.js';
import { codesOf, jsonOf, mapOne } from '../helpers/map.js';

const READING = { region: undefined, zone: 'UTC', dateOrder: undefined };

/** What the transforms make of a text, and the doubts that they had. */
function transform(text: string, names: Transform[], reading = READING) {
  const doubts: Doubt[] = [];
  const value = transformText(text, names, reading, (doubt) => doubts.push(doubt));
  return { value, doubts: codesOf(doubts) };
}

const transformCell = (text: string, names: Transform[]) => transform(text, names).value;

test('words for yes and no are found whatever their case', () => {
  for (const word of ['yes', 'Y', 'TRUE', '1', 'x', 'On', 'Subscribed', 'opted in', 'Opt In'])
    assert.equal(transformCell(word, ['boolean-words']), true, word);
  for (const word of ['no', 'N', 'False', '0', 'OFF', 'unsubscribed', 'Opted out', 'opt out'])
    assert.equal(transformCell(word, ['boolean-words']), false, word);
});

test('a word that is neither is left out with a doubt, and a blank cell says nothing', () => {
  for (const word of ['perhaps', '2', 'yes please'])
    assert.deepEqual(transform(word, ['boolean-words']), {
      value: '',
      doubts: ['boolean_unclear'],
    });
  assert.deepEqual(transform('  ', ['trim', 'boolean-words']), { value: '', doubts: [] });
});

test('what is not certain stays exactly as it was, with a doubt', () => {
  assert.deepEqual(transform('020 7946 0018', ['phone']), {
    value: '020 7946 0018',
    doubts: ['phone_unclear'],
  });
  assert.deepEqual(transform('04/05/2026', ['date']), {
    value: '04/05/2026',
    doubts: ['date_unclear'],
  });
  assert.deepEqual(transform('Atlantis', ['country']), {
    value: 'Atlantis',
    doubts: ['country_unclear'],
  });
});

test('with the region, the order of dates and the zone known they are certain', () => {
  const reading = { region: 'GB', zone: 'Asia/Manila', dateOrder: 'dmy' } as const;
  const value = (text: string, name: Transform) =>
    transformText(text, [name], reading, () => assert.fail());
  assert.equal(value('020 7946 0018', 'phone'), '+442079460018');
  assert.equal(value('04/05/2026', 'date'), '2026-05-04');
  assert.equal(value('2026-02-04', 'date-time'), '2026-02-04T00:00:00+08:00');
  assert.equal(value('Deutschland', 'country'), 'DE');
});

test('transforms are done in their order, and none of them touches line breaks inside a cell', () => {
  assert.equal(transformCell('  a \t b\u00a0c ', ['trim', 'single-spaces']), 'a b c');
  assert.equal(transformCell('a\n\nb', ['trim', 'single-spaces']), 'a\n\nb');
  assert.equal(transformCell(' 007 ', []), ' 007 ');
});

test('transforms answer hostile text of 100,000 characters within 50 ms (S22)', () => {
  for (const text of [' ', '\t', '\u00a0', ' a', '\n', 'İ'].map((one) => one.repeat(100_000))) {
    const startedMs = performance.now();
    transformCell(text, ['trim', 'single-spaces', 'boolean-words']);
    assert.ok(performance.now() - startedMs < 50, JSON.stringify(text.slice(0, 2)));
  }
});

test('a rule is broken just beyond its limit, and only then', () => {
  const limit = [{ rule: 'max-length', characters: 5 }] as const;
  assert.equal(findBreach('Note', 'abcde', limit), undefined);
  assert.equal(findBreach('Note', 'abcdef', limit)?.code, 'max_length');
  assert.equal(findBreach('Name', '', [{ rule: 'required' }])?.code, 'required');
  assert.equal(findBreach('Name', 'a\rb', [{ rule: 'single-line' }])?.code, 'single_line');
  for (const address of ['', 'noa@example.org', 'noa+x@mail.example.co.uk'])
    assert.equal(findBreach('Email', address, [{ rule: 'email' }]), undefined, address);
  for (const address of ['noa', 'noa@', '@example.org', 'a b@example.org', 'noa@example'])
    assert.equal(findBreach('Email', address, [{ rule: 'email' }])?.code, 'email', address);
});

test('what a broken rule says never holds the cell (S23)', () => {
  const cell = 'canary@@example.org';
  for (const rule of [{ rule: 'email' }, { rule: 'max-length', characters: 3 }] as const)
    assert.ok(!JSON.stringify(findBreach('Email', cell, [rule])).includes('canary'));
});

test('S21: names of object properties are fields and columns like any other', () => {
  const names = ['__proto__', 'constructor', 'toString', 'prototype', 'hasOwnProperty'];
  for (const name of names) {
    const client = mapOne([name, 'First name', 'Other'], ['x', 'Noa', 'kept'], {
      columns: { Other: name },
    });
    assert.deepEqual(client.findings.errors, []);
    assert.equal(jsonOf(client), `{"first_name":"Noa","${name}":"kept"}`);
  }
  assert.equal(({} as Record<string, unknown>)['kept'], undefined);
  assert.equal(Object.keys(Object.prototype).length, 0);
});

test('a record of a list with lone CR line ends that has swallowed others is rejected, as with any line end', () => {
  const header = ['First name', 'Address', 'Email'];
  for (const end of ['\n', '\r\n', '\r']) {
    const { findings } = mapOne(header, ['Noa', `1 Mill Lane${end}Mira,2`]);
    assert.deepEqual(codesOf(findings.errors), ['shifted_cells'], JSON.stringify(end));
  }
});
