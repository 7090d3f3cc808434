import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FerryError } from '../errors.js';

/**
 * Writes text into a file, piece by piece. Such files hold client data, so a new one is for this user alone. Throws `file_unreadable` when that cannot be, and what the
 * text throws.
 */
export async function writeFileOf(text: AsyncIterable<string>, path: string): Promise<void> {
  try {
    await pipeline(Readable.from(text), createWriteStream(path, { mode: 0o600 }));
  } catch (cause) {
    if (cause instanceof FerryError) throw cause;
    throw new FerryError('file_unreadable', `The file ${path} cannot be written.`, {
      hint: 'Choose another place with -o.',
      cause,
    });
  }
}
