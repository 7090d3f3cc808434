import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import Database from 'better-sqlite3';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { FerryError } from '../errors.js';
import { syncFolder } from '../sync-folder.js';
import { createHashing } from './hashing.js';
import {
  BACKUP_VERSION,
  CONTROL,
  MANIFEST,
  manifest,
  type BackedUpFile,
  type Manifest,
} from './manifest.js';
import { readSnapshot } from './snapshot.js';

const MAX_MANIFEST_BYTES = 256 * 1024 * 1024;
const FOLDERS = ['batches', 'uploads'];

export interface RestoreOptions {
  /** How far this program brings a control database. */
  storeVersion: number;
}

/**
 * Puts everything from a backup into a data folder that is empty or missing. Every file is compared with its checksum, and the
 * database looked through, before any of it has its name there; the database gets its own last. Throws `backup_unusable` when the
 * file is no backup, of a newer version, or damaged, and when the folder is not empty; then the folder stays as it was.
 */
export async function restoreBackup(
  file: string,
  root: string,
  { storeVersion }: RestoreOptions,
): Promise<Manifest> {
  await refuseFilled(root);
  const zip = await openZip(file);
  try {
    const entries = await gatherEntries(zip, file);
    const told = await readManifest(zip, entries, file);
    refuseNewer(told, storeVersion, file);
    await mkdir(root, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(resolve(root), '.restoring-'));
    try {
      for (const name of FOLDERS) await mkdir(join(folder, name), { mode: 0o700 });
      for (const one of told.files) await unpack(zip, entries.get(one.name), one, { folder, file });
      checkDatabase(join(folder, CONTROL), told, file);
      await chmod(root, 0o700);
      for (const name of [...FOLDERS, CONTROL]) await rename(join(folder, name), join(root, name));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    syncFolder(root);
    return told;
  } finally {
    zip.close();
  }
}

const unusable = (file: string, why: string, hint: string, cause?: unknown): FerryError =>
  new FerryError('backup_unusable', `The backup ${file} ${why}.`, { hint, cause });

const damaged = (file: string, cause?: unknown): FerryError =>
  unusable(file, 'is damaged', 'Take another copy of it; nothing was restored.', cause);

async function refuseFilled(root: string): Promise<void> {
  const names = await readdir(root).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  if (names.length === 0) return;
  throw new FerryError('backup_unusable', `The data folder ${root} is not empty.`, {
    hint: 'Restore into an empty DATA_DIR; what is there is never replaced.',
  });
}

async function openZip(file: string): Promise<ZipFile> {
  try {
    return await yauzl.openPromise(file, { autoClose: false, lazyEntries: true });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new FerryError('file_not_found', `There is no file ${file}.`, { cause });
    throw unusable(file, 'is no backup, or is cut short', 'Check that it is whole.', cause);
  }
}

async function gatherEntries(zip: ZipFile, file: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) throw damaged(file);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    throw error instanceof FerryError ? error : damaged(file, error);
  }
  return entries;
}

async function readManifest(
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  file: string,
): Promise<Manifest> {
  const entry = entries.get(MANIFEST);
  const foreign = (cause?: unknown) =>
    unusable(file, 'is not one of clientferry', 'Check the name of the file.', cause);
  if (!entry || entry.uncompressedSize > MAX_MANIFEST_BYTES) throw foreign();
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    return manifest.parse(JSON.parse(Buffer.concat(chunks).toString()));
  } catch (cause) {
    throw foreign(cause);
  }
}

function refuseNewer(told: Manifest, storeVersion: number, file: string): void {
  if (told.version <= BACKUP_VERSION && told.storeVersion <= storeVersion) return;
  throw unusable(
    file,
    'was written by a newer version of clientferry',
    'Restore it with that version.',
  );
}

/** Writes one file into the folder that nobody looks at yet, and compares it with its checksum. */
async function unpack(
  zip: ZipFile,
  entry: Entry | undefined,
  { name, bytes, sha256 }: BackedUpFile,
  { folder, file }: { folder: string; file: string },
): Promise<void> {
  if (entry?.uncompressedSize !== bytes) throw damaged(file);
  const { stream: hashing, checksum } = createHashing();
  const target = createWriteStream(join(folder, name), { flags: 'wx', mode: 0o600, flush: true });
  try {
    await pipeline(await zip.openReadStreamPromise(entry), hashing, target);
  } catch (error) {
    const isDiskFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
    throw isDiskFull
      ? new FerryError('disk_full', 'The disk is full, so nothing was restored.', { cause: error })
      : damaged(file, error);
  }
  if (checksum() !== sha256) throw damaged(file);
}

/** It must be sound and ours, of the version that the backup names, and name no file that the backup has not. */
function checkDatabase(path: string, { storeVersion, files }: Manifest, file: string): void {
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true });
    try {
      if (db.pragma('quick_check', { simple: true }) !== 'ok') throw damaged(file);
      const snapshot = readSnapshot(path);
      const there = new Set(files.map(({ name }) => name));
      const isWhole = [...snapshot.names].every((name) => there.has(name));
      if (snapshot.storeVersion !== storeVersion || !isWhole) throw damaged(file);
    } finally {
      db.close();
    }
  } catch (error) {
    throw error instanceof FerryError ? error : damaged(file, error);
  }
}
