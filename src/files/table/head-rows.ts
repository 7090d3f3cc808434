import type { SourceRecord } from '../../staging/record-source.js';
import { headCharacters, headRows } from '../limits.js';
import { countInked, type Row } from './row.js';

/** Passes every row on as it is: for looking at a file before its table is known. */
export const everyRow = {
  hasReleased: false,
  release: (): SourceRecord[] => [],
  take: (line: number, cells: string[]): SourceRecord => ({ number: 0, line, cells }),
  end: (): SourceRecord[] => [],
};

/**
 * The first rows that are not blank: 60 at most, and no more once they hold 64 Ki characters. When a person named the line
 * of the header, the rows above come without cells, and 60 from there on. Throws what reading the rows throws.
 */
export async function gatherHead(
  rows: AsyncIterable<Row>,
  headerLine: number | undefined,
): Promise<Row[]> {
  const head: Row[] = [];
  let above = 0;
  let characters = 0;
  for await (const { line, cells } of rows) {
    if (countInked(cells) === 0) continue;
    const isAbove = headerLine !== undefined && line < headerLine;
    head.push({ line, cells: isAbove ? [] : cells });
    if (isAbove) above += 1;
    else characters += cells.reduce((sum, cell) => sum + cell.length, 0);
    if (head.length - above >= headRows || characters >= headCharacters) break;
  }
  return head;
}
