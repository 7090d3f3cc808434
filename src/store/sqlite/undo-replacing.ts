import { readdirSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { syncFolder } from '../../sync-folder.js';
import type { BatchesTable } from './batches-table.js';
import { FORMER, type DataDir } from './data-dir.js';

/** Undoes, or ends, every replacing of a batch file that a crash broke off. */
export function undoAllReplacing(dir: DataDir, db: Database.Database, batches: BatchesTable): void {
  for (const name of readdirSync(dir.batches))
    if (name.endsWith(FORMER)) undoReplacing(dir, db, batches, name.slice(0, -FORMER.length));
}

/**
 * Puts a batch file back that was replaced without the database having been told, and removes the former file of one that was.
 * Waits for a replacing that is under way.
 */
export function undoReplacing(
  dir: DataDir,
  db: Database.Database,
  batches: BatchesTable,
  batchId: string,
): void {
  const [former, current] = [dir.formerFile(batchId), dir.batchFile(batchId)];
  db.transaction(() => {
    const batch = batches.find(batchId);
    if (batch && !isOf(current, JSON.stringify(batch))) {
      try {
        renameSync(former, current);
      } catch (error) {
        // Another process was quicker, or nothing had been replaced yet.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
    // Two names of one file are left as they are by a renaming.
    rmSync(former, { force: true });
    syncFolder(dir.batches);
  }).immediate();
}

/** Whether the file is that of a batch as the database knows it. */
function isOf(path: string, summary: string): boolean {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return db.prepare<[], string>('SELECT json FROM summary').pluck().get() === summary;
  } finally {
    db.close();
  }
}
