import { RecordBlocks } from '../staging/record-blocks.js';
import { FerryError } from '../errors.js';
import type { SourceRecord } from '../staging/record-source.js';
import { decodeUtf8 } from './decode.js';
import { isLocatable, locateFault, type OpenInput } from './locate-fault.js';
import { fileChanged } from './read-again.js';
import { RestParser } from './rest-parser.js';
import { RowSplitter, type TakeRow } from './row-splitter.js';

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
  /** The file's text, or its bytes when they are UTF-8, from the beginning; called again to locate a fault. */
  readonly openInput: OpenInput;
}

/**
 * The records that `taker` makes of the rows of a CSV file and the lines on which they start, in blocks as the file is read.
 * Throws `quote_not_closed`, `record_too_long`, and what `openInput` and `taker` throw.
 */
export function readRecords(plan: RecordPlan, taker: RowTaker): RecordBlocks {
  return new RecordBlocks(readBlocks(plan, taker));
}

interface Row {
  readonly line: number;
  readonly cells: string[];
  readonly blankBefore: number;
}

async function* readBlocks(
  plan: RecordPlan,
  taker: RowTaker,
): AsyncGenerator<Iterable<SourceRecord>, void, undefined> {
  let rows: Row[] = [];
  let isSepLine = plan.hasSepLine;
  const reader = new RowReader(plan.delimiter, (line, cells, blankBefore) => {
    if (!isSepLine) rows.push({ line, cells, blankBefore });
    isSepLine = false;
  });
  try {
    for await (const piece of decodeUtf8(plan.openInput())) {
      await reader.read(piece);
      if (rows.length > 0) yield makeRecords(rows, taker);
      rows = [];
    }
    const blankAtEnd = await reader.end();
    yield makeRecords(rows, taker);
    yield taker.end(blankAtEnd);
  } catch (error) {
    throw isLocatable(error) ? await explain(plan, error) : error;
  }
}

/** As they are asked for, so that the taker never counts what nobody came to. */
function* makeRecords(rows: readonly Row[], taker: RowTaker): Generator<SourceRecord> {
  for (const { line, cells, blankBefore } of rows) {
    const record = taker.take(line, cells, blankBefore);
    if (taker.hasReleased) yield* taker.release();
    if (record !== undefined) yield record;
  }
}

/** Splits rows itself as long as they leave no doubt; from the first other one on, csv-parse reads. */
class RowReader {
  readonly #delimiter: string;
  readonly #takeRow: TakeRow;
  readonly #splitter: RowSplitter;
  /** Set from the first row on that csv-parse reads. */
  #rest: RestParser | undefined;
  #isStart = true;

  constructor(delimiter: string, takeRow: TakeRow) {
    this.#delimiter = delimiter;
    this.#takeRow = takeRow;
    this.#splitter = new RowSplitter(delimiter, takeRow);
    if (!RowSplitter.canSplit(delimiter)) this.#rest = this.#leaveRest();
  }

  /** Takes the rows that are whole now. */
  async read(piece: string): Promise<void> {
    const text = this.#isStart ? piece.replace(/^\uFEFF/, '') : piece;
    if (piece !== '') this.#isStart = false;
    if (this.#rest) await this.#rest.parse(text);
    else if (!this.#splitter.split(text)) {
      this.#rest = this.#leaveRest();
      await this.#rest.parse(this.#splitter.rest);
    }
  }

  /** Takes the last row and returns how many blank lines stand behind it. */
  async end(): Promise<number> {
    if (this.#rest) return this.#rest.end();
    if (this.#splitter.rest === '') return this.#splitter.blank;
    // The last row has no line end: csv-parse tells whether it is whole.
    const rest = this.#leaveRest();
    await rest.parse(this.#splitter.rest);
    return rest.end();
  }

  #leaveRest(): RestParser {
    return new RestParser(this.#delimiter, this.#splitter, this.#takeRow);
  }
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
