import { holdsOther, type Cells } from './cells.js';
import type { Sense } from './sense.js';
import { compareColumns, leaveOut, quote, type Understood } from './understood.js';

/**
 * Decides which part a bare `Name` is, by the columns beside it: the whole name when it stands alone, the first name beside
 * a last name (Nombre + Apellidos), the last name beside a first name (Nom + Prénom), nothing beside both. A sample in
 * which it holds the other column shows that it is whole; parts beside a whole name are left out, since staging splits a whole
 * name only for records without any part.
 */
export function settleNames(columns: readonly Understood[], cells: Cells): Understood[] {
  const best = (sense: Sense): Understood | undefined =>
    columns.filter((column) => column.sense === sense).sort(compareColumns)[0];
  const [first, last, whole] = [best('first_name'), best('last_name'), best('full_name')];
  const bare = best('name');
  if (first && last) {
    const reason = `${quote(first)} and ${quote(last)} hold the parts of the name`;
    return change(columns, ['name', 'full_name'], (column) => leaveOut(column, reason));
  }
  const part = first ?? last;
  const full = whole ?? (bare && isWhole(bare, part, cells) ? bare : undefined);
  if (full) return takeWhole(columns, full);
  if (!bare || !part) return [...columns];
  const sense = first ? 'last_name' : 'first_name';
  const reason = `${bare.reason}; beside ${quote(part)} it is the ${first ? 'last' : 'first'} name`;
  return change(columns, ['name'], (column) =>
    column === bare
      ? { ...column, sense, reason, confidence: Math.min(column.confidence, 0.9) }
      : leaveOut(column, `${sense} is already fed by ${quote(bare)}`),
  );
}

const isWhole = (bare: Understood, part: Understood | undefined, cells: Cells): boolean =>
  part === undefined || holdsOther(cells, bare.index, part.index) === true;

function takeWhole(columns: readonly Understood[], full: Understood): Understood[] {
  const parts: Sense[] = ['name', 'full_name', 'first_name', 'middle_name', 'last_name'];
  return change(columns, parts, (column) => {
    if (column === full) return { ...column, sense: 'full_name' };
    const isRival = column.sense === 'name' || column.sense === 'full_name';
    const reason = isRival
      ? `full_name is already fed by ${quote(full)}`
      : `${quote(full)} holds the whole name`;
    return leaveOut(column, reason);
  });
}

function change(
  columns: readonly Understood[],
  senses: readonly Sense[],
  to: (column: Understood) => Understood,
): Understood[] {
  return columns.map((column) =>
    column.sense !== undefined && senses.includes(column.sense) ? to(column) : column,
  );
}
