/** Something wrong or noteworthy about one record. */
export interface Issue {
  /** One of those that `docs/profiles.md` lists, e.g. `required`, `email`, `duplicate_email`. */
  readonly code: string;
  readonly line: number;
  /** Header text of the column, or undefined when the whole record is meant. */
  readonly column: string | undefined;
  readonly message: string;
  readonly hint: string;
}

/** What was noticed about a record on its way to being a client. */
export class Findings {
  readonly line: number;
  /** Each keeps the record from being handed over. */
  readonly errors: Issue[] = [];
  /** Worth telling, but the record is handed over. */
  readonly warnings: Issue[] = [];
  /** Values that a value table does not know, with their columns. */
  readonly unmatched: { column: string; value: string }[] = [];
  /** Values that may occur only once in all files. */
  readonly uniques: { column: string; value: string }[] = [];

  constructor(line: number) {
    this.line = line;
  }

  error(column: string | undefined, what: Omit<Issue, 'line' | 'column'>): void {
    this.errors.push({ ...what, line: this.line, column });
  }

  warn(column: string | undefined, what: Omit<Issue, 'line' | 'column'>): void {
    this.warnings.push({ ...what, line: this.line, column });
  }
}
