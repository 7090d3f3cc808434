import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { removeNumberGuard } from '../../src/values/guard.js';

test('the apostrophe before a number or a plus goes', () => {
  const rows = {
    "'0501234567": '0501234567',
    "'007": '007',
    "'007'": '007',
    "'+972 50-123-4567": '+972 50-123-4567',
    "'+44 20 7946 0018 ext. 5": '+44 20 7946 0018 ext. 5',
    "'(0)30": "'(0)30",
    "'2026-02-04": '2026-02-04',
  };
  for (const [text, bare] of Object.entries(rows)) assert.equal(removeNumberGuard(text), bare);
});

test('any other apostrophe stays', () => {
  for (const text of ['', "'", "''07", "'Noa'", "'90s Club", "O'Neil", "07'", "'t Hart", '’07'])
    assert.equal(removeNumberGuard(text), text);
});

test('removing the guard twice is the same as once, and takes off nothing else', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from("'+0 a(-")), maxLength: 12 });
  fc.assert(
    fc.property(text, (cell) => {
      const bare = removeNumberGuard(cell);
      assert.equal(removeNumberGuard(bare), bare);
      assert.ok(cell.includes(bare) && cell.replaceAll("'", '') === bare.replaceAll("'", ''));
    }),
  );
});
