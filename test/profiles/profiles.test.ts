import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FerryError } from '../../src/errors.js';
import { normaliseHeaderName } from '../../src/profiles/header-name.js';
import { loadProfiles, parseProfile } from '../../src/profiles/load-profiles.js';
import { mapColumns } from '../../src/profiles/map-columns.js';
import { parseMappingFile } from '../../src/profiles/mapping.js';
import type { Profile } from '../../src/profiles/profile.js';

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
    'nothing that identifies it',
    changed((profile) => (profile['identifiedBy'] = [])),
    /identifiedBy/,
  ],
  [
    'an unknown rule',
    changed((profile) => (profile['otherFields'] = { transforms: [], rules: [{ rule: 'luhn' }] })),
    /otherFields\.rules\.0/,
  ],
  [
    'an unknown transform',
    changed((profile) => (profile['otherFields'] = { transforms: ['shout'], rules: [] })),
    /otherFields\.transforms\.0/,
  ],
  [
    'a field without column names',
    changed(
      (profile) => (profile['fields'] = { email: { columns: [], transforms: [], rules: [] } }),
    ),
    /fields\.email\.columns/,
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

test('every shipped profile loads, bears the name of its file, and can be recognised by its own columns', () => {
  const profiles = loadProfiles();
  assert.deepEqual(
    profiles.map(({ name }) => `${name}.json`),
    readdirSync(FOLDER)
      .filter((name) => name.endsWith('.json'))
      .sort(),
  );
  for (const profile of profiles) {
    for (const field of profile.identifiedBy) assert.ok(Object.hasOwn(profile.fields, field));
    const best = Object.values(profile.fields).map(({ columns }) => columns[0] ?? '');
    assert.deepEqual(
      mapColumns(best, profile).map(({ field }) => field),
      Object.keys(profile.fields),
    );
  }
});

test('within a profile no column name stands for two fields', () => {
  for (const profile of loadProfiles()) {
    const names = namesOf(profile);
    assert.equal(new Set(names).size, names.length, profile.name);
  }
});

/** All column names in the form in which they are compared, each once per field. */
const namesOf = ({ fields }: Profile): string[] =>
  Object.values(fields).flatMap(({ columns }) => [...new Set(columns.map(normaliseHeaderName))]);

test('every name of a field is found, in any order of preference', () => {
  for (const profile of loadProfiles()) {
    for (const [field, { columns }] of Object.entries(profile.fields)) {
      for (const column of columns)
        assert.equal(mapColumns([column], profile)[0]?.field, field, column);
      // The best name wins wherever it stands.
      const mapped = mapColumns([...columns].reverse(), profile);
      const fed = mapped.find((one) => one.field === field)?.column ?? '';
      assert.equal(normaliseHeaderName(fed), normaliseHeaderName(columns[0] ?? ''));
    }
  }
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
