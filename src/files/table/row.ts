/** A row of a CSV file or a sheet before it is known what it is. */
export interface Row {
  /** Physical line, or row of a sheet, on which it starts. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Whether a cell holds nothing but white space. Cells that begin with a visible character are told at once. */
export function isBlank(cell: string): boolean {
  return (
    cell === '' || ((cell.charCodeAt(0) <= 0x20 || cell.charCodeAt(0) > 0x7f) && cell.trim() === '')
  );
}

/** How many cells are not blank. */
export function countInked(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (!isBlank(cell)) count += 1;
  return count;
}

/** Number of cells up to the last one that is not blank. */
export function inkedWidth(cells: readonly string[]): number {
  let width = cells.length;
  while (width > 0 && isBlank(cells[width - 1] ?? '')) width -= 1;
  return width;
}
