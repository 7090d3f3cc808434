import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOf, textOf } from '../../src/results/client-text.js';

test('numbers of a client are text as well, and nothing else that is no text', () => {
  const client = { external_id: 7, first_name: 'Ada', last_name: 2, tags: ['a'], phone: null };
  assert.equal(textOf(client, 'external_id'), '7');
  assert.equal(nameOf(client), 'Ada 2');
  assert.equal(nameOf({ last_name: 'Lovelace' }), 'Lovelace');
  assert.equal(nameOf({}), '');
  for (const key of ['tags', 'phone', 'email']) assert.equal(textOf(client, key), undefined);
});
