import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FerryError } from '../../src/errors.js';
import { getProfile, loadProfiles, parseProfile } from '../../src/profiles/load-profiles.js';
import { mapColumns } from '../../src/profiles/map-columns.js';
import { parseMappingFile } from '../../src/profiles/mapping.js';
import { recognise } from '../../src/profiles/recognise.js';

const profiles = loadProfiles();
const clients = getProfile(profiles, 'clients');
const fieldsOf = (header: string[], columns: Record<string, string | null> = {}) =>
  mapColumns(header, clients, { columns }).map(({ field }) => field);
const withCode = (code: string) => (error: unknown) =>
  error instanceof FerryError && error.code === code;

test('column names are found whatever their case and punctuation', () => {
  assert.deepEqual(fieldsOf(['FIRST_NAME', 'last-name', 'E-Mail', 'opt in?']), [
    'first_name',
    'last_name',
    'email',
    'opt_in',
  ]);
});

test('of several columns for one field the best name wins, and the others are named with the reason', () => {
  const mapped = mapColumns(['Phone', 'Mobile', 'First name'], clients);
  assert.deepEqual(
    mapped.map(({ field }) => field),
    [undefined, 'phone', 'first_name'],
  );
  assert.equal(mapped[0]?.reason, 'phone is already fed by "Mobile"');
});

test('a mapping file goes before the names, null leaves out, and it decides about every column of a name', () => {
  assert.deepEqual(fieldsOf(['Name', 'Email', 'Email'], { Name: 'first_name', Email: null }), [
    'first_name',
    undefined,
    undefined,
  ]);
  assert.deepEqual(fieldsOf(['Email', 'Email'], { Email: 'Second address' }), [
    'Second address',
    undefined,
  ]);
});

test('a mapping file that names a column that is not there, or one field twice, is refused', () => {
  assert.throws(() => fieldsOf(['Email'], { Colour: 'x' }), withCode('mapping_invalid'));
  assert.throws(() => fieldsOf(['A', 'B'], { A: 'x', B: 'x' }), withCode('mapping_invalid'));
  for (const text of [
    'not json',
    '[]',
    '{"columns": {"A": 3}}',
    '{"columns": {"__proto__": "x"}}',
  ]) {
    assert.throws(() => parseMappingFile('m.json', text), withCode('mapping_invalid'), text);
  }
});

test('names of object properties are plain column names (S21)', () => {
  const header = ['__proto__', 'constructor', 'toString', 'First name', 'hasOwnProperty'];
  assert.deepEqual(fieldsOf(header), [undefined, undefined, undefined, 'first_name', undefined]);
  assert.deepEqual(fieldsOf(header, { constructor: 'toString' })[1], 'toString');
});

test('a header without the identifying column is not recognised, and the refusal says what was found', () => {
  assert.throws(
    () => recognise(['Colour'], profiles),
    (error: unknown) => {
      assert.ok(error instanceof FerryError);
      assert.equal(error.code, 'layout_unknown');
      assert.match(error.message, /"clients" needs a column for first_name; found: "Colour"/);
      return true;
    },
  );
  assert.throws(
    () => recognise(['First name'], profiles, { wanted: 'nope' }),
    withCode('profile_unknown'),
  );
});

test('a profile with a transform that does not exist is refused with the place', () => {
  const wrong = {
    ...clients,
    fields: { email: { columns: ['x'], transforms: ['shout'], rules: [] } },
  };
  assert.throws(
    () => parseProfile('wrong.json', JSON.stringify(wrong)),
    /wrong\.json is not valid: fields\.email\.transforms\.0/,
  );
});
