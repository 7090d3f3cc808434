import type { CountsWire } from '../../web/api/wire.js';

/** What another check changed, in records. */
export interface CountDiff {
  mended: number;
  left: number;
  /** Set aside now and not before. */
  added: number;
}

/** Compares the counts of two checks of one list. */
export function diffCounts(
  before: Pick<CountsWire, 'rejected'>,
  after: Pick<CountsWire, 'rejected'>,
): CountDiff {
  const fewer = before.rejected - after.rejected;
  return { mended: Math.max(0, fewer), left: after.rejected, added: Math.max(0, -fewer) };
}
