/** How many of the sequence numbers `firstSeq..lastSeq` lie in at least one of the ranges, which are ordered by start. */
export function countCovered(
  ranges: readonly { firstSeq: number; lastSeq: number }[],
  firstSeq: number,
  lastSeq: number,
): number {
  let covered = 0;
  let next = firstSeq;
  for (const range of ranges) {
    const from = Math.max(range.firstSeq, next);
    const to = Math.min(range.lastSeq, lastSeq);
    if (to < from) continue;
    covered += to - from + 1;
    next = to + 1;
  }
  return covered;
}
