import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { FerryError } from '../../src/errors.js';
import type { Batch } from '../../src/staging/batch.js';
import type { StagingDeps } from '../../src/staging/stage-files.js';
import type { RequestChanges } from '../../src/staging/stage-request.js';
import { checksum } from '../../src/store/checksum.js';
import { eachClient, openBatchFile } from '../../src/store/sqlite/batch-file-reader.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { stageHere } from '../helpers/stage.js';
import { makeTempDir, type Cleaner } from '../helpers/temp-dir.js';

const TABLES = {
  merged: 'SELECT seq, file, record, line FROM merged ORDER BY rowid',
  rejects: 'SELECT id, file, record, line, cells, issues FROM rejects ORDER BY id',
  warnings: 'SELECT id, file, record, line, issues FROM warnings ORDER BY id',
};

/**
 * One text for all that a staging gave: every row of its batch file, the account of it and its content key; for a refusal its
 * code.
 */
export async function digestStaged(
  t: Cleaner,
  paths: string[],
  changes: RequestChanges = {},
  deps: Partial<StagingDeps> = {},
): Promise<string> {
  const dataDir = makeTempDir(t);
  const store = openSqliteStore(dataDir);
  const hash = createHash('sha256');
  try {
    const { batch } = await stageHere(store, paths, changes, deps);
    hash.update(JSON.stringify(lasting(batch)));
    const path = join(dataDir, 'batches', `${batch.id}.db`);
    const db = new Database(path, { readonly: true });
    const file = openBatchFile(path, batch.id);
    for (const row of listClients(db, eachClient(file, batch.counts.clients)))
      hash.update(JSON.stringify(row));
    file.close();
    for (const select of Object.values(TABLES))
      for (const row of db.prepare(select).raw().iterate()) hash.update(JSON.stringify(row));
    db.close();
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    hash.update(error.code);
  } finally {
    await store.close();
  }
  return hash.digest('hex').slice(0, 32);
}

/** Where each client came from, and its text with its checksum. */
function* listClients(
  db: Database.Database,
  texts: Generator<string, undefined>,
): Generator<unknown[]> {
  const places = db
    .prepare<[], unknown[]>('SELECT seq, file, record, line, columns FROM clients ORDER BY seq')
    .raw();
  for (const [seq, file, record, line, columns] of places.iterate()) {
    const text = texts.next().value ?? '';
    yield [seq, file, record, line, text, checksum(text), columns];
  }
}

/** All of a batch but what is different every time. */
function lasting(batch: Batch): unknown {
  return { ...batch, id: '', createdAt: '' };
}
