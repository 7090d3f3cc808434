import { createHash } from 'node:crypto';
import { FerryError } from '../errors.js';
import type { ByteSource } from './byte-source.js';
import type { ByteScan } from './scan-bytes.js';

/**
 * Yields the text bytes of a later pass and compares all bytes with those of the first, `scan`. `onBytes` is told how many
 * bytes were read so far. Throws `file_changed`, `file_unreadable`.
 */
export async function* readAgain(
  source: ByteSource,
  scan: ByteScan,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of source.read()) {
      hash.update(chunk);
      const start = bytes;
      bytes += chunk.length;
      // A file that grows for ever would otherwise be read for ever.
      if (bytes > scan.bytes) break;
      onBytes(bytes);
      if (start < scan.textBytes) yield chunk.subarray(0, scan.textBytes - start);
    }
  } catch (error) {
    throw wasThereBefore(error) ? fileChanged(source.name) : error;
  }
  if (bytes !== scan.bytes || hash.digest('hex') !== scan.sha256) throw fileChanged(source.name);
}

/** What is refused at a later pass was good at the first one. */
function wasThereBefore(error: unknown): boolean {
  if (!(error instanceof FerryError)) return false;
  return error.code === 'file_not_found' || error.code === 'archive_unsafe';
}

/** The refusal of a file whose bytes are not those of the first read. */
export function fileChanged(name: string): FerryError {
  return new FerryError('file_changed', `${name} was changed while it was being read.`, {
    hint: 'Wait until the file is written completely, then start again.',
  });
}
