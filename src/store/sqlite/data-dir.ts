import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FerryError, hasErrorCode } from '../../errors.js';
import { closeToOthers, makePrivate } from './private-files.js';

/** Ends the name of a file that is being written. */
const PARTIAL = '.partial';
/** Ends the name of a batch file that is being replaced. */
export const FORMER = '.db.former';
/** Ends the name of the lock beside an upload that is being written. */
export const LOCK = '.lock';

const CONTROL = 'control.db';

/** The names inside a data folder. */
export interface DataDir {
  root: string;
  control: string;
  batches: string;
  batchFile(id: string): string;
  partialFile(id: string): string;
  /** The batch file as it was, while it is being replaced. */
  formerFile(id: string): string;
  isPartial(name: string): boolean;
  uploads: string;
  uploadFile(id: string): string;
  partialUpload(id: string): string;
  /** Locked by whoever writes the partial file beside it, and there as long as that one is. */
  uploadLock(id: string): string;
}

/**
 * Creates the data folder when it is missing and tries a write. Only this user may read it; what others may read is mended
 * (promises S24). Throws `data_dir_unusable`, naming path and cause, and `disk_full`.
 */
export function openDataDir(path: string): DataDir {
  const root = resolve(path);
  const batches = join(root, 'batches');
  const uploads = join(root, 'uploads');
  try {
    for (const folder of [batches, uploads]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    closeToOthers(root, [batches, uploads]);
    makePrivate(join(root, CONTROL));
    // Several processes and threads may try at once.
    const probe = join(root, `.write-test-${randomUUID()}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw unusable(root, error);
  }
  return {
    root,
    control: join(root, CONTROL),
    batches,
    batchFile: (id) => join(batches, `${id}.db`),
    partialFile: (id) => join(batches, `${id}.db${PARTIAL}`),
    formerFile: (id) => join(batches, `${id}${FORMER}`),
    isPartial: (name) => name.endsWith(PARTIAL),
    uploads,
    uploadFile: (id) => join(uploads, id),
    partialUpload: (id) => join(uploads, `${id}${PARTIAL}`),
    uploadLock: (id) => join(uploads, `${id}${LOCK}`),
  };
}

const FULL = 'the disk is full';

const CAUSES: Record<string, string> = {
  EROFS: 'it is on a read-only file system',
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
  ENOENT: 'it does not exist and cannot be created',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file',
  ENOSPC: FULL,
  EDQUOT: FULL,
  EIO: 'reading or writing failed',
  SQLITE_FULL: FULL,
  // What the system refuses here is room for the index of the log.
  SQLITE_IOERR_SHMSIZE: FULL,
  SQLITE_IOERR: 'reading or writing failed; perhaps the disk is full',
  SQLITE_READONLY: 'the database is read-only',
  SQLITE_READONLY_DIRECTORY: 'the folder is read-only',
  SQLITE_CANTOPEN: 'the database cannot be opened',
  SQLITE_NOTADB: 'control.db is not a database',
  SQLITE_CORRUPT: 'the database is damaged',
};

/** One sentence for a data folder that cannot be used, from the system's or SQLite's error. */
export function unusable(path: string, error: unknown): FerryError {
  const code = hasErrorCode(error) ? error.code : '';
  const cause = causeOf(code) ?? (error instanceof Error ? error.message : 'unknown cause');
  const isFull = cause === FULL;
  return new FerryError(
    isFull ? 'disk_full' : 'data_dir_unusable',
    `The data folder ${path} cannot be used: ${cause}.`,
    {
      hint: isFull ? 'Make room on its disk and try again.' : hintFor(code),
      cause: error,
    },
  );
}

const hintFor = (code: string): string =>
  /^(EIO|SQLITE_(IOERR|CORRUPT|NOTADB))/.test(code)
    ? 'Look at its disk, which may be full or failing; what is damaged comes back from a backup.'
    : 'Give DATA_DIR a folder that this user may write to.';

/** SQLite's codes grow longer the more they say. */
const causeOf = (code: string): string | undefined =>
  CAUSES[code] ?? CAUSES[code.replace(/^(SQLITE_[A-Z]+)_.*/, '$1')];
