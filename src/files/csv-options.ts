import type { Options } from 'csv-parse';

/** 1 MiB: no client record is that long, but a quote that is never closed soon is. */
export const maxRecordCharacters = 1024 * 1024;

/**
 * How every source file is parsed. Widths are judged by staging, so nothing is dropped here: csv-parse's
 * `skip_records_with_error` loses good rows after one stray quote (tried with 7.0).
 * A line of nothing at all is blank; one of spaces is a record of one cell, as csv-parse sees it.
 */
export function csvOptions(delimiter: string) {
  return {
    delimiter,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: maxRecordCharacters,
  } satisfies Options;
}
