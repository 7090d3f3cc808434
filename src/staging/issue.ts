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

/** A value with the header text of its column. */
export interface ColumnValue {
  readonly column: string;
  readonly value: string;
}

const NONE: readonly never[] = [];

/** What was noticed about a record on its way to being a client; most records share the lists that stay empty. */
export class Findings {
  readonly line: number;
  #errors: Issue[] | undefined;
  #warnings: Issue[] | undefined;
  #unmatched: ColumnValue[] | undefined;
  #uniques: ColumnValue[] | undefined;

  constructor(line: number) {
    this.line = line;
  }

  /** Each keeps the record from being handed over. */
  get errors(): readonly Issue[] {
    return this.#errors ?? NONE;
  }

  /** Worth telling, but the record is handed over. */
  get warnings(): readonly Issue[] {
    return this.#warnings ?? NONE;
  }

  /** Values that a value table does not know. */
  get unmatched(): readonly ColumnValue[] {
    return this.#unmatched ?? NONE;
  }

  /** Values that may occur only once in all files. */
  get uniques(): readonly ColumnValue[] {
    return this.#uniques ?? NONE;
  }

  error(column: string | undefined, what: Omit<Issue, 'line' | 'column'>): void {
    (this.#errors ??= []).push({ ...what, line: this.line, column });
  }

  warn(column: string | undefined, what: Omit<Issue, 'line' | 'column'>): void {
    (this.#warnings ??= []).push({ ...what, line: this.line, column });
  }

  notInTable(column: string, value: string): void {
    (this.#unmatched ??= []).push({ column, value });
  }

  mustDiffer(column: string, value: string): void {
    (this.#uniques ??= []).push({ column, value });
  }
}
