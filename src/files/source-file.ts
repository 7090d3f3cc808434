import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { FerryError, hasErrorCode } from '../errors.js';

/** Big enough that a call per chunk costs nothing, small enough that the records of one chunk stay a small heap. */
const chunkBytes = 64 * 1024;

/** Yields the bytes of a file from its beginning, chunk by chunk. Throws `file_not_found`, `file_unreadable`. */
export async function* readBytes(path: string): AsyncGenerator<Buffer, void, undefined> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
      yield chunk as Buffer;
    }
  } catch (error) {
    throw translate(path, error);
  }
}

/**
 * Refuses anything but a regular file: reading a pipe or a device may never end, and cannot be read twice.
 * Links are followed. Throws `file_not_found`, `file_unreadable`.
 */
export async function requireRegularFile(path: string): Promise<void> {
  const stats = await stat(path).catch((error: unknown) => {
    throw translate(path, error);
  });
  if (stats.isFile()) return;
  const what = stats.isDirectory() ? 'a folder' : 'not a regular file';
  throw new FerryError('file_unreadable', `${basename(path)} is ${what}.`, {
    hint: 'Give the path of a CSV file.',
  });
}

/** Turns what the file system throws into a refusal; passes everything else on untouched. */
function translate(path: string, error: unknown): unknown {
  if (error instanceof FerryError || !hasErrorCode(error)) return error;
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
    return new FerryError('file_not_found', `There is no file at ${path}.`, {
      hint: 'Check the path and the spelling of the name.',
      cause: error,
    });
  }
  return new FerryError('file_unreadable', `${basename(path)} cannot be read (${error.code}).`, {
    hint: 'Check that you may read the file and that its disk is in order.',
    cause: error,
  });
}
