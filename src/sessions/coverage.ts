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

/** The same sequence numbers in ranges that are ordered and do not overlap. */
export function joinRanges(
  ranges: readonly { firstSeq: number; lastSeq: number }[],
): { firstSeq: number; lastSeq: number }[] {
  const joined: { firstSeq: number; lastSeq: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.firstSeq - b.firstSeq)) {
    const before = joined.at(-1);
    if (before && range.firstSeq <= before.lastSeq + 1)
      before.lastSeq = Math.max(before.lastSeq, range.lastSeq);
    else joined.push({ ...range });
  }
  return joined;
}
