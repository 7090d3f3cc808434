import { FerryError } from '../../errors.js';
import type { SourceRecord } from '../../staging/record-source.js';
import { maxRecords } from '../limits.js';
import type { TableLayout } from './find-table.js';
import { countInked, inkedWidth, isBlank } from './row.js';
import { looksLikeTrailer } from './trailer-look.js';

/** Lines of totals are looked for in this many rows at the end. */
const maxTrailerRows = 5;

export interface MakerOptions {
  /** Name of the file, for messages. */
  readonly name: string;
  /** Told of blank lines below the header. */
  readonly onBlankLines?: ((count: number) => void) | undefined;
  /** Sheets leave out blank cells: records are filled up to the width of the header. */
  readonly isSparse?: boolean;
}

/** Makes the records of one pass over a table from its rows, which come in file order. */
export class RecordMaker {
  readonly #table: TableLayout;
  readonly #options: MakerOptions;
  readonly #width: number;
  /** Rows that are a trailer unless another record follows. */
  #held: SourceRecord[] = [];
  #released: SourceRecord[] = [];
  #count = 0;

  constructor(table: TableLayout, options: MakerOptions) {
    this.#table = table;
    this.#options = options;
    this.#width = table.header.length;
  }

  /** True when `release` has records, which come before the one that `take` gave last. */
  get hasReleased(): boolean {
    return this.#released.length > 0;
  }

  /** Records that were held back until it was known that they are none of the last. */
  release(): SourceRecord[] {
    const released = this.#released;
    this.#released = [];
    return released;
  }

  /**
   * The record of a row, or undefined when it is none or is held back. `blankBefore` is how many blank lines stand right
   * above it. Throws `file_too_large`.
   */
  take(line: number, row: string[], blankBefore: number): SourceRecord | undefined {
    if (line <= this.#table.headerLine) return undefined;
    if (blankBefore > 0) this.#options.onBlankLines?.(blankBefore);
    const cells = this.#fit(withoutGluedMark(row));
    if (isBlank(cells[0] ?? '') && countInked(cells) === 0) {
      this.#options.onBlankLines?.(1);
      return undefined;
    }
    this.#count += 1;
    if (this.#count > maxRecords) throw tooManyRecords(this.#options.name);
    const number = this.#count;
    if (this.#repeatsHeader(cells))
      return this.#next({ number, line, cells, oddity: 'repeated_header' });
    if (!looksLikeTrailer(cells, this.#width)) return this.#next({ number, line, cells });
    this.#held.push({ number, line, cells });
    if (this.#held.length > maxTrailerRows) this.#released.push(...this.#held.splice(0, 1));
    return undefined;
  }

  /** The records that were held back to the end; `blankAtEnd` is how many blank lines stand there. */
  end(blankAtEnd: number): SourceRecord[] {
    if (blankAtEnd > 0) this.#options.onBlankLines?.(blankAtEnd);
    return this.#held.map((record) => ({ ...record, oddity: 'trailer' }));
  }

  #next(record: SourceRecord): SourceRecord {
    if (this.#held.length > 0) {
      this.#released.push(...this.#held);
      this.#held = [];
    }
    return record;
  }

  /** Takes off blank cells behind the last column and, in a sheet, adds those that it leaves out. */
  #fit(cells: string[]): string[] {
    if (cells.length > this.#width) {
      const width = Math.max(this.#width, inkedWidth(cells));
      return width === cells.length ? cells : cells.slice(0, width);
    }
    if (this.#options.isSparse === true) while (cells.length < this.#width) cells.push('');
    return cells;
  }

  #repeatsHeader(cells: readonly string[]): boolean {
    const header = this.#table.headerCells;
    if (header === undefined || cells[0] !== header[0] || cells.length !== header.length)
      return false;
    return cells.every((cell, index) => cell === header[index]);
  }
}

/** Files that were joined leave the byte order mark of the second in the middle, where it also hides a quote. */
function withoutGluedMark(cells: string[]): string[] {
  const first = cells[0];
  if (first?.charCodeAt(0) !== 0xfeff) return cells;
  const bare = first.slice(1);
  const isQuoted = bare.length >= 2 && bare.startsWith('"') && bare.endsWith('"');
  cells[0] = isQuoted ? bare.slice(1, -1).replaceAll('""', '"') : bare;
  return cells;
}

function tooManyRecords(name: string): FerryError {
  return new FerryError('file_too_large', `${name} holds more than 10,000,000 records.`, {
    hint: 'Split the list into several files.',
  });
}
