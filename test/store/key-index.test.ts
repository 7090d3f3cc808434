import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KeyFilter } from '../../src/store/sqlite/key-filter.js';
import { openKeyIndex } from '../../src/store/sqlite/key-index.js';

interface Seen {
  first: number;
  last: number;
  count: number;
}

/** The index as a plain map. */
function createModel() {
  const keys = new Map<string, Seen>();
  return {
    note(key: string, position: number): number | undefined {
      const seen = keys.get(key);
      keys.set(key, {
        first: seen?.first ?? position,
        last: position,
        count: (seen?.count ?? 0) + 1,
      });
      return seen?.first;
    },
    find: (key: string) => keys.get(key),
  };
}

const KEYS = ['a', 'b', 'A', '', '\0', 'é', 'e\u0301', '王', '👩', '__proto__', 'a@b.co', "x'y"];

test('the index tells what a map would tell, whatever comes in whichever order', () => {
  const steps = fc.array(fc.tuple(fc.boolean(), fc.constantFrom(...KEYS)), { maxLength: 40 });
  fc.assert(
    fc.property(steps, (list) => {
      const [index, model] = [openKeyIndex(), createModel()];
      try {
        for (const [at, [isNote, key]] of list.entries()) {
          if (isNote) assert.equal(index.note(key, at + 1), model.note(key, at + 1));
          assert.deepEqual(index.find(key), model.find(key));
        }
      } finally {
        index.close();
      }
    }),
    { numRuns: 200 },
  );
});

test('many keys are told apart, those that wait and those on disk', () => {
  const [index, model] = [openKeyIndex(), createModel()];
  const keyOf = (n: number) => `client${(n * 7919) % 20_011}@example.org`;
  for (let n = 1; n <= 25_000; n += 1)
    assert.equal(index.note(keyOf(n), n), model.note(keyOf(n), n));
  for (let n = 1; n <= 25_000; n += 97) {
    assert.deepEqual(index.find(keyOf(n)), model.find(keyOf(n)));
    assert.equal(index.find(`nobody${n}@example.org`), undefined);
  }
  index.close();
});

test('the filter never denies a key that was added', () => {
  const filter = new KeyFilter();
  let doubts = 0;
  for (let n = 0; n < 100_000; n += 1) {
    if (!filter.add(`client${n}@example.org`)) doubts += 1;
    assert.equal(filter.mayHave(`client${n}@example.org`), true);
  }
  assert.ok(doubts < 100, `${doubts} of 100,000 new keys were taken for known ones`);
});
