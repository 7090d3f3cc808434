import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { syncFolder } from '../../sync-folder.js';
import type { DataDir } from './data-dir.js';

const ENDING = '.before-';
/** Ends the name of a copy that is being written. */
const PARTIAL = '.partial';

/** Time enough to notice that an upgrade went wrong. The copy holds client data, so it does not stay longer. */
const KEPT_MS = 7 * 24 * 60 * 60_000;

/**
 * Copies `control.db` as it is to `control.db.before-<version>` (promises R35), which only this user may read. Call it while
 * nobody else can write. To go back to the version before: stop everything, and put the copy in the place of `control.db`.
 * Whatever is removed from the database within the days that the copy is kept is still in the copy, until `removeCopies`.
 */
export function copyBefore(dir: DataDir, version: number): void {
  const copy = `${dir.control}${ENDING}${version}`;
  const partial = `${copy}${PARTIAL}`;
  rmSync(partial, { force: true });
  closeSync(openSync(partial, 'wx', 0o600));
  const db = new Database(dir.control, { readonly: true });
  try {
    db.prepare('VACUUM INTO ?').run(partial);
  } finally {
    db.close();
  }
  syncFile(partial);
  renameSync(partial, copy);
  syncFolder(dir.root);
}

/** Removes the copies whose time is over. */
export function removeOldCopies(dir: DataDir): void {
  const beforeMs = Date.now() - KEPT_MS;
  for (const path of listCopies(dir)) {
    const copy = statSync(path, { throwIfNoEntry: false });
    if (copy !== undefined && copy.mtimeMs < beforeMs) rmSync(path, { force: true });
  }
}

/** Removes every copy, so that what was removed from the database is in none of them. */
export function removeCopies(dir: DataDir): void {
  for (const path of listCopies(dir)) rmSync(path, { force: true });
}

const listCopies = (dir: DataDir): string[] =>
  readdirSync(dir.root)
    .filter((name) => name.startsWith(`${basename(dir.control)}${ENDING}`))
    .map((name) => join(dir.root, name));

function syncFile(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
