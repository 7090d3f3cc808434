import { withoutAccents } from './header-words.js';

/** Gives the sample's cells of a column for comparing: trimmed, lower case, without accents, shortened. */
export type Cells = (index: number) => readonly string[];

/** Values compared are names and towns; longer cells are compared by their beginning. */
const LONGEST_CELL = 320;

/** Makes a function that reads columns of a sample, each once. */
export function createCells(sample: readonly (readonly string[])[]): Cells {
  const read = new Map<number, readonly string[]>();
  return (index) => {
    const known = read.get(index);
    if (known) return known;
    const cells = sample.map((row) => comparable(row[index] ?? ''));
    read.set(index, cells);
    return cells;
  };
}

const comparable = (cell: string): string =>
  withoutAccents(cell.slice(0, LONGEST_CELL).trim().toLowerCase());

/**
 * Whether a column repeats another one inside longer values, as a whole name does with a last name: in at least half of the
 * records that have both. Undefined when the sample has none.
 */
export function holdsOther(cells: Cells, whole: number, part: number): boolean | undefined {
  const parts = cells(part);
  let both = 0;
  let held = 0;
  for (const [at, text] of cells(whole).entries()) {
    const piece = parts[at] ?? '';
    if (text === '' || piece === '') continue;
    both++;
    if (text !== piece && text.includes(piece)) held++;
  }
  return both === 0 ? undefined : held >= both / 2;
}
