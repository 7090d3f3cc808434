import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareClients } from '../../src/results/reconcile/compare-clients.js';
import type { CrmClient } from '../../src/results/crm.js';
import { crmClient } from './fake-crm.js';

const how = { labels: { birthday: 'Date of birth' }, told: new Set(['size']), region: 'GB' };

type Case = [what: string, ours: Record<string, unknown>, theirs: Partial<CrmClient>];

const differing = (ours: Record<string, unknown>, theirs: Partial<CrmClient>): string[] =>
  compareClients(ours, crmClient(1, theirs), how).map(({ key }) => key);

for (const [what, ours, theirs] of [
  ['spaces around and within names', { first_name: ' Noa  Li ' }, { firstName: 'Noa Li' }],
  ['the case of an address', { email: 'Noa@Example.org' }, { email: 'noa@example.org' }],
  ['the form of a phone', { phone: '+442079460101' }, { phone: '020 7946 0101' }],
  ['lines of an address', { address: '1 High St\nLondon' }, { address: '1 High St, London' }],
  [
    'the order of tags and those of imports',
    { tags: 'vip, new' },
    { tags: ['new', 'vip', 'imported_1'] },
  ],
  ['words for yes', { opt_in: true }, { more: { opt_in: '1' } }],
  ['nothing for no', { opt_in: false }, { more: { opt_in: '' } }],
  ['the form of a date', { birthday: '1985-10-15' }, { more: { 'Date of birth': '15/10/1985' } }],
  ['a field that the CRM tells of nobody', { notes: 'Likes tea' }, {}],
  ['matters', { pets: [{ name: 'Rex' }] }, {}],
  ['what was not sent', { last_name: '' }, { lastName: 'Li' }],
] satisfies Case[])
  test(`compareClients does not mind ${what}`, () => {
    assert.deepEqual(differing(ours, theirs), []);
  });

for (const [what, ours, theirs] of [
  ['another name', { first_name: 'Noa' }, { firstName: 'Ben' }],
  ['a value that did not arrive', { last_name: 'Li' }, { lastName: '' }],
  ['another phone', { phone: '+442079460101' }, { phone: '+442079460102' }],
  ['a tag that is not there', { tags: 'vip' }, { tags: ['imported_1'] }],
  ['no for yes', { opt_in: true }, { more: { opt_in: '0' } }],
  ['another day', { birthday: '1985-10-15' }, { more: { birthday: '1985-10-16' } }],
  ['a field that the CRM tells of others', { size: 'no' }, {}],
  ['a letter that may be a word for yes elsewhere', { size: 'S' }, { more: { size: 'T' } }],
] satisfies Case[])
  test(`compareClients tells ${what}`, () => {
    assert.deepEqual(differing(ours, theirs), Object.keys(ours));
  });
