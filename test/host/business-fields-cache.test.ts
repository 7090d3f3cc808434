import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BusinessFieldsCache } from '../../src/host/business-fields-cache.js';

const FIELDS = [{ id: 'f1', type: 'email', label: 'Email', options: [], ofMatter: false }];

test('a list is read once a minute for each key, however many ask', async () => {
  let nowMs = 0;
  let reads = 0;
  const cache = new BusinessFieldsCache(() => nowMs);
  const read = () => {
    reads += 1;
    return Promise.resolve(FIELDS);
  };
  await Promise.all([cache.get('a', read), cache.get('a', read), cache.get('b', read)]);
  assert.equal(reads, 2);
  nowMs = 59_999;
  assert.deepEqual(await cache.get('a', read), FIELDS);
  assert.equal(reads, 2);
  nowMs = 60_000;
  await cache.get('a', read);
  assert.equal(reads, 3);
});

test('a list that cannot be had is undefined for everybody who waits, and is asked for again soon', async () => {
  let nowMs = 0;
  const cache = new BusinessFieldsCache(() => nowMs);
  const fail = () => Promise.reject(new Error('away'));
  const answers = await Promise.all([cache.get('a', fail), cache.get('a', fail)]);
  assert.deepEqual(answers, [undefined, undefined]);
  nowMs = 5_000;
  assert.deepEqual(await cache.get('a', () => Promise.resolve(FIELDS)), FIELDS);
});
