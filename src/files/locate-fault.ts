import { pipeline } from 'node:stream/promises';
import { parse, type Parser } from 'csv-parse';
import { csvOptions } from './csv-options.js';
import { countCrlf, LineTracker } from './line-tracker.js';

export interface FaultPlace {
  /** Physical line on which the record that cannot be finished starts. */
  readonly recordLine: number;
  /** Physical line on which its unfinished cell starts. */
  readonly cellLine: number;
}

/** What csv-parse is fed with, from the beginning of the file. */
export type OpenInput = () => AsyncIterable<Buffer | string>;

/**
 * Finds where the record starts at which csv-parse gives up: its error tells only where it stopped, which for a
 * quote that is never closed is the end of the file. Undefined when this time it goes well.
 * In two passes, as looking at every cell of the file takes five times as long as looking at every record.
 */
export async function locateFault(
  openInput: OpenInput,
  delimiter: string,
): Promise<FaultPlace | undefined> {
  const tracker = new LineTracker();
  const parser = parse({
    ...csvOptions(delimiter),
    on_record: (cells: string[], counts) => {
      tracker.take(counts, cells);
      return undefined;
    },
  });
  if (!(await givesUp(openInput, parser))) return undefined;
  const recordLine = tracker.startLine(parser.info);
  const csvLine = tracker.csvStart(parser.info);
  return {
    recordLine,
    cellLine: recordLine + (await linesBeforeCell(openInput, delimiter, csvLine)),
  };
}

/** How many lines below the start of its record the unfinished cell starts. */
async function linesBeforeCell(
  openInput: OpenInput,
  delimiter: string,
  csvLine: number,
): Promise<number> {
  let lines = 0;
  let quotedCrlf = 0;
  const parser = parse({
    ...csvOptions(delimiter),
    from_line: csvLine,
    cast: (value, context) => {
      quotedCrlf += countCrlf([value]);
      // The next cell begins on the line on which this one ends.
      lines = context.lines - csvLine - quotedCrlf;
      return value;
    },
  });
  await givesUp(openInput, parser);
  return lines;
}

async function givesUp(openInput: OpenInput, parser: Parser): Promise<boolean> {
  try {
    await pipeline(openInput(), parser.resume());
    return false;
  } catch (error) {
    if (isLocatable(error)) return true;
    throw error;
  }
}

/** The two ways in which csv-parse gives up under our options; anything else is a fault of the program or the disk. */
export function isLocatable(
  error: unknown,
): error is Error & { code: 'CSV_QUOTE_NOT_CLOSED' | 'CSV_MAX_RECORD_SIZE' } {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE';
}
