import { createWriteStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import yazl from 'yazl';
import { createHashing } from './hashing.js';
import type { BackedUpFile } from './manifest.js';

const PRIVATE = 0o100600;

/** A ZIP file on its way; memory is flat, whatever is added. */
export interface ArchiveWriter {
  /** Adds a file as it is now, and gives its checksum; undefined when there is none of that path. */
  addFile(path: string, name: string): Promise<AddedFile | undefined>;
  addText(text: string, name: string): void;
  /** Ends the archive; resolves once it is on the disk. */
  end(): Promise<void>;
  /** Gives up; the file stays as it is. */
  abandon(): void;
}

export interface AddedFile extends BackedUpFile {
  /** Which file it was. */
  inode: number;
}

/** Writes into a file of ours. Entries are stored as they are: lists are read back at the speed of the disk. */
export function createArchiveWriter(path: string): ArchiveWriter {
  const zip = new yazl.ZipFile();
  const file = createWriteStream(path, { flags: 'r+', flush: true });
  const written = finished(zip.outputStream.pipe(file));
  zip.on('error', (error: Error) => file.destroy(error));
  // Told by whoever waits next.
  written.catch(() => undefined);
  return {
    async addFile(source, name) {
      const handle = await openIfThere(source);
      if (handle === undefined) return undefined;
      const { size, ino, mtime } = await handle.stat();
      const bytes = handle.createReadStream({ end: Math.max(0, size - 1) });
      const { stream: hashed, checksum } = createHashing();
      bytes.on('error', (error) => hashed.destroy(error)).pipe(hashed);
      const read = finished(hashed);
      zip.addReadStream(hashed, name, { compress: false, mode: PRIVATE, mtime, size });
      await Promise.race([read, written]);
      return { name, bytes: size, sha256: checksum(), inode: ino };
    },
    addText(text, name) {
      zip.addBuffer(Buffer.from(text), name, { compress: false, mode: PRIVATE });
    },
    async end() {
      zip.end();
      await written;
    },
    abandon() {
      file.destroy();
    },
  };
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
