import { setTimeout as wait } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { emptyLog } from './control-database.js';
import { removeCopies } from './copy-before-migration.js';
import type { DataDir } from './data-dir.js';

const ATTEMPTS = 40;
const PAUSE_MS = 50;

/**
 * What is removed from the database is overwritten at once, but the log holds earlier pages until it is emptied, and a copy made
 * before an upgrade holds them all. A short reader of another process is waited for; behind a long one the log is emptied later.
 */
export async function leaveNoTrace(dir: DataDir, db: Database.Database): Promise<void> {
  removeCopies(dir);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (emptyLog(db)) return;
    await wait(PAUSE_MS);
  }
}
