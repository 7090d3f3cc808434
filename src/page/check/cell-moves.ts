/** A cell of the table: its row on this page and its place among the columns shown. */
export interface CellAt {
  row: number;
  at: number;
}

export interface TableSize {
  rows: number;
  columns: number;
}

/** Where a key leads from a cell; undefined for keys that lead nowhere. Arrows go as they look, so they turn round with the text. */
export function moveBy(
  key: string,
  { row, at }: CellAt,
  { rows, columns }: TableSize,
  isRightToLeft: boolean,
): CellAt | undefined {
  const onwards = isRightToLeft ? 'ArrowLeft' : 'ArrowRight';
  const backwards = isRightToLeft ? 'ArrowRight' : 'ArrowLeft';
  const within = (to: CellAt): CellAt => ({
    row: Math.min(Math.max(to.row, 0), rows - 1),
    at: Math.min(Math.max(to.at, 0), columns - 1),
  });
  switch (key) {
    case onwards:
      return within({ row, at: at + 1 });
    case backwards:
      return within({ row, at: at - 1 });
    case 'ArrowDown':
      return within({ row: row + 1, at });
    case 'ArrowUp':
      return within({ row: row - 1, at });
    case 'Home':
      return { row, at: 0 };
    case 'End':
      return { row, at: columns - 1 };
    default:
      return undefined;
  }
}

/** The cell after this one, or the one before it, going on in the next row; undefined beyond the table. */
export function moveOn(
  { row, at }: CellAt,
  { rows, columns }: TableSize,
  step: 1 | -1,
): CellAt | undefined {
  const next = row * columns + at + step;
  if (next < 0 || next >= rows * columns) return undefined;
  return { row: Math.floor(next / columns), at: next % columns };
}
