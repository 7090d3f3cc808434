import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFormat } from '../../src/page/format.js';
import { directionOf, pickLanguage } from '../../src/page/languages.js';

test('the closest language is picked, English when none is close', () => {
  const picked = ['he', 'iw', 'pt-BR', 'en_gb', 'EN-us', 'xx', '', null].map(pickLanguage);
  assert.deepEqual(picked, ['he', 'he', 'pt', 'en-GB', 'en', 'en', 'en', 'en']);
  assert.equal(directionOf('he'), 'rtl');
});

test('numbers are written as the language does', () => {
  const english = createFormat('en');
  assert.equal(english.count(18_240), '18,240');
  assert.equal(createFormat('de').count(18_240), '18.240');
  assert.equal(english.percent(0.999), '99%');
  assert.equal(english.bytes(1_284_113), '1.3 MB');
  assert.equal(english.bytes(0), '0 bytes');
});

test('a duration is told in its two largest units', () => {
  const { duration } = createFormat('en');
  assert.equal(duration(0), '0 sec');
  assert.equal(duration(65_000), '1 min 5 sec');
  assert.equal(duration(2 * 3_600_000 + 59_000), '2 hr');
});
