import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import Database from 'better-sqlite3';
import type { LocalUpload } from '../../drafts/draft-store.js';
import { syncFolder } from '../../sync-folder.js';
import { chunksOf } from '../byte-chunks.js';
import { uploadFailure, uploadMissing } from '../draft-failures.js';
import type { DataDir } from './data-dir.js';

/** No id leads out of the folder, and none is the name of a partial file or a lock. */
const NAMEABLE = /^[\w-]{1,100}$/;

/** The uploads in a data folder, a file each. */
export class UploadFiles {
  readonly #dir: DataDir;

  constructor(dir: DataDir) {
    this.#dir = dir;
  }

  /** Keeps the bytes whole or not at all, under a new id; gives their number. Throws `disk_full`, and what the stream throws. */
  async write(id: string, bytes: Readable): Promise<number> {
    if (!NAMEABLE.test(id) || existsSync(this.#dir.uploadFile(id)))
      throw new RangeError(`"${id}" cannot be the id of a new upload.`);
    const chunks = chunksOf(bytes);
    try {
      return await holdingLock(this.#dir.uploadLock(id), () => this.#writeWhole(id, chunks));
    } catch (error) {
      throw uploadFailure(error);
    }
  }

  async #writeWhole(id: string, chunks: AsyncIterable<Buffer>): Promise<number> {
    const [partial, final] = [this.#dir.partialUpload(id), this.#dir.uploadFile(id)];
    try {
      const size = await writeSynced(partial, chunks);
      renameSync(partial, final);
      syncFolder(this.#dir.uploads);
      return size;
    } catch (error) {
      for (const path of [partial, final]) rmSync(path, { force: true });
      throw error;
    }
  }

  /** Throws `file_not_found`. */
  open(id: string): LocalUpload {
    const path = this.#dir.uploadFile(id);
    if (!NAMEABLE.test(id) || !existsSync(path)) throw uploadMissing(id);
    return { path, release: () => Promise.resolve() };
  }

  delete(id: string): void {
    if (!NAMEABLE.test(id)) return;
    rmSync(this.#dir.uploadFile(id), { force: true });
    syncFolder(this.#dir.uploads);
  }

  /** Ids of those written before a time (UTC, ISO 8601). */
  list(writtenBefore: string): string[] {
    const beforeMs = Date.parse(writtenBefore);
    return readdirSync(this.#dir.uploads).filter((name) => {
      const written = statSync(join(this.#dir.uploads, name), { throwIfNoEntry: false });
      return NAMEABLE.test(name) && written !== undefined && written.mtimeMs < beforeMs;
    });
  }
}

/** Writes a file that only this user may read, and returns its size once it is on the disk. */
async function writeSynced(path: string, chunks: AsyncIterable<Buffer>): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  try {
    let size = 0;
    for await (const chunk of chunks) {
      await file.appendFile(chunk);
      size += chunk.length;
    }
    await file.sync();
    return size;
  } finally {
    await file.close();
  }
}

/**
 * Works while a file of its own is locked, by which the sweeper tells a living upload from a dead one: the system lifts the
 * lock of a process that dies. SQLite is asked because Node has no locks.
 */
async function holdingLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  closeSync(openSync(path, 'wx', 0o600));
  const db = new Database(path);
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
    return await work();
  } finally {
    // Removed while it is held, so that nobody finds it free.
    rmSync(path, { force: true });
    db.close();
  }
}
