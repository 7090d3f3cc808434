import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNamesAddress } from '../../src/retention/names-address.js';

const names = createNamesAddress(' Ada.Lovelace@Example.ORG ');

test('an address is found in any text of a value, whatever the case and the words around it', () => {
  for (const text of [
    'ada.lovelace@example.org',
    '  ADA.LOVELACE@EXAMPLE.ORG\n',
    'Ada Lovelace <ada.lovelace@example.org>',
    'noa@example.org;ada.lovelace@example.org',
    'Write to ada.lovelace@example.org.',
    "mailto:ada.lovelace@example.org, 'ada.lovelace@example.org'",
    'line\nada.lovelace@example.org\nline',
  ])
    for (const value of [text, [1, text], { matters: [{ note: text }] }, { [text]: 1 }])
      assert.equal(names(value), true, text);
});

test('another address is not taken for it, nor are forms with a plus', () => {
  for (const text of [
    'lovelace@example.org',
    'x.ada.lovelace@example.org',
    'ada.lovelace+news@example.org',
    'news+ada.lovelace@example.org',
    'ada.lovelace@example.org.uk',
    'ada.lovelace@example.orgs',
    'ada-lovelace@example.org',
    'ada.lovelace@example-org',
    'adaxlovelace@example.org',
    '',
  ])
    assert.equal(names(text), false, text);
  for (const value of [null, undefined, 7, [], {}]) assert.equal(names(value), false);
});
