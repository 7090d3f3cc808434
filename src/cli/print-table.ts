import Table from 'cli-table3';
import { print, printable } from './output.js';

/** Every line that the table library would draw, drawn as nothing. */
const NO_BORDERS = Object.fromEntries(
  'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle'
    .split(' ')
    .map((part) => [part, '']),
);

/** Prints rows under a header without drawn lines; wide characters stay aligned. */
export function printTable(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void {
  const table = new Table({
    head: [...header],
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2, compact: true },
  });
  table.push(...rows.map((row) => row.map((cell) => printable(String(cell)))));
  print(table.toString().replace(/(?<! ) +$/gm, ''));
}
