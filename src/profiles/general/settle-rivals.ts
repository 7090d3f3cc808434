import { mergeOf } from '../targets.js';
import type { Sense } from './sense.js';
import { compareColumns, leaveOut, quote, type Understood } from './understood.js';

/** Leaves one column, the best, to each field that takes one; the others are told which one it is. */
export function settleRivals(columns: readonly Understood[]): Understood[] {
  const winners = new Map<Sense, Understood>();
  for (const column of columns) {
    const { sense } = column;
    if (sense === undefined || mergeOf(sense) !== 'one') continue;
    const rival = winners.get(sense);
    if (!rival || compareColumns(column, rival) < 0) winners.set(sense, column);
  }
  return columns.map((column) => {
    const winner = column.sense === undefined ? undefined : winners.get(column.sense);
    if (!winner || winner === column) return column;
    return leaveOut(column, `${column.sense ?? ''} is already fed by ${quote(winner)}`);
  });
}
