import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FerryError } from '../../src/errors.js';
import { getProfile, loadProfiles, parseProfile } from '../../src/profiles/load-profiles.js';
import { mapColumns } from '../../src/profiles/map-columns.js';
import { parseMappingFile } from '../../src/profiles/mapping.js';
import { recognise } from '../../src/profiles/recognise.js';

const profiles = loadProfiles();
const clients = getProfile(profiles, 'clients');
const columnsOf = (header: string[], columns: Record<string, string | null> = {}) =>
  recognise({ header, sample: [] }, profiles, { wanted: 'clients', mapping: { columns } }).columns;
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

test('of several columns for one name the best wins, and the other is named with the reason', () => {
  const mapped = columnsOf(['Name', 'First name', 'Last name']);
  assert.deepEqual(
    mapped.map(({ field }) => field),
    [undefined, 'first_name', 'last_name'],
  );
  assert.notEqual(mapped[0]?.reason, '');
});

test('a mapping file goes before the names, and null leaves out', () => {
  assert.deepEqual(fieldsOf(['Name', 'Email', 'Email (2)'], { Name: 'first_name', Email: null }), [
    'first_name',
    undefined,
    undefined,
  ]);
  assert.deepEqual(fieldsOf(['Email', 'Email (2)'], { 'Email (2)': 'Second address' }), [
    'email',
    'Second address',
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

test('S21: names of object properties are plain column names', () => {
  const header = ['__proto__', 'constructor', 'toString', 'First name', 'hasOwnProperty'];
  const fields = columnsOf(header).map(({ field }) => field);
  assert.deepEqual(fields, [undefined, undefined, undefined, 'first_name', undefined]);
  assert.deepEqual(columnsOf(header, { constructor: 'toString' })[1]?.field, 'toString');
});

test('a header without a name is not recognised, and the refusal says what was found', () => {
  assert.throws(
    () => recognise({ header: ['Colour'], sample: [] }, profiles),
    (error: unknown) => {
      assert.ok(error instanceof FerryError);
      assert.equal(error.code, 'layout_unknown');
      assert.match(error.message, /found: "Colour"\.$/);
      return true;
    },
  );
  assert.throws(
    () => recognise({ header: ['First name'], sample: [] }, profiles, { wanted: 'nope' }),
    withCode('profile_unknown'),
  );
});

test('a layout is claimed on its full signature only; what it lacks is named', () => {
  const signature = [
    'Customer ID',
    'Accepts Email Marketing',
    'Default Address Company',
    'Total Orders',
  ];
  const profile = { ...clients, name: 'shop', title: 'Shop', recognisedBy: { headers: signature } };
  const claim = (header: string[]) =>
    recognise({ header, sample: [] }, [clients, profile], {}).profile.name;
  assert.equal(claim([...signature, 'First name']), 'shop');
  assert.equal(claim([...signature.slice(1), 'First name']), 'clients');
  assert.throws(() => claim(signature.slice(1)), /Shop would need "Customer ID" too/);
});

test('a pattern with # takes numbered columns, one with * any, and exact names go first', () => {
  const profile = {
    ...clients,
    columns: {
      'E-mail # - Value': { to: 'email' },
      'Q: *': { to: 'notes' },
      'Q: Name': { to: 'first_name' },
    },
  };
  const fields = mapColumns(
    ['E-mail 1 - Value', 'E-mail 12 - Value', 'E-mail - Value', 'Q: Size?', 'Q: Name', 'Q:'],
    profile,
  ).map(({ field }) => field);
  assert.deepEqual(fields, ['email', 'email', undefined, 'notes', 'first_name', undefined]);
});

test('a mapping in the form of Plannr is read too', () => {
  const text = '{"headers": ["fname", "x"], "mapping": {"fname": "first_name", "x": null}}';
  assert.deepEqual(parseMappingFile('m.json', text), { columns: { fname: 'first_name', x: null } });
});

test('a profile with a transform that does not exist is refused with the place', () => {
  const wrong = { ...clients, columns: { Email: { to: 'email', transforms: ['shout'] } } };
  assert.throws(
    () => parseProfile('wrong.json', JSON.stringify(wrong)),
    /wrong\.json is not valid: columns\.Email/,
  );
});
