import { crc32 } from 'node:zlib';
import type { ByteSource } from '../byte-source.js';
import { inflationRatioFreeBytes, maxInflationRatio } from '../limits.js';
import type { Archive } from './archive.js';
import { archiveUnsafe, translateArchiveError } from './archive-unsafe.js';
import { findEntryFault } from './check-entry.js';
import type { ArchiveEntry } from './list-entries.js';

/** What one entry of an archive inflates to, anew on every pass. Nothing is written anywhere. */
export function entryBytes(archive: Archive, file: ArchiveEntry): ByteSource {
  const name = `${archive.name}/${file.name}`;
  return { name, read: () => readEntry(archive, file, name) };
}

/**
 * Inflates an entry and counts what comes out; at its end compares length and CRC-32 with what the archive says.
 * Throws `archive_unsafe` (encrypted, a link, damaged, more than it claims, more than 200 times its packed size),
 * `file_not_found`, `file_unreadable`.
 */
async function* readEntry(
  archive: Archive,
  file: ArchiveEntry,
  name: string,
): AsyncGenerator<Buffer, void, undefined> {
  const fault = findEntryFault(name, file);
  if (fault !== undefined) throw fault;
  const { entry } = file;
  let bytes = 0;
  let checksum = 0;
  try {
    const zip = await archive.open();
    try {
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        const buffer = chunk as Buffer;
        bytes += buffer.length;
        refuseBomb(name, bytes, entry.compressedSize);
        checksum = crc32(buffer, checksum);
        yield buffer;
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    throw translateArchiveError(name, archive.path, error);
  }
  // That the length is right too was seen to while inflating.
  if (checksum !== entry.crc32) {
    throw archiveUnsafe(
      name,
      'is damaged: its checksum is wrong',
      'Download, copy or zip it again.',
    );
  }
}

function refuseBomb(name: string, bytes: number, packedBytes: number): void {
  if (bytes <= inflationRatioFreeBytes || bytes <= packedBytes * maxInflationRatio) return;
  throw archiveUnsafe(
    name,
    `inflates to more than ${maxInflationRatio} times its size`,
    'No list does that; if this one really does, unpack it and give it by itself.',
  );
}
