import { statSync } from 'node:fs';
import { openBatchFile, type BatchFileReader } from './batch-file-reader.js';
import type { DataDir } from './data-dir.js';

/** Batch files kept open for serving; the least recently used is closed beyond this. */
const MAX_OPEN_BATCHES = 64;

/** The batch files that are being served from. */
export class OpenBatches {
  readonly #dir: DataDir;
  readonly #readers = new Map<string, { file: BatchFileReader; inode: number }>();

  constructor(dir: DataDir) {
    this.#dir = dir;
  }

  /** Throws `batch_damaged`. A reader that failed is not used again: the file may have been restored since. */
  read<T>(batchId: string, read: (reader: BatchFileReader) => T): T {
    const reader = this.#readerOf(batchId);
    this.#readers.delete(batchId);
    this.#readers.set(batchId, reader);
    const oldest = this.#readers.keys().next().value;
    if (this.#readers.size > MAX_OPEN_BATCHES && oldest !== undefined) this.close(oldest);
    try {
      return read(reader.file);
    } catch (error) {
      this.close(batchId);
      throw error;
    }
  }

  /** An erasure, perhaps by another process, puts another file in the place of the one that is open. */
  #readerOf(batchId: string): { file: BatchFileReader; inode: number } {
    const path = this.#dir.batchFile(batchId);
    const open = this.#readers.get(batchId);
    const inode = statSync(path, { throwIfNoEntry: false })?.ino ?? 0;
    if (open?.inode === inode) return open;
    this.close(batchId);
    return { file: openBatchFile(path, batchId), inode };
  }

  close(batchId: string): void {
    this.#readers.get(batchId)?.file.close();
    this.#readers.delete(batchId);
  }

  closeAll(): void {
    for (const id of [...this.#readers.keys()]) this.close(id);
  }
}
