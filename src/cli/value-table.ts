import { parse } from 'csv-parse/sync';
import { FerryError } from '../errors.js';
import type { ValueTable } from '../staging/reading.js';
import { readTextFile } from './read-text-file.js';

/**
 * Reads a table of values: a CSV of two columns, old value and new value; the second header names the column that it is for
 * (`old_request_type,request_type`). Throws `file_not_found`, `values_invalid`.
 */
export function readValueTable(path: string): ValueTable {
  const text = readTextFile(path, '--values');
  const invalid = (problem: string) =>
    new FerryError('values_invalid', `The table of values ${path} ${problem}.`, {
      hint: 'Its first line should look like old_request_type,request_type; the lines below it hold old and new values.',
    });
  let rows: string[][];
  try {
    rows = parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true, trim: true });
  } catch {
    throw invalid('is not CSV');
  }
  const [header, ...body] = rows;
  const column = header?.[1];
  if (header?.length !== 2 || column === undefined || column === '')
    throw invalid('does not have two named columns');
  const values = new Map<string, string>();
  for (const [at, row] of body.entries()) {
    const [from = '', to = ''] = row;
    if (row.length !== 2 || from === '') throw invalid(`has no pair of values in record ${at + 1}`);
    if (values.has(from) && values.get(from) !== to)
      throw invalid(`gives two new values for the same old one in record ${at + 1}`);
    values.set(from, to);
  }
  return { column, values };
}
