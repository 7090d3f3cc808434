import { FerryError } from '../../errors.js';
import type { ReadOptions } from '../../staging/record-source.js';
import { maxColumns } from '../limits.js';
import { findHeader } from './find-header.js';
import { nameColumns, numberColumns } from './name-columns.js';
import { inkedWidth, type Row } from './row.js';

/** Where the table lies in a file or sheet. */
export interface TableLayout {
  /** Names of the columns, each once. */
  readonly header: readonly string[];
  /** 0 when there is none. */
  readonly headerLine: number;
  /** The header as it stands in the file, to know it again; undefined when there is none. */
  readonly headerCells: readonly string[] | undefined;
  /** Rows above the header that are not blank. */
  readonly titleLines: number;
}

/**
 * Finds the table from the first rows of a file or sheet, blank ones left out. `name` is the file's, for messages.
 * Columns behind the last one that is named do not count when they are blank.
 * Throws `file_empty` (no rows), `header_missing`, `too_many_columns`, `usage` (`headerLine` is no row's line).
 */
export function findTable(
  name: string,
  rows: readonly Row[],
  options: Pick<ReadOptions, 'noHeader' | 'headerLine'>,
): TableLayout {
  const [first] = rows;
  if (first === undefined) throw fileEmpty(name);
  if (options.noHeader === true) {
    const width = rows.reduce((most, { cells }) => Math.max(most, inkedWidth(cells)), 0);
    refuseTooWide(name, first.line, width);
    return { header: numberColumns(width), headerLine: 0, headerCells: undefined, titleLines: 0 };
  }
  const found =
    options.headerLine === undefined ? findHeader(rows) : rowAt(name, rows, options.headerLine);
  if (found === undefined) throw headerMissing(name, first.line);
  const below = rows.filter(({ line }) => line > found.line);
  const width = tableWidth(found.cells, below);
  refuseTooWide(name, found.line, width);
  const headerCells = found.cells.slice(0, width);
  return {
    header: nameColumns(headerCells),
    headerLine: found.line,
    headerCells,
    titleLines: rows.filter(({ line }) => line < found.line).length,
  };
}

/** Up to the last column that has a name or, among those with a cell in the header, a value. */
function tableWidth(header: readonly string[], below: readonly Row[]): number {
  const valued = below.map(({ cells }) => Math.min(header.length, inkedWidth(cells)));
  return valued.reduce((most, width) => Math.max(most, width), inkedWidth(header));
}

function rowAt(name: string, rows: readonly Row[], headerLine: number): Row {
  const found = rows.find(({ line }) => line === headerLine);
  if (found !== undefined) return found;
  throw new FerryError('usage', `${name}: no row starts on line ${headerLine}.`, {
    hint: 'Give --header-line the line on which the names of the columns stand; the first line is 1.',
  });
}

function headerMissing(name: string, line: number): FerryError {
  return new FerryError(
    'header_missing',
    `${name}, line ${line}: the list begins with what looks like a client, not like names of columns.`,
    {
      hint: 'Use --no-header if no line names the columns, or tell where they stand with --header-line.',
    },
  );
}

function refuseTooWide(name: string, line: number, width: number): void {
  if (width <= maxColumns) return;
  throw new FerryError(
    'too_many_columns',
    `${name}, line ${line}: ${width} columns, and ${maxColumns} are the most that a list may have.`,
    { hint: 'Remove the columns that are not about clients, or check the delimiter.' },
  );
}

/** The refusal of a file or sheet without any row. */
export function fileEmpty(name: string): FerryError {
  return new FerryError('file_empty', `${name} holds nothing.`, {
    hint: 'Export the list again; its first line must name the columns.',
  });
}
