import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { FerryError, hasErrorCode } from '../errors.js';
import type { ByteSource } from './byte-source.js';
import { maxFileBytes } from './limits.js';

/** Big enough that a call per chunk costs nothing, small enough that the records of one chunk stay a small heap. */
const chunkBytes = 64 * 1024;

/**
 * The bytes of a regular file. Anything else is refused: reading a pipe or a device may never end, and cannot be read twice.
 * Links are followed; `name` is what people call it. Throws `file_not_found`, `file_unreadable`, `file_too_large`.
 */
export async function openFileBytes(
  path: string,
  name: string = basename(path),
): Promise<ByteSource> {
  const stats = await stat(path).catch((error: unknown) => {
    throw translateFileError(path, error, name);
  });
  if (!stats.isFile()) {
    const what = stats.isDirectory() ? 'a folder' : 'not a regular file';
    throw new FerryError('file_unreadable', `${name} is ${what}.`, {
      hint: 'Give the path of a CSV, XLSX, vCard or ZIP file.',
    });
  }
  if (stats.size > maxFileBytes) throw fileTooLarge(name);
  return { name, read: () => readFileBytes(path, name) };
}

async function* readFileBytes(path: string, name: string): AsyncGenerator<Buffer, void, undefined> {
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
      const buffer = chunk as Buffer;
      bytes += buffer.length;
      // The size told before reading was that of then.
      if (bytes > maxFileBytes) throw fileTooLarge(name);
      yield buffer;
    }
  } catch (error) {
    throw translateFileError(path, error, name);
  }
}

function fileTooLarge(name: string): FerryError {
  return new FerryError('file_too_large', `${name} is larger than 2 GiB.`, {
    hint: 'Split the list into several files.',
  });
}

/** Turns what the file system throws for a path into a refusal; passes everything else on untouched. */
export function translateFileError(
  path: string,
  error: unknown,
  name: string = basename(path),
): unknown {
  if (error instanceof FerryError || !hasErrorCode(error)) return error;
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
    // A path is told only to the one who gave it.
    const place = name === basename(path) ? `at ${path}` : `${name} any more`;
    return new FerryError('file_not_found', `There is no file ${place}.`, {
      hint: 'Check the path and the spelling of the name.',
      cause: error,
    });
  }
  return new FerryError('file_unreadable', `${name} cannot be read (${error.code}).`, {
    hint: 'Check that you may read the file and that its disk is in order.',
    cause: error,
  });
}
