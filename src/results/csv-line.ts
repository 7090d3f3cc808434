import { guardCell } from '../staging/formula-guard.js';

/** The cells of a file for people as one line: all quoted, and none that a spreadsheet would run (promises S17). */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${guardCell(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
