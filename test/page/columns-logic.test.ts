import assert from 'node:assert/strict';
import test from 'node:test';
import { certaintyOf, needsLook } from '../../src/page/columns/certainty.js';
import { groupFields } from '../../src/page/columns/field-groups.js';
import { hasName } from '../../src/page/columns/has-name.js';
import { lostColumns } from '../../src/page/columns/lost-columns.js';
import {
  choicesOf,
  pairsFor,
  withAlike,
  withChoices,
} from '../../src/page/columns/value-choices.js';
import type { FieldsWire } from '../../src/web/api/wire.js';

const column = { chosen: false, field: 'email', confidence: 1, samples: ['noa@example.org'] };
const nowhere = { ...column, field: null };

test('certaintyOf tells certain, likely and unsure columns apart, and a decision of a person from all of them', () => {
  const told = (confidence: number) => certaintyOf({ ...column, confidence });
  assert.deepEqual([1, 0.93, 0.85, 0.75, 0.6].map(told), [
    'certain',
    'certain',
    'likely',
    'likely',
    'check',
  ]);
  assert.equal(certaintyOf(nowhere), 'left_out');
  assert.equal(certaintyOf({ ...nowhere, chosen: true }), 'chosen');
});

test('needsLook asks for unsure columns and for left-out ones with values, never in a layout known for certain', () => {
  const inGuess = { exact: false };
  assert.equal(needsLook({ ...column, confidence: 0.6 }, inGuess, 0), true);
  assert.equal(needsLook(nowhere, inGuess, 0), true);
  assert.equal(needsLook({ ...nowhere, samples: [] }, inGuess, 0), false);
  assert.equal(needsLook({ ...nowhere, chosen: true }, inGuess, 0), false);
  assert.equal(needsLook(column, inGuess, 0), false);
  assert.equal(needsLook(nowhere, { exact: true }, 0), false);
});

test('needsLook asks for a column with values that have no match, however sure its meaning is', () => {
  assert.equal(needsLook({ ...column, chosen: true }, { exact: false }, 2), true);
  assert.equal(needsLook(column, { exact: true }, 1), true);
});

test('hasName wants a name, except of tables of things that are served under clients', () => {
  const mail = { field: 'email', of_matter: false };
  assert.equal(hasName([mail]), false);
  assert.equal(hasName([{ ...mail, field: null }]), false);
  assert.equal(hasName([{ ...mail, field: 'company' }]), true);
  assert.equal(hasName([{ ...mail, of_matter: true }]), true);
});

const fields: FieldsWire = {
  targets: ['first_name', 'email', 'notes'].map((key) => ({
    key,
    merge: 'one' as const,
    label: null,
    meaning: key,
  })),
  custom: ['Colour', 'notes', 'Colour'].map((label) => ({
    label,
    type: 'singleline',
    options: [],
    of_matter: false,
  })),
};

test('groupFields offers every field once, and keeps what the column feeds now', () => {
  assert.deepEqual(groupFields(fields, { name: 'Farbe', field: 'Old field' }), [
    { group: 'name', fields: ['first_name'] },
    { group: 'contact', fields: ['email'] },
    { group: 'more', fields: ['notes'] },
    { group: 'custom', fields: ['Colour'] },
    { group: 'other', fields: ['Old field'] },
  ]);
});

test('groupFields offers the own name of the column as a custom field while the CRM tells none', () => {
  const groups = groupFields({ ...fields, custom: null }, { name: 'Farbe', field: null });
  assert.deepEqual(groups.at(-1), { group: 'custom', fields: ['Farbe'] });
});

test('lostColumns names the column that lost its field to the one just decided, and no other', () => {
  const before = [
    { index: 0, name: 'Mail', field: 'email' },
    { index: 1, name: 'Name', field: 'first_name' },
    { index: 2, name: 'Rufname', field: null },
  ];
  const [mail, name, nick] = before.map((one) => ({ ...one }));
  assert.ok(mail && name && nick);
  const taken = [
    { ...mail, field: null },
    { ...name, field: null },
    { ...nick, field: 'first_name' },
  ];
  assert.deepEqual(lostColumns(before, taken, 2), [{ name: 'Name', field: 'first_name' }]);
  assert.deepEqual(lostColumns(before, [mail, { ...name, field: null }, nick], 1), []);
});

test('choicesOf leaves a value open when it is no option, and takes any value where there are no options', () => {
  const open = choicesOf(['gold', 'Silver'], undefined, ['Gold', 'Silver']);
  assert.deepEqual(open, [
    { value: 'gold', becomes: null },
    { value: 'Silver', becomes: 'Silver' },
  ]);
  assert.deepEqual(withAlike(open, ['Gold', 'Silver'])[0], { value: 'gold', becomes: 'Gold' });
  assert.deepEqual(choicesOf(['Lead'], undefined, undefined), [{ value: 'Lead', becomes: 'Lead' }]);
  assert.deepEqual(choicesOf(['Lead'], [['Lead', 'New']], undefined)[0]?.becomes, 'New');
});

test('withChoices keeps the maps of other columns, names every decided value, and drops a map that changes nothing', () => {
  const other = { column: 'Plan', pairs: [['a', 'b']] as [string, string][] };
  const decided = [
    { value: 'gold', becomes: 'Gold' },
    { value: 'Silver', becomes: 'Silver' },
    { value: 'tin', becomes: null },
  ];
  const maps = withChoices([other], 'Card', decided);
  assert.deepEqual(pairsFor(maps, 'Card'), [
    ['gold', 'Gold'],
    ['Silver', 'Silver'],
  ]);
  assert.deepEqual(pairsFor(maps, 'Plan'), other.pairs);
  assert.deepEqual(withChoices(maps, 'Card', decided.slice(1)), [other]);
});
