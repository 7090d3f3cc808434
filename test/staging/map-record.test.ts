import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBreach } from '../../src/staging/rules.js';
import { codesOf, jsonOf, mapOne, type MapOptions } from '../helpers/map.js';

function map(header: string[], cells: string[], columns: MapOptions['columns'] = {}) {
  const client = mapOne(header, cells, { columns });
  const { errors, warnings } = client.findings;
  return { json: jsonOf(client), emailKey: client.emailKey, errors, warnings };
}

const codes = codesOf;

test('a client keeps its text, leaves blank cells out, and has its fields in the order of the CRM', () => {
  const { json, errors } = map(
    ['External ID', 'Phone', 'First name', 'Email', 'Colour'],
    ['0007', ' +44 20 ', '  Noa   Maria ', '', 'a "b"\n\\'],
    { Colour: 'colour' },
  );
  assert.deepEqual(errors, []);
  assert.equal(
    json,
    '{"first_name":"Noa Maria","phone":"+44 20","external_id":"0007","colour":"a \\"b\\"\\n\\\\"}',
  );
});

test('missing cells at the end are blank, a missing first name is an error', () => {
  assert.deepEqual(codes(map(['Email', 'First name'], ['a@example.org']).errors), ['required']);
});

test('words for yes and no become booleans, others are left out with a warning', () => {
  const optIn = (word: string) => map(['First name', 'Opt in'], ['Noa', word]);
  assert.equal(optIn('YES').json, '{"first_name":"Noa","opt_in":true}');
  assert.equal(optIn('unsubscribed').json, '{"first_name":"Noa","opt_in":false}');
  assert.equal(optIn('').json, '{"first_name":"Noa"}');
  assert.equal(optIn('perhaps').json, '{"first_name":"Noa"}');
  assert.deepEqual(codes(optIn('perhaps').warnings), ['boolean_unclear']);
  assert.deepEqual(optIn('perhaps').errors, []);
});

test('cells that may have shifted reject the record: extra ones, or several lines in another width', () => {
  const header = ['First name', 'Address', 'Email'];
  assert.deepEqual(codes(map(header, ['Noa', 'x', '', 'y']).errors), ['shifted_cells']);
  assert.deepEqual(codes(map(header, ['Noa', 'x', '', ' ', '']).errors), []);
  assert.deepEqual(codes(map(header, ['Noa', 'x\ny']).errors), ['shifted_cells']);
  assert.deepEqual(codes(map(header, ['Noa', 'x\ny', '']).errors), []);
  assert.deepEqual(codes(map(header, ['Noa\nMira', 'x', '']).errors), ['single_line']);
});

test('the e-mail key for duplicates ignores case and surrounding blanks', () => {
  assert.equal(
    map(['First name', 'Email'], ['Noa', ' NOA@Example.org ']).emailKey,
    'noa@example.org',
  );
});

test('every rule answers hostile text of 100,000 characters within 50 ms (S22)', () => {
  const texts = [
    'a'.repeat(100_000),
    '@'.repeat(100_000),
    `${'a.'.repeat(50_000)}@x`,
    '\n'.repeat(100_000),
    `a@${'b-'.repeat(50_000)}`,
  ];
  const rules = [
    { rule: 'required' },
    { rule: 'email' },
    { rule: 'single-line' },
    { rule: 'max-length', characters: 320 },
  ] as const;
  for (const text of texts) {
    for (const rule of rules) {
      const startedMs = performance.now();
      findBreach('Email', text, [rule]);
      assert.ok(performance.now() - startedMs < 50, rule.rule);
    }
  }
});
