import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageLink } from '../../src/notices/page-link.js';
import { parsePlace } from '../../src/page/app-place.js';

test('the link of a notice leads the page to the import', () => {
  const link = pageLink('https://ferry.example.com', 's_1') ?? '';
  assert.deepEqual(parsePlace(new URL(link).hash), { at: 'session', uid: 's_1' });
  assert.equal(new URL(link).pathname, '/');
  assert.equal(pageLink(undefined, 's_1'), undefined);
});
