import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FerryError } from '../../src/errors.js';
import { normaliseHeaderName } from '../../src/profiles/header-name.js';
import { loadProfiles, parseProfile } from '../../src/profiles/load-profiles.js';
import { parseMappingFile } from '../../src/profiles/mapping.js';

const FOLDER = fileURLToPath(new URL('../../data/profiles', import.meta.url));

function changed(change: (profile: Record<string, unknown>) => void): string {
  const profile = JSON.parse(readFileSync(join(FOLDER, 'clients.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  change(profile);
  return JSON.stringify(profile);
}

for (const [what, text, place] of [
  ['text that is no JSON', '{', /bad\.json is not JSON/],
  ['an unknown key', changed((profile) => (profile['extra'] = 1)), /extra/],
  ['a name with capitals', changed((profile) => (profile['name'] = 'Clients')), /name: /],
  [
    'a signature of one column',
    changed((profile) => (profile['recognisedBy'] = { headers: ['Email'] })),
    /recognisedBy\.headers/,
  ],
  [
    'an unknown rule',
    changed((profile) => (profile['columns'] = { A: { to: 'x', rules: [{ rule: 'luhn' }] } })),
    /columns\.A/,
  ],
  [
    'an unknown shape',
    changed((profile) => (profile['clients'] = { shape: 'round' })),
    /clients\.shape/,
  ],
] as const) {
  test(`a profile with ${what} is refused with the file and the place`, () => {
    assert.throws(
      () => parseProfile('bad.json', text),
      (error: unknown) =>
        error instanceof FerryError &&
        error.code === 'profile_invalid' &&
        error.message.includes('bad.json') &&
        place.test(error.message),
    );
  });
}

test('every shipped profile loads and bears the name of its file', () => {
  assert.deepEqual(
    loadProfiles().map(({ name }) => `${name}.json`),
    readdirSync(FOLDER)
      .filter((name) => name.endsWith('.json'))
      .sort(),
  );
});

test('names are compared without case, punctuation and compatibility forms, and letters of all scripts count', () => {
  for (const name of [
    'First Name',
    'first_name',
    'FIRST-NAME',
    ' first.name ',
    'Ｆｉｒｓｔ　ｎａｍｅ',
  ])
    assert.equal(normaliseHeaderName(name), 'firstname', name);
  assert.notEqual(normaliseHeaderName('имя'), normaliseHeaderName('фамилия'));
  assert.notEqual(normaliseHeaderName('e'), normaliseHeaderName('é'));
  assert.equal(normaliseHeaderName(' # '), '#');
  assert.equal(normaliseHeaderName(''), '');
});

test('a hostile header of 100,000 characters is compared within 50 ms (S22)', () => {
  for (const letter of ['a', '-', '\u0301', 'Å']) {
    const startedMs = performance.now();
    normaliseHeaderName(letter.repeat(100_000));
    assert.ok(performance.now() - startedMs < 50, letter);
  }
});

test('a mapping file written by a Windows editor, with a byte order mark, is read', () => {
  assert.deepEqual(parseMappingFile('m.json', '\uFEFF{"columns": {"Name": "first_name"}}'), {
    columns: { Name: 'first_name' },
  });
});
