import type { CountsWire } from '../../web/api/wire.js';

export interface Cause {
  /** Code of an issue. */
  code: string;
  /** Records. */
  count: number;
}

/** Codes with their counts, the most frequent first. */
export function rank(counts: Readonly<Record<string, number>>): Cause[] {
  return Object.entries(counts)
    .map(([code, count]) => ({ code, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}

export interface UnmatchedColumn {
  column: string;
  values: { value: string; count: number }[];
}

/** By column, the values without a match, the most frequent first. */
export function rankUnmatched(unmatched: CountsWire['unmatched_values']): UnmatchedColumn[] {
  return Object.entries(unmatched)
    .map(([column, values]) => ({
      column,
      values: rank(values).map(({ code, count }) => ({ value: code, count })),
    }))
    .filter(({ values }) => values.length > 0);
}
