import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { guardCell, unguardCell } from '../../src/staging/formula-guard.js';
import { isRejectsFile, REJECT_COLUMNS } from '../../src/staging/mended-rejects.js';

const STARTS = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

test('S17: a guarded cell never starts as a formula does', () => {
  for (const start of STARTS) {
    assert.equal(guardCell(`${start}1`), `'${start}1`);
    assert.equal(guardCell(start), `'${start}`);
  }
});

test('S17: cells that are no formula stay as they are, and an apostrophe is guarded so that it comes back', () => {
  for (const cell of ['', 'Noa', ' =1', '0044', '1-2', 'a@b']) assert.equal(guardCell(cell), cell);
  assert.equal(guardCell("'tHooft"), "''tHooft");
});

test('S17: taking the guard off gives every cell back as it was', () => {
  const unit = fc.oneof(
    fc.constantFrom("'", 'a', '1', ...STARTS),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 6 }), (letters) => {
      const cell = letters.join('');
      assert.equal(unguardCell(guardCell(cell)), cell);
      assert.equal(unguardCell(unguardCell(guardCell(guardCell(cell)))), cell);
    }),
    { numRuns: 2_000 },
  );
});

test('S17: only a header with all columns of a rejects file marks a guarded file', () => {
  assert.ok(isRejectsFile(['First name', ...REJECT_COLUMNS]));
  assert.ok(isRejectsFile([...REJECT_COLUMNS, 'First name']));
  for (const missing of REJECT_COLUMNS)
    assert.ok(!isRejectsFile(REJECT_COLUMNS.filter((column) => column !== missing)));
});
