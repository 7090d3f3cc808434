import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { hasErrorCode } from '../../errors.js';
import type { DataDir } from './data-dir.js';

/** A staging creates its file a moment before it can lock it. */
const TOO_YOUNG_MS = 5_000;

/**
 * Removes what dead stagings left behind (promises R6): partial files, and sealed files that were never registered.
 * A living staging holds a lock on its file and is left alone. Returns the names removed.
 */
export function sweepLeftOvers(dir: DataDir, isRegistered: (id: string) => boolean): string[] {
  return readdirSync(dir.batches).filter((name) => {
    const path = join(dir.batches, name);
    if (!dir.isPartial(name) && isRegistered(name.replace(/\.db.*$/, ''))) return false;
    if (!isLeftOver(path)) return false;
    rmSync(path, { force: true });
    return true;
  });
}

function isLeftOver(path: string): boolean {
  let db: Database.Database | undefined;
  try {
    if (Date.now() - statSync(path).mtimeMs < TOO_YOUNG_MS) return false;
    db = new Database(path, { timeout: 0, fileMustExist: true });
    db.exec('BEGIN IMMEDIATE; ROLLBACK');
    return true;
  } catch (error) {
    // Locked: alive. Gone meanwhile: nothing to do. Anything else (cut short, damaged) is left over.
    return !(hasErrorCode(error) && /^(SQLITE_BUSY|ENOENT|SQLITE_CANTOPEN)/.test(error.code));
  } finally {
    db?.close();
  }
}
