import { finished } from 'node:stream/promises';
import { parse, type Parser } from 'csv-parse';
import { csvOptions } from './csv-options.js';
import { LineTracker } from './line-tracker.js';
import type { TakeRow } from './row-splitter.js';

/** Where in a file the text begins that csv-parse reads; a byte order mark of the file has been taken off. */
export interface TextStart {
  /** Physical line. */
  readonly line: number;
  /** Blank lines right above it. */
  readonly blank: number;
}

/** Reads a CSV text with csv-parse, piece by piece, and gives each row to `take`. */
export class RestParser {
  readonly #parser: Parser;
  readonly #tracker = new LineTracker();
  /** Blank lines above the first row that were seen before this text. */
  #waiting: number;

  constructor(delimiter: string, start: TextStart, take: TakeRow) {
    this.#waiting = start.blank;
    this.#parser = parse({
      ...csvOptions(delimiter),
      bom: false,
      // Called before a row would go through the stream, which costs more than most rows.
      on_record: (cells: string[], counts) => {
        const blank = this.#waiting + this.#tracker.blankBefore(counts);
        this.#waiting = 0;
        take(start.line - 1 + this.#tracker.take(counts, cells), cells, blank);
        // For a row of another width than the first csv-parse makes an error, which costs more than the row and nobody
        // sees: so every row is the first (promises S22).
        Object.assign(this.#parser.info, { records: 0 });
        return undefined;
      },
    });
    // `parse` and `end` tell of errors.
    this.#parser.on('error', () => undefined);
  }

  /** Resolves when the rows that are whole now have been taken. Throws what csv-parse and `take` throw. */
  parse(piece: Buffer | string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#parser.write(piece, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** Takes the last row and returns how many blank lines stand behind it. Throws what csv-parse and `take` throw. */
  async end(): Promise<number> {
    this.#parser.end();
    await finished(this.#parser, { readable: false });
    return this.#waiting + this.#tracker.blankAtEnd(this.#parser.info);
  }
}
