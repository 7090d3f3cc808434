import { FerryError } from '../../errors.js';
import { fileEmpty } from '../table/find-table.js';
import { countInked, type Row } from '../table/row.js';
import type { Sheet } from './workbook.js';

/** A sheet with its first rows that are not blank. */
export interface SheetHead {
  readonly sheet: Sheet;
  readonly rows: readonly Row[];
}

/**
 * Finds the sheet that a person named, hidden or not; upper and lower case are the same when there is no other.
 * Throws `usage` listing the sheets.
 */
export function findNamedSheet(name: string, sheets: readonly Sheet[], wanted: string): Sheet {
  const folded = wanted.trim().toLowerCase();
  const found =
    sheets.find((sheet) => sheet.name === wanted) ??
    sheets.find((sheet) => sheet.name.trim().toLowerCase() === folded);
  if (found !== undefined) return found;
  throw new FerryError('usage', `${name} has no sheet named "${wanted}".`, {
    hint: `It has: ${sheets.map((sheet) => sheet.name).join(', ')}.`,
  });
}

/**
 * Chooses the only sheet that holds a table: two rows and two columns at least or, when there is none, anything at all.
 * Throws `file_empty`, `sheet_unclear`.
 */
export function chooseSheet(name: string, heads: readonly SheetHead[]): SheetHead {
  const filled = heads.filter(({ rows }) => rows.length > 0);
  const tables = filled.filter(
    ({ rows }) => rows.length > 1 && rows.some(({ cells }) => countInked(cells) > 1),
  );
  const candidates = tables.length > 0 ? tables : filled;
  const [only] = candidates;
  if (only === undefined) throw fileEmpty(name);
  if (candidates.length === 1) return only;
  const names = candidates.map(({ sheet }) => sheet.name);
  throw new FerryError(
    'sheet_unclear',
    `${name} has a list on several sheets: ${names.join(', ')}.`,
    {
      hint: `Choose one with --sheet "${only.sheet.name}".`,
    },
  );
}
