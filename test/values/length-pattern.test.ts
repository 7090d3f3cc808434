import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findLengthPattern, lostZeros } from '../../src/values/length-pattern.js';

/** Codes of a length that are spread over all their numbers. */
const codes = (count: number, length: number) =>
  Array.from({ length: count }, (_, at) =>
    String(10 ** (length - 1) + ((at * 7919 * 31) % (9 * 10 ** (length - 1)))),
  );

test('too few codes, or codes of many lengths, have no common length', () => {
  assert.equal(findLengthPattern([]), undefined);
  assert.equal(findLengthPattern(codes(19, 5)), undefined);
  assert.equal(findLengthPattern([...codes(18, 5), ...codes(3, 4)]), undefined);
  assert.equal(findLengthPattern([...codes(30, 5), '123456']), undefined);
  assert.equal(findLengthPattern(Array<string>(50).fill('')), undefined);
  assert.equal(findLengthPattern(Array<string>(50).fill('AB123')), undefined);
});

test('the length that nine in ten codes have is found, and other text does not count', () => {
  assert.equal(findLengthPattern(codes(20, 5)), 5);
  assert.equal(findLengthPattern([...codes(18, 5), ...codes(2, 4)]), 5);
  assert.equal(findLengthPattern([...codes(30, 9), '1234567', '', 'n/a', '12-34']), 9);
});

test('numbers that are counted up have lost no zeros', () => {
  const counted = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) => String(from + at));
  assert.equal(findLengthPattern(counted(1, 99)), undefined);
  assert.equal(findLengthPattern(counted(990, 1089)), undefined);
});

test('lostZeros finds codes of digits that are shorter', () => {
  assert.equal(lostZeros('1234', 5), true);
  assert.equal(lostZeros('12345', 5), false);
  assert.equal(lostZeros('123456', 5), false);
  assert.equal(lostZeros('', 5), false);
  assert.equal(lostZeros('12a', 5), false);
});
