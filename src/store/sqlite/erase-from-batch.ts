import { linkSync, renameSync, rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { FerryError } from '../../errors.js';
import { batchHandedOver } from '../../retention/batch-in-use.js';
import type { Erasure } from '../../retention/erasure.js';
import { syncFolder } from '../../sync-folder.js';
import type { BatchesTable } from './batches-table.js';
import type { DataDir } from './data-dir.js';
import { refuseInUse } from './refuse-in-use.js';
import { RetentionTable } from './retention-table.js';
import { rewriteBatchFile } from './rewrite-batch-file.js';
import { undoReplacing } from './undo-replacing.js';
import type { SessionsTable } from './sessions-table.js';

export interface EraseDeps {
  dir: DataDir;
  db: Database.Database;
  batches: BatchesTable;
  sessions: SessionsTable;
}

/**
 * Erases clients and rejects from a batch: its file is written anew beside the old one, and takes its place in the same
 * transaction in which the database is told. Until that is committed the old file stays under another name, so that a crash in
 * between can be undone (`undoReplacing`). Throws `batch_not_found`, `batch_in_use`,
 * `batch_damaged`, `disk_full`.
 */
export function eraseFromBatch(deps: EraseDeps, batchId: string, erasure: Erasure): void {
  const { dir, db, batches, sessions } = deps;
  const before = batches.find(batchId);
  if (!before) throw new FerryError('batch_not_found', `There is no batch ${batchId}.`);
  const table = new RetentionTable(db);
  const after = rewriteBatchFile(dir, before, erasure);
  try {
    db.transaction(() => {
      refuseInUse({ sessions, retention: table }, batchId);
      if (!table.replaceBatch(before, after)) throw batchHandedOver(batchId);
      table.eraseFromReports(batchId, erasure);
      table.eraseFromJobs(batchId, erasure);
      replaceFile(dir, batchId);
    }).immediate();
  } catch (error) {
    undoReplacing(dir, db, batches, batchId);
    throw error;
  } finally {
    rmSync(dir.partialFile(batchId), { force: true });
  }
  forgetFormer(dir, batchId);
}

function replaceFile(dir: DataDir, batchId: string): void {
  rmSync(dir.formerFile(batchId), { force: true });
  linkSync(dir.batchFile(batchId), dir.formerFile(batchId));
  renameSync(dir.partialFile(batchId), dir.batchFile(batchId));
  syncFolder(dir.batches);
}

function forgetFormer(dir: DataDir, batchId: string): void {
  rmSync(dir.formerFile(batchId), { force: true });
  syncFolder(dir.batches);
}
