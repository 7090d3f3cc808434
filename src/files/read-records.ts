import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import { FerryError } from '../errors.js';
import type { SourceRecord } from '../staging/record-source.js';
import { csvOptions } from './csv-options.js';
import { LineTracker, type CsvCounts } from './line-tracker.js';
import { isLocatable, locateFault, type OpenInput } from './locate-fault.js';

export interface RecordPlan {
  /** Base name of the file, for messages. */
  readonly name: string;
  readonly delimiter: string;
  /** Rows before the first record: a `sep=` line, the header. */
  readonly skipRows: number;
  /** What csv-parse is fed with, from the beginning of the file; called again to locate a fault. */
  readonly openInput: OpenInput;
  /** Told of blank lines after the skipped rows. */
  readonly onBlankLines?: (count: number) => void;
}

interface ParsedRow {
  readonly record: string[];
  readonly info: CsvCounts;
}

/**
 * Yields the records of a CSV file with their numbers and the lines on which they start.
 * Throws `quote_not_closed`, `record_too_long`, and what `openInput` throws.
 */
export async function* readRecords(
  plan: RecordPlan,
): AsyncGenerator<SourceRecord, void, undefined> {
  const parser = parse({ ...csvOptions(plan.delimiter), info: true });
  const tracker = new LineTracker();
  let rows = 0;
  // The callback is only there because pipeline wants one: the loop below sees every error.
  pipeline(plan.openInput(), parser, () => undefined);
  try {
    for await (const row of parser as AsyncIterable<ParsedRow>) {
      rows += 1;
      const blank = tracker.blankBefore(row.info);
      const line = tracker.take(row.info, row.record);
      if (rows <= plan.skipRows) continue;
      if (blank > 0) plan.onBlankLines?.(blank);
      yield { number: rows - plan.skipRows, line, cells: row.record };
    }
  } catch (error) {
    throw isLocatable(error) ? await explain(plan, error) : error;
  }
  if (rows >= plan.skipRows) plan.onBlankLines?.(tracker.blankAtEnd(parser.info));
}

async function explain(
  plan: RecordPlan,
  error: Error & { code: 'CSV_QUOTE_NOT_CLOSED' | 'CSV_MAX_RECORD_SIZE' },
): Promise<FerryError> {
  const place = await locateFault(plan.openInput, plan.delimiter);
  if (place === undefined) return fileChanged(plan.name);
  // The cause stays behind: csv-parse puts what it read, personal data, into its errors.
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new FerryError(
      'quote_not_closed',
      `${plan.name}, line ${place.cellLine}: a quote opens a cell there and is never closed.`,
      { hint: 'Close the quote on that line, or double it if it belongs to the text.' },
    );
  }
  return new FerryError(
    'record_too_long',
    `${plan.name}, line ${place.recordLine}: the record that starts there is longer than 1 MiB.`,
    { hint: `Look for a quote that is not closed, probably on line ${place.cellLine}.` },
  );
}

/** The refusal of a file whose bytes are not those of the first read. */
export function fileChanged(name: string): FerryError {
  return new FerryError('file_changed', `${name} was changed while it was being read.`, {
    hint: 'Wait until the file is written completely, then start again.',
  });
}
