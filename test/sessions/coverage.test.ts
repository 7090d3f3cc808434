import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countCovered } from '../../src/sessions/coverage.js';

const range = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 20 }))
  .map(([firstSeq, more]) => ({ firstSeq, lastSeq: firstSeq + more }));

test('countCovered counts each number once, as a set does', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), range, (ranges, { firstSeq, lastSeq }) => {
      const ordered = [...ranges].sort((a, b) => a.firstSeq - b.firstSeq || a.lastSeq - b.lastSeq);
      const model = new Set<number>();
      for (const one of ordered)
        for (let seq = one.firstSeq; seq <= one.lastSeq; seq++)
          if (seq >= firstSeq && seq <= lastSeq) model.add(seq);
      assert.equal(countCovered(ordered, firstSeq, lastSeq), model.size);
    }),
    { numRuns: 2_000 },
  );
});

test('countCovered of no numbers is 0', () => {
  assert.equal(countCovered([{ firstSeq: 1, lastSeq: 10 }], 1, 0), 0);
  assert.equal(countCovered([], 1, 10), 0);
});
