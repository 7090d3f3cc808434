import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { hasErrorCode } from '../../errors.js';
import { LOCK, type DataDir } from './data-dir.js';

/** A staging or upload creates its file a moment before it can lock it. */
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

/**
 * Removes what uploads that died on the way left behind: a partial file and the lock beside it. The lock of a living upload is
 * held, in whichever process it runs. Whole files are not looked at: only drafts tell which of them are needed.
 */
export function sweepUploads(dir: DataDir): void {
  for (const name of readdirSync(dir.uploads)) {
    if (!name.endsWith(LOCK) || !isLeftOver(join(dir.uploads, name))) continue;
    const id = name.slice(0, -LOCK.length);
    rmSync(dir.partialUpload(id), { force: true });
    rmSync(dir.uploadLock(id), { force: true });
  }
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
