import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import { FerryError } from '../errors.js';
import type { SourceRecord } from '../staging/record-source.js';
import { csvOptions } from './csv-options.js';
import { LineTracker, type CsvCounts } from './line-tracker.js';
import { isLocatable, locateFault, type OpenInput } from './locate-fault.js';
import { fileChanged } from './read-again.js';

/** What becomes of the rows: see `RecordMaker` in `table/record-maker.ts`. */
export interface RowTaker {
  readonly hasReleased: boolean;
  release(): SourceRecord[];
  take(line: number, cells: string[], blankBefore: number): SourceRecord | undefined;
  end(blankAtEnd: number): SourceRecord[];
}

export interface RecordPlan {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly delimiter: string;
  /** Whether the first row is a `sep=` line, which no taker sees. */
  readonly hasSepLine: boolean;
  /** What csv-parse is fed with, from the beginning of the file; called again to locate a fault. */
  readonly openInput: OpenInput;
}

interface ParsedRow {
  readonly record: string[];
  readonly info: CsvCounts;
}

/**
 * Yields the records that `taker` makes of the rows of a CSV file and the lines on which they start.
 * Throws `quote_not_closed`, `record_too_long`, and what `openInput` and `taker` throw.
 */
export async function* readRecords(
  plan: RecordPlan,
  taker: RowTaker,
): AsyncGenerator<SourceRecord, void, undefined> {
  const parser = parse({ ...csvOptions(plan.delimiter), info: true });
  const tracker = new LineTracker();
  let isSepLine = plan.hasSepLine;
  // The callback is only there because pipeline wants one: the loop below sees every error.
  pipeline(plan.openInput(), parser, () => undefined);
  try {
    for await (const row of parser as AsyncIterable<ParsedRow>) {
      const blank = tracker.blankBefore(row.info);
      const line = tracker.take(row.info, row.record);
      if (isSepLine) {
        isSepLine = false;
        continue;
      }
      const record = taker.take(line, row.record, blank);
      if (taker.hasReleased) yield* taker.release();
      if (record !== undefined) yield record;
    }
  } catch (error) {
    throw isLocatable(error) ? await explain(plan, error) : error;
  }
  yield* taker.end(tracker.blankAtEnd(parser.info));
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
