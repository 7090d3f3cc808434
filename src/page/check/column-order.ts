import type { DraftRejectWire } from '../../web/api/wire.js';

type Row = Pick<DraftRejectWire, 'issues' | 'corrected'>;

/** Positions of columns in the order in which they are shown. */
export interface ColumnOrder {
  /** With something to mend or mended, then a few that tell whose record it is. */
  shown: number[];
  folded: number[];
}

const LEAST_SHOWN = 4;

/** Puts the columns with issues first; the others are folded, except for the first few. */
export function orderColumns(columns: readonly string[], rows: readonly Row[]): ColumnOrder {
  const all = columns.map((_, index) => index);
  const wanted = all.filter(wantedAmong(columns, rows));
  const others = all.filter((index) => !wanted.includes(index));
  const beside = Math.max(0, LEAST_SHOWN - wanted.length);
  return { shown: [...wanted, ...others.slice(0, beside)], folded: others.slice(beside) };
}

/** The same order, with folded columns shown at the end once they have something to mend or mended. */
export function unfoldWanted(
  { shown, folded }: ColumnOrder,
  columns: readonly string[],
  rows: readonly Row[],
): ColumnOrder {
  const isWanted = wantedAmong(columns, rows);
  return {
    shown: [...shown, ...folded.filter(isWanted)],
    folded: folded.filter((index) => !isWanted(index)),
  };
}

function wantedAmong(columns: readonly string[], rows: readonly Row[]) {
  const names = new Set(rows.flatMap(({ issues }) => issues.map(({ column }) => column)));
  const corrected = new Set(rows.flatMap((row) => row.corrected));
  return (index: number): boolean => names.has(columns[index] ?? '') || corrected.has(index);
}
