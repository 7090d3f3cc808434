/** What csv-parse counts and this file needs: see `info` in its documentation. */
export interface CsvCounts {
  readonly lines: number;
  readonly empty_lines: number;
}

/**
 * Turns csv-parse's counts into physical lines. Its `info.lines` is the line on which a record ends, not starts,
 * and a CRLF inside quotes counts as two lines there (7.0.3), so those are found in the cells and taken off again.
 */
export class LineTracker {
  #lastLines = 0;
  #lastEmpty = 0;
  #quotedCrlf = 0;

  /** Blank lines seen right before the record that `counts` belong to. */
  blankBefore(counts: CsvCounts): number {
    return counts.empty_lines - this.#lastEmpty;
  }

  /** Physical line on which a record starts, when it is finished or, for one in the making, when it failed. */
  startLine(counts: CsvCounts): number {
    return this.csvStart(counts) - this.#quotedCrlf;
  }

  /** Takes in a finished record and gives the physical line on which it started. */
  take(counts: CsvCounts, cells: readonly string[]): number {
    const csvStart = this.csvStart(counts);
    const line = csvStart - this.#quotedCrlf;
    // Only a record of several lines can hold a CRLF, so most records are never searched.
    if (counts.lines > csvStart) this.#quotedCrlf += countCrlf(cells);
    this.#lastLines = counts.lines;
    this.#lastEmpty = counts.empty_lines;
    return line;
  }

  /**
   * Blank lines after the last record, once everything was parsed. From `lines`, as `empty_lines` is one too many
   * when the file ends with a line end (7.0.3).
   */
  blankAtEnd(counts: CsvCounts): number {
    return Math.max(0, counts.lines - this.#lastLines - 1);
  }

  /** The line on which a record starts as csv-parse counts lines, for its option `from_line`. */
  csvStart(counts: CsvCounts): number {
    return this.#lastLines + 1 + this.blankBefore(counts);
  }
}

/** How many CRLF the cells hold: csv-parse counts each as two lines. */
export function countCrlf(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\r\n'); at !== -1; at = cell.indexOf('\r\n', at + 2)) count += 1;
  }
  return count;
}
