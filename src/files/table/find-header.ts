import { looksLikeData } from './data-look.js';
import { countInked, type Row } from './row.js';

/** A header names most of the columns that the table has. */
const headerShare = 0.6;

interface Measured {
  readonly row: Row;
  /** How many cells are not blank. */
  readonly inked: number;
}

/**
 * Finds the row that names the columns among the first rows that are not blank: the first one with at least 60 % as many
 * cells as the widest (cells that are not blank count), two at least where the table has two. When that one looks like a
 * record, the nearest row above that does not. Undefined when there is none.
 */
export function findHeader(rows: readonly Row[]): Row | undefined {
  const measured = rows.map((row) => ({ row, inked: countInked(row.cells) }));
  const widest = tableWidth(measured);
  const least = Math.max(widest * headerShare, Math.min(widest, 2));
  const at = measured.findIndex(({ inked }) => inked >= least);
  const found = measured[at]?.row;
  if (found === undefined || !looksLikeData(found.cells)) return found;
  return measured
    .slice(0, at)
    .reverse()
    .find(({ row, inked }) => inked >= 2 && !looksLikeData(row.cells))?.row;
}

/**
 * The most cells that a row of the usual length holds, blank or not: a delimiter too many makes single records wider than the
 * table, and none of them may be taken for the header.
 */
function tableWidth(rows: readonly Measured[]): number {
  const byLength = new Map<number, number>();
  for (const { row } of rows) {
    byLength.set(row.cells.length, (byLength.get(row.cells.length) ?? 0) + 1);
  }
  const [usual] = [...byLength].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0];
  return rows
    .filter(({ row }) => row.cells.length === usual)
    .reduce((most, { inked }) => Math.max(most, inked), 0);
}
