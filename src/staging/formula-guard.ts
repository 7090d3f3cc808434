/**
 * Cells that a spreadsheet would run as a formula get a leading apostrophe in the files we write (CWE-1236, promises S17).
 * Cells that begin with an apostrophe get one too, so that taking one away gives every cell back as it was.
 */
const RISKY = /^[=+\-@\t\r\n\0'＝＋－＠]/;

/** The columns that a rejects file carries besides the original ones; together they mark a file as ours. */
export const REJECT_COLUMNS = [
  'clientferry file',
  'clientferry line',
  'clientferry problem',
  'clientferry hint',
] as const;

/** The cell as it is written into a file for people. */
export function guardCell(cell: string): string {
  return RISKY.test(cell) ? `'${cell}` : cell;
}

/** The cell as it was before `guardCell`. Only for files that `isGuarded`. */
export function unguardCell(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}

/** Whether a header row is that of a rejects file, whose cells are guarded. */
export function isGuarded(header: readonly string[]): boolean {
  return REJECT_COLUMNS.every((column) => header.includes(column));
}
