import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transformCell } from '../../src/staging/transforms.js';
import { findBreach } from '../../src/staging/rules.js';
import { getProfile, loadProfiles } from '../../src/profiles/load-profiles.js';
import { mapColumns } from '../../src/profiles/map-columns.js';
import { createRecordMapper } from '../../src/staging/map-record.js';

test('words for yes and no are found whatever their case', () => {
  for (const word of ['yes', 'Y', 'TRUE', '1', 'x', 'On', 'Subscribed', 'opted in', 'Opt In'])
    assert.equal(transformCell(word, ['boolean-words']), true, word);
  for (const word of ['no', 'N', 'False', '0', 'OFF', 'unsubscribed', 'Opted out', 'opt out'])
    assert.equal(transformCell(word, ['boolean-words']), false, word);
});

test('a word that is neither is unclear, and a blank cell says nothing', () => {
  for (const word of ['perhaps', '2', 'yes please', '-'])
    assert.deepEqual(transformCell(word, ['boolean-words']), { unclear: word });
  assert.equal(transformCell('  ', ['trim', 'boolean-words']), '');
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

test('names of object properties are fields and columns like any other (S21)', () => {
  const clients = getProfile(loadProfiles(), 'clients');
  const names = ['__proto__', 'constructor', 'toString', 'prototype', 'hasOwnProperty'];
  for (const name of names) {
    const header = [name, 'First name', 'Other'];
    const columns = mapColumns(header, clients, { columns: { Other: name } });
    const { json, errors } = createRecordMapper(
      clients,
      columns,
    )({
      number: 1,
      line: 2,
      cells: ['x', 'Noa', 'kept'],
    });
    assert.deepEqual(errors, []);
    assert.equal(json, `{"first_name":"Noa","${name}":"kept"}`);
  }
  assert.equal(({} as Record<string, unknown>)['kept'], undefined);
  assert.equal(Object.keys(Object.prototype).length, 0);
});

test('a record of a list with lone CR line ends that has swallowed others is rejected, as with any line end', () => {
  const clients = getProfile(loadProfiles(), 'clients');
  const header = ['First name', 'Address', 'Email'];
  const map = createRecordMapper(clients, mapColumns(header, clients));
  for (const end of ['\n', '\r\n', '\r']) {
    const { errors } = map({ number: 1, line: 2, cells: ['Noa', `1 Mill Lane${end}Mira,2`] });
    assert.deepEqual(
      errors.map(({ code }) => code),
      ['shifted_cells'],
      JSON.stringify(end),
    );
  }
});
