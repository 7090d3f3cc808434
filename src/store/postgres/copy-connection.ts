import pg from 'pg';
import { from, type CopyStreamQuery } from 'pg-copy-streams';
import { copyOptions, type PostgresOptions } from './connection-options.js';

/** A connection of its own in a transaction that copies rows into a table. Every method rejects once the connection is lost. */
export interface CopyConnection {
  /** Sends lines of COPY's text format; resolves when more can be taken. */
  write(bytes: Buffer): Promise<void>;
  /** Ends the copying; resolves when the server has all rows. */
  finish(): Promise<void>;
  /** Runs a statement in the same transaction, after `finish`. */
  query: <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<R[]>;
  /** Closes the connection; what was not committed is gone with it. */
  close(): Promise<void>;
}

/** Connects, begins a transaction, runs a statement there (making the table) and starts the copying. Throws `config_invalid`. */
export async function openCopyConnection(
  options: PostgresOptions,
  statements: { before: string; copy: string },
): Promise<CopyConnection> {
  const db = new pg.Client(copyOptions(options));
  const failure = createFailure();
  db.on('error', failure.note);
  try {
    await db.connect();
    await db.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    // The URL may set limits of its own; a long list is not a hung statement.
    await db.query('SET LOCAL statement_timeout = 0');
    await db.query(statements.before);
  } catch (error) {
    await db.end().catch(failure.note);
    throw error;
  }
  const copy = db.query(from(statements.copy));
  copy.on('error', failure.note);
  return {
    write: (bytes) => failure.orDone(writeTo(copy, bytes)),
    finish: () => failure.orDone(endOf(copy)),
    query: async <R extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await failure.orDone(db.query<R>(text, values))).rows,
    close: () => db.end().catch(failure.note),
  };
}

const writeTo = (copy: CopyStreamQuery, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    copy.write(bytes, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });

const endOf = (copy: CopyStreamQuery): Promise<void> =>
  new Promise((resolve) => {
    copy.end(resolve);
  });

/** Remembers the first error of a connection, since nobody may be waiting for an answer when it comes. */
function createFailure() {
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  return {
    note: (error: unknown): void => {
      fail(error);
    },
    orDone: <T>(work: Promise<T>): Promise<T> => Promise.race([failed, work]),
  };
}
