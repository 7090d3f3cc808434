/**
 * Cells that a spreadsheet would run as a formula get a leading apostrophe in the files we write (CWE-1236, promises S17).
 * Cells that begin with an apostrophe get one too, so that taking one away gives every cell back as it was.
 */
const RISKY = /^[=+\-@\t\r\n\0'＝＋－＠]/;

/** The cell as it is written into a file for people. */
export function guardCell(cell: string): string {
  return RISKY.test(cell) ? `'${cell}` : cell;
}

/** The cell as it was before `guardCell`. Only for files whose cells are guarded. */
export function unguardCell(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}
