import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { joinRanges, countCovered } from '../../src/sessions/coverage.js';
import { countParts, firstPart, partAfter, samePart, type Part } from '../../src/sessions/parts.js';

const listParts = (clients: number, most?: number): Part[] => {
  const parts: Part[] = [];
  for (let part: Part | undefined = firstPart(clients, most); part; part = partAfter(part, clients))
    parts.push(part);
  return parts;
};

test('R38: 49,999 and 50,000 clients are one part, 50,001 and 100,000 two, 120,001 three', () => {
  const sizes = [49_999, 50_000, 50_001, 100_000, 120_001];
  assert.deepEqual(
    sizes.map((clients) => listParts(clients).map((one) => one.lastSeq - one.firstSeq + 1)),
    [[49_999], [50_000], [50_000, 1], [50_000, 50_000], [50_000, 50_000, 20_001]],
  );
  assert.deepEqual(
    sizes.map((clients) => countParts(clients)),
    [1, 1, 2, 2, 3],
  );
});

test('parts cover every client once, none holds more than a session may carry, and each knows how many there are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 700 }), (n, most) => {
      const parts = listParts(n, most);
      assert.equal(parts.length, countParts(n, most));
      let next = 1;
      for (const [at, { part, parts: all, firstSeq, lastSeq }] of parts.entries()) {
        assert.deepEqual([part, all, firstSeq], [at + 1, parts.length, next]);
        assert.ok(lastSeq >= firstSeq && lastSeq - firstSeq < most);
        next = lastSeq + 1;
      }
      assert.equal(next, n + 1);
    }),
  );
});

test('the same part again is the same clients', () => {
  const [, second] = listParts(120_001);
  assert.ok(second);
  assert.deepEqual(samePart(second), second);
});

test('joined ranges do not overlap, are ordered, and hold exactly the same numbers', () => {
  const range = fc
    .tuple(fc.integer({ min: 1, max: 60 }), fc.nat({ max: 20 }))
    .map(([firstSeq, more]) => ({ firstSeq, lastSeq: firstSeq + more }));
  const numbersOf = (ranges: readonly { firstSeq: number; lastSeq: number }[]) =>
    new Set(
      ranges.flatMap(({ firstSeq, lastSeq }) =>
        Array.from({ length: lastSeq - firstSeq + 1 }, (_, at) => firstSeq + at),
      ),
    );
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
      const joined = joinRanges(ranges);
      assert.deepEqual(
        [...numbersOf(joined)].sort((a, b) => a - b),
        [...numbersOf(ranges)].sort((a, b) => a - b),
      );
      for (const [at, one] of joined.entries())
        assert.ok(at === 0 || one.firstSeq > (joined[at - 1]?.lastSeq ?? 0) + 1);
      assert.equal(countCovered(joined, 1, 100), numbersOf(ranges).size);
    }),
  );
});
