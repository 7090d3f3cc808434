import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../src/sandbox/random.js';

const draw = (seed: number, label: string) => {
  const random = createRandom(seed, label);
  return Array.from({ length: 50 }, () => random.below(1000));
};

test('the same seed and label give the same numbers, others give others', () => {
  assert.deepEqual(draw(1, 'a'), draw(1, 'a'));
  assert.notDeepEqual(draw(1, 'a'), draw(2, 'a'));
  assert.notDeepEqual(draw(1, 'a'), draw(1, 'b'));
});

test('numbers stay below their limit and spread over it', () => {
  const numbers = draw(3, 'spread');
  assert.ok(numbers.every((number) => Number.isInteger(number) && number >= 0 && number < 1000));
  assert.ok(new Set(numbers).size > 30);
});

test('shuffling keeps every item once', () => {
  const items = [1, 2, 3, 4, 5, 6, 7, 8];
  const shuffled = createRandom(5).shuffle(items);
  assert.notDeepEqual(shuffled, items);
  assert.deepEqual(
    shuffled.sort((a, b) => a - b),
    items,
  );
});
