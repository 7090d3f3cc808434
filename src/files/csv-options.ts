import type { Options } from 'csv-parse';
import { maxRecordCharacters } from './limits.js';

/**
 * How every source file is parsed. Widths are judged by staging, so nothing is dropped here: csv-parse's
 * `skip_records_with_error` loses good rows after one stray quote (tried with 7.0).
 * A line of nothing at all is left out here; one of spaces or delimiters is seen by `table/table-records.ts`.
 */
export function csvOptions(delimiter: string) {
  return {
    delimiter,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    // It is compared before the next byte is taken.
    max_record_size: maxRecordCharacters - 1,
  } satisfies Options;
}
