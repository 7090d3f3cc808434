import type Database from 'better-sqlite3';

type SqlValue = string | number;

/** More rows in one statement gain little; one by one takes a third longer. */
const ROWS_PER_STATEMENT = 50;

/** Inserts rows many at a time: a row waits for the next ones, or for `flush`. */
export class RowInserter {
  readonly #insertOne: Database.Statement<SqlValue[]>;
  readonly #insertMany: Database.Statement<SqlValue[]>;
  readonly #columns: number;
  #values: SqlValue[] = [];

  /** `insert` is the statement up to VALUES. */
  constructor(db: Database.Database, insert: string, columns: number) {
    const row = `(${Array.from({ length: columns }, () => '?').join()})`;
    const rows = Array.from({ length: ROWS_PER_STATEMENT }, () => row).join();
    this.#insertOne = db.prepare<SqlValue[]>(`${insert} VALUES ${row}`);
    this.#insertMany = db.prepare<SqlValue[]>(`${insert} VALUES ${rows}`);
    this.#columns = columns;
  }

  /** Adds a row: a value for each column. */
  add(...values: readonly SqlValue[]): void {
    for (const value of values) this.#values.push(value);
    if (this.#values.length < ROWS_PER_STATEMENT * this.#columns) return;
    this.#insertMany.run(...this.#values);
    this.#values = [];
  }

  /** Inserts the rows that wait. */
  flush(): void {
    const values = this.#values;
    this.#values = [];
    for (let at = 0; at < values.length; at += this.#columns)
      this.#insertOne.run(...values.slice(at, at + this.#columns));
  }
}
