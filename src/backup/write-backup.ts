import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FerryError, hasErrorCode } from '../errors.js';
import { asDiskFull } from '../store/disk-full.js';
import { syncFolder } from '../sync-folder.js';
import { createArchiveWriter, type AddedFile, type ArchiveWriter } from './archive-writer.js';
import { BACKUP_VERSION, CONTROL, MANIFEST, type Manifest } from './manifest.js';
import { isInStep, takeSnapshot, type Snapshot } from './snapshot.js';

/** Files come and go while they are copied; those that have come are copied after, so each round is shorter. */
const ROUNDS = 20;
/** A file that was copied already was replaced meanwhile, which only erasing does: then all begins anew. */
const ATTEMPTS = 3;

export interface BackupAccount {
  createdAt: string;
  batches: number;
  uploads: number;
  /** Of the archive. */
  bytes: number;
}

/**
 * Writes everything in a data folder into one ZIP file, while the app serves and stages (promises R41): the control database as
 * it is at one moment, and every batch file and upload that it names. The file appears whole or not at all, and only this user
 * may read it. Throws `usage` when there is a file already, `backup_unusable` when the folder does not stand still for a moment or
 * a disk fails, `disk_full`, `file_unreadable`, `data_dir_unusable`.
 */
export async function writeBackup(
  root: string,
  file: string,
  { now }: { now: () => Date },
): Promise<BackupAccount> {
  const target = resolve(file);
  if (existsSync(target)) throw taken(target);
  if (!existsSync(join(root, CONTROL)))
    throw new FerryError('data_dir_unusable', `The data folder ${root} holds nothing yet.`);
  try {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const account = await tryBackup(root, target, now().toISOString());
      if (account) return account;
    }
  } catch (cause) {
    throw explain(file, cause);
  }
  throw new FerryError('backup_unusable', 'The data folder changed too quickly to be copied.', {
    hint: 'Give the same command again in a minute.',
  });
}

async function tryBackup(
  root: string,
  target: string,
  createdAt: string,
): Promise<BackupAccount | undefined> {
  // Another backup may be on its way to the same place, and what is there is not ours to remove.
  const ours = `${target}.${randomUUID()}`;
  const [partial, control] = [`${ours}.partial`, `${ours}.control.partial`];
  const archive = createArchiveWriter(makeEmpty(partial));
  try {
    const whole = await copyAll(root, archive, control);
    if (!whole) return undefined;
    const { snapshot, files } = whole;
    archive.addText(JSON.stringify(manifestOf(snapshot, files, createdAt)), MANIFEST);
    await archive.end();
    const bytes = statSync(partial).size;
    putInPlace(partial, target);
    makeDurable(target);
    const countOf = (folder: string) => files.filter(({ name }) => name.startsWith(folder)).length;
    return { createdAt, batches: countOf('batches/'), uploads: countOf('uploads/'), bytes };
  } finally {
    archive.abandon();
    // SQLite leaves the journal of a copy whose disk failed.
    for (const path of [partial, control, `${control}-journal`]) rmSync(path, { force: true });
  }
}

/** What to throw instead of an error: a sentence for a disk that is full or fails, else the error itself. */
function explain(file: string, cause: unknown): unknown {
  const full = `There is no room for the backup ${file}.`;
  const error = asDiskFull(cause, full, 'Make room there, or choose another place.');
  if (!hasErrorCode(error) || !/^(EIO|SQLITE_IOERR\w*)$/.test(error.code)) return error;
  const message = `The backup ${file} was not made: the disk could not be read or written.`;
  return new FerryError('backup_unusable', message, {
    hint: 'Look at the disks of DATA_DIR and of the backup; one may be full or failing.',
    cause,
  });
}

const taken = (path: string, cause?: unknown): FerryError =>
  new FerryError('usage', `There is a file ${path} already.`, {
    hint: 'Choose another name; a backup never takes the place of another.',
    cause,
  });

/** Gives the archive its name, unless somebody has taken that meanwhile. Throws `usage`. */
function putInPlace(partial: string, target: string): void {
  try {
    linkSync(partial, target);
  } catch (cause) {
    const code = hasErrorCode(cause) ? cause.code : '';
    if (code === 'EEXIST') throw taken(target, cause);
    if (!/^(EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS)$/.test(code)) throw cause;
    // Sticks and some network folders know no links: there an empty file keeps the name free for the archive.
    closeSync(openSync(target, 'wx', 0o600));
    renameSync(partial, target);
  }
}

/** What is told as not made is not left to be taken for a backup. */
function makeDurable(target: string): void {
  try {
    syncFolder(dirname(target));
  } catch (cause) {
    rmSync(target, { force: true });
    throw cause;
  }
}

/** Copies in rounds until one finds every file that its snapshot names; undefined when a copied file was replaced. */
async function copyAll(
  root: string,
  archive: ArchiveWriter,
  control: string,
): Promise<{ snapshot: Snapshot; files: AddedFile[] } | undefined> {
  const copied = new Map<string, AddedFile>();
  for (let round = 1; round <= ROUNDS; round++) {
    const snapshot = takeSnapshot(root, makeEmpty(control));
    if (!(await copyMissing(root, archive, snapshot.names, copied))) continue;
    const files = [...copied.values()].filter(({ name }) => snapshot.names.has(name));
    const isSound =
      files.every((one) => isStill(root, one)) && isInStep(root, control, snapshot.names);
    const added = isSound ? await archive.addFile(control, CONTROL) : undefined;
    return added && { snapshot, files: [...files, added] };
  }
  return undefined;
}

/** Tells whether all were there; a batch or draft may be removed between the snapshot and the copying. */
async function copyMissing(
  root: string,
  archive: ArchiveWriter,
  names: ReadonlySet<string>,
  copied: Map<string, AddedFile>,
): Promise<boolean> {
  for (const name of names) {
    if (copied.has(name)) continue;
    const added = await archive.addFile(join(root, name), name);
    if (!added) return false;
    copied.set(name, added);
  }
  return true;
}

/** What was removed since it was copied is as good as what is there still. */
function isStill(root: string, { name, inode }: AddedFile): boolean {
  const found = statSync(join(root, name), { throwIfNoEntry: false });
  return found === undefined || found.ino === inode;
}

/** Files of rounds before may be in the archive without being named here; restoring leaves them out. */
function manifestOf(
  { storeVersion }: Snapshot,
  files: readonly AddedFile[],
  createdAt: string,
): Manifest {
  return {
    ...{ what: 'clientferry backup', version: BACKUP_VERSION, createdAt, storeVersion },
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
  };
}

/** An empty file that only this user may read. */
function makeEmpty(path: string): string {
  rmSync(path, { force: true });
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (cause) {
    throw new FerryError('file_unreadable', `The file ${path} cannot be written.`, {
      hint: 'Choose another place for the backup.',
      cause,
    });
  }
  return path;
}
