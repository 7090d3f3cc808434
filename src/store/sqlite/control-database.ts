import Database from 'better-sqlite3';
import { FerryError } from '../../errors.js';
import { copyBefore, removeOldCopies } from './copy-before-migration.js';
import { unusable, type DataDir } from './data-dir.js';
import { MIGRATIONS } from './migrations.js';

/** How long a write waits for that of another process. */
const BUSY_MS = 5_000;

/**
 * Opens `control.db`, bringing an older one up to date in one transaction after a copy (promises R35). WAL with
 * `synchronous = FULL`, so what was acknowledged survives a power loss (promises, section 3).
 * Throws `data_dir_unusable`, `store_too_new`.
 */
export function openControlDatabase(dir: DataDir): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Database(dir.control, { timeout: BUSY_MS });
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    // Drafts hold client data: what is removed is overwritten with zeros (promises S25).
    db.pragma('secure_delete = ON');
    migrate(db, dir);
    removeOldCopies(dir);
    return db;
  } catch (error) {
    db?.close();
    throw error instanceof FerryError ? error : unusable(dir.root, error);
  }
}

/**
 * Moves what the write-ahead log holds into the database and empties it, so that what was removed can be read in no file. A
 * reader that holds it up is not waited for; then closing does it. Tells whether it is empty.
 */
export function emptyLog(db: Database.Database): boolean {
  db.pragma('busy_timeout = 0');
  try {
    const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return result?.busy === 0;
  } finally {
    db.pragma(`busy_timeout = ${BUSY_MS}`);
  }
}

function migrate(db: Database.Database, dir: DataDir): void {
  const versionOf = () => db.pragma('user_version', { simple: true }) as number;
  if (versionOf() > MIGRATIONS.length) {
    throw new FerryError(
      'store_too_new',
      `The data folder ${dir.root} was written by a newer version of clientferry.`,
      {
        hint: 'Start the newer version, or use another DATA_DIR.',
      },
    );
  }
  if (versionOf() === MIGRATIONS.length) return;
  db.transaction(() => {
    // Read again under the lock: another process may have migrated meanwhile.
    const version = versionOf();
    if (version >= MIGRATIONS.length) return;
    if (version > 0) copyBefore(dir, version);
    for (const step of MIGRATIONS.slice(version).flat())
      if (typeof step === 'string') db.exec(step);
      else step(db);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
  }).immediate();
}
