import { existsSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Batch, RecordPlace, Reject, Warning } from '../../staging/batch.js';
import type { BatchWriter, SealOptions } from '../../staging/batch-writer.js';
import { syncFolder } from '../../sync-folder.js';
import { asDiskFull } from '../disk-full.js';
import { BLOCKS_TABLE, ClientBlockWriter } from './client-blocks.js';
import type { DataDir } from './data-dir.js';
import { asDiskTrouble } from './disk-trouble.js';
import { makePrivate } from './private-files.js';
import { RowInserter } from './row-inserter.js';

/** The tables of a batch file: what clients came from and what they are lie apart, since pages need no more than the latter. */
export const BATCH_SCHEMA = `
  CREATE TABLE clients (
    seq       INTEGER PRIMARY KEY,
    file      INTEGER NOT NULL,
    record    INTEGER NOT NULL,
    line      INTEGER NOT NULL,
    columns   TEXT NOT NULL
  ) STRICT;
  ${BLOCKS_TABLE}
  CREATE TABLE merged (
    seq     INTEGER NOT NULL,
    file    INTEGER NOT NULL,
    record  INTEGER NOT NULL,
    line    INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE rejects (
    id      INTEGER PRIMARY KEY,
    file    INTEGER NOT NULL,
    record  INTEGER NOT NULL,
    line    INTEGER NOT NULL,
    cells   TEXT NOT NULL,
    issues  TEXT NOT NULL
  ) STRICT;
  CREATE TABLE warnings (
    id      INTEGER PRIMARY KEY,
    file    INTEGER NOT NULL,
    record  INTEGER NOT NULL,
    line    INTEGER NOT NULL,
    issues  TEXT NOT NULL
  ) STRICT;
  CREATE TABLE summary (json TEXT NOT NULL) STRICT;
`;

const PLACE = ['file', 'record', 'line'];

const ROWS_PER_TRANSACTION = 5_000;

/** Registers a finished batch; returns the batch that stands, which is an earlier one if its content key is taken. */
export type RegisterBatch = (batch: Batch, options?: SealOptions) => Batch;

/**
 * Writes a batch into a file of its own under a temporary name. Its journal is in memory and it is not synced while it grows:
 * a crash or an error abandons it whole. `seal` commits with a sync, renames, syncs the folder, and only then registers.
 * An exclusive lock is held all the while; by it the sweeper tells a living staging from a dead one.
 */
export function createBatchFileWriter(
  dir: DataDir,
  id: string,
  register: RegisterBatch,
): BatchWriter {
  const partial = dir.partialFile(id);
  const final = dir.batchFile(id);
  let stands = false;
  let rows = 0;
  let seq = 0;
  const writeList = createListWriter();
  const translated = <T>(work: () => T): T => tellingDisk(dir, work);

  const db = translated(() =>
    openPartialFile(partial, (opened) => {
      opened.exec('BEGIN IMMEDIATE');
      opened.exec(BATCH_SCHEMA);
    }),
  );
  const into = (table: string, columns: readonly string[]) =>
    new RowInserter(db, `INSERT INTO ${table} (${columns.join()})`, columns.length);
  const tables = {
    clients: into('clients', ['seq', ...PLACE, 'columns']),
    merged: into('merged', ['seq', ...PLACE]),
    rejects: into('rejects', [...PLACE, 'cells', 'issues']),
    warnings: into('warnings', [...PLACE, 'issues']),
  };

  const blocks = new ClientBlockWriter(db);

  const write = (insert: () => void) => {
    translated(() => {
      insert();
      if (++rows % ROWS_PER_TRANSACTION === 0) db.exec('COMMIT; BEGIN IMMEDIATE');
    });
  };

  return {
    addClient({ file, record, line }: RecordPlace, json: string, columns = []) {
      seq++;
      const list = writeList(columns);
      write(() => {
        tables.clients.add(seq, file, record, line, list);
        blocks.add(json);
      });
    },
    addMerged({ file, record, line }: RecordPlace) {
      write(() => {
        tables.merged.add(seq, file, record, line);
      });
    },
    addReject({ file, record, line, cells, issues }: Reject) {
      write(() => {
        tables.rejects.add(file, record, line, JSON.stringify(cells), JSON.stringify(issues));
      });
    },
    addWarning({ file, record, line, issues }: Warning) {
      write(() => {
        tables.warnings.add(file, record, line, JSON.stringify(issues));
      });
    },
    drain: () => Promise.resolve(),
    seal(batch: Batch, options) {
      const standing = translated(() => {
        for (const table of [...Object.values(tables), blocks]) table.flush();
        db.prepare('INSERT INTO summary (json) VALUES (?)').run(JSON.stringify(batch));
        db.exec('COMMIT');
        makeDurable(db);
        renameSync(partial, final);
        syncFolder(dir.batches);
        return register(batch, options);
      });
      stands = standing.id === batch.id;
      return Promise.resolve(standing);
    },
    abandon() {
      db.close();
      if (!stands) for (const path of [partial, final]) if (existsSync(path)) rmSync(path);
      return Promise.resolve();
    },
  };
}

/**
 * A batch file to be written: only this user may read it, and only this connection, which locks it while it lives. When it
 * cannot be opened and begun, nothing of it is left.
 */
export function openPartialFile(
  path: string,
  begin: (db: Database.Database) => void = () => undefined,
): Database.Database {
  makePrivate(path);
  let db: Database.Database | undefined;
  try {
    db = new Database(path);
    db.pragma('page_size = 8192');
    db.pragma('journal_mode = MEMORY');
    db.pragma('synchronous = OFF');
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('cache_size = -4000');
    begin(db);
    return db;
  } catch (error) {
    db?.close();
    rmSync(path, { force: true });
    throw error;
  }
}

/** Makes what was written before durable, by one more small commit with a sync. */
export function makeDurable(db: Database.Database): void {
  db.pragma('synchronous = FULL');
  db.pragma('user_version = 2');
}

/** Writes lists of column numbers; most clients have their values from the same columns as the one before. */
function createListWriter(): (columns: readonly number[]) => string {
  let before: readonly number[] = [];
  let text = '';
  return (columns) => {
    if (columns.length !== before.length || columns.some((column, at) => column !== before[at])) {
      before = columns;
      text = columns.join();
    }
    return text;
  };
}

/** Runs work on the disk; a full one becomes `disk_full`, a failing one `data_dir_unusable`. */
function tellingDisk<T>(dir: DataDir, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const full = asDiskFull(
      cause,
      'The disk is full, so nothing was staged; earlier batches are untouched.',
      'Make room in DATA_DIR and give the same command again.',
    );
    throw asDiskTrouble(dir.root, full);
  }
}
