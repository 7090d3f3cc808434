import Database from 'better-sqlite3';
import { FerryError } from '../../errors.js';
import type { RecordPlace } from '../../staging/batch.js';
import type { NumberedReject, RejectIssues } from '../../staging/batch.js';
import type { ClientOrigin } from '../store.js';
import type { Issue } from '../../staging/issue.js';
import { ClientBlockReader } from './client-blocks.js';
import { readOrigins } from './read-origins.js';

interface RejectRow {
  id: number;
  file: number;
  record: number;
  line: number;
  cells: string;
  issues: string;
}

/** A sealed batch file, open read-only. */
export interface BatchFileReader {
  readClients(firstSeq: number, lastSeq: number): string[];
  /** The same as UTF-8, with commas between them. */
  readPage(firstSeq: number, lastSeq: number): Buffer;
  readRejects(afterId: number, limit: number): NumberedReject[];
  readRejectIssues(afterId: number, limit: number): RejectIssues[];
  readOrigin(seq: number): ClientOrigin | undefined;
  readOrigins(firstSeq: number, lastSeq: number): ClientOrigin[];
  close(): void;
}

/** Many files are open at a time, and a page is rarely asked for twice. */
const CACHE_KIB = 1_000;

/** What to throw when a batch's file is not what was staged. */
export const batchDamaged = (id: string, cause?: unknown): FerryError =>
  new FerryError('batch_damaged', `The batch ${id} cannot be read as it was staged.`, {
    hint: 'Restore its file from a backup, or stage the list again.',
    cause,
  });

/** Opens a sealed batch file. Every method throws `batch_damaged` when the file is not what was staged. */
export function openBatchFile(path: string, id: string): BatchFileReader {
  const damaged = (cause?: unknown) => batchDamaged(id, cause);
  const reading = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw error instanceof FerryError ? error : damaged(error);
    }
  };

  const db = reading(
    () => new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 }),
  );
  try {
    return reading(() => {
      db.pragma(`cache_size = -${CACHE_KIB}`);
      return prepareReader(db, reading, damaged);
    });
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Clients read at a time when all of a file are read. */
const CLIENTS_AT_A_TIME = 1_000;

/** The texts of clients 1 to `clients`, in order. Throws `batch_damaged`. */
export function* eachClient(file: BatchFileReader, clients: number): Generator<string, undefined> {
  for (let first = 1; first <= clients; first += CLIENTS_AT_A_TIME)
    yield* file.readClients(first, Math.min(first + CLIENTS_AT_A_TIME - 1, clients));
}

function prepareReader(
  db: Database.Database,
  reading: <T>(work: () => T) => T,
  damaged: () => FerryError,
): BatchFileReader {
  const blocks = new ClientBlockReader(db);
  const whole = <T>(found: T | undefined): T => {
    if (found === undefined) throw damaged();
    return found;
  };
  const textOf = (seq: number) => whole(blocks.readTexts(seq, seq)).join();
  const selectRejects = db.prepare<[number, number], RejectRow>(
    'SELECT id, file, record, line, cells, issues FROM rejects WHERE id > ? ORDER BY id LIMIT ?',
  );
  const selectIssues = db.prepare<[number, number], Pick<RejectRow, 'id' | 'issues'>>(
    'SELECT id, issues FROM rejects WHERE id > ? ORDER BY id LIMIT ?',
  );
  return {
    readOrigin: (seq) => reading(() => readOrigin(db, textOf, seq)),
    readOrigins: (firstSeq, lastSeq) =>
      reading(() => whole(readOrigins(db, blocks, firstSeq, lastSeq))),
    readClients: (firstSeq, lastSeq) => reading(() => whole(blocks.readTexts(firstSeq, lastSeq))),
    readPage: (firstSeq, lastSeq) => reading(() => whole(blocks.readBytes(firstSeq, lastSeq))),
    readRejects: (afterId, limit) =>
      reading(() =>
        selectRejects.all(afterId, limit).map(({ cells, issues, ...row }) => ({
          ...row,
          cells: JSON.parse(cells) as string[],
          issues: JSON.parse(issues) as Issue[],
        })),
      ),
    readRejectIssues: (afterId, limit) =>
      reading(() =>
        selectIssues
          .all(afterId, limit)
          .map(({ id, issues }) => ({ id, issues: JSON.parse(issues) as Issue[] })),
      ),
    close: () => {
      db.close();
    },
  };
}

/** Rarely asked, so nothing is kept prepared. A client that goes over as several records has its merged ones at the last. */
function readOrigin(
  db: Database.Database,
  textOf: (seq: number) => string,
  seq: number,
): ClientOrigin | undefined {
  const found = db
    .prepare<[number], RecordPlace & { columns: string }>(
      'SELECT columns, file, record, line FROM clients WHERE seq = ?',
    )
    .get(seq);
  if (!found) return undefined;
  const { columns: list, ...lead } = found;
  const columns = list === '' ? [] : list.split(',').map(Number);
  const merged = db
    .prepare<[number, number], RecordPlace>(
      `SELECT file, record, line FROM merged
       WHERE seq = (SELECT max(seq) FROM clients WHERE file = ? AND record = ?)
       ORDER BY rowid`,
    )
    .all(lead.file, lead.record);
  const warnings = db
    .prepare<[number, number], { issues: string }>(
      'SELECT issues FROM warnings WHERE file = ? AND record = ?',
    )
    .all(lead.file, lead.record)
    .flatMap(({ issues }) => JSON.parse(issues) as Issue[]);
  return { json: textOf(seq), columns, lead, merged, warnings };
}
