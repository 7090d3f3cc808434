import type { FerryError } from '../../errors.js';
import type { ArchiveEntry } from './list-entries.js';
import { archiveUnsafe } from './archive-unsafe.js';

const encryptedFlags = 0x1 | 0x40;
const stored = 0;
const deflated = 8;
// The upper half of the attributes is the mode of the file on Unix (stat.h).
const kindMask = 0o170000;
const regularFile = 0o100000;

/**
 * Why an entry must not be read: encrypted, a link or a device, packed by an unknown method. Undefined when it may. `name` is
 * how people know it.
 */
export function findEntryFault(name: string, { entry }: ArchiveEntry): FerryError | undefined {
  if ((entry.generalPurposeBitFlag & encryptedFlags) !== 0) {
    return archiveUnsafe(name, 'is encrypted', 'Zip it again without a password.');
  }
  const kind = (entry.externalFileAttributes >>> 16) & kindMask;
  if (kind !== 0 && kind !== regularFile) {
    return archiveUnsafe(name, 'is a link or a device, not a file', 'Zip the file itself.');
  }
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated) {
    const what = `is packed by method ${entry.compressionMethod}, which is not known here`;
    return archiveUnsafe(name, what, 'Zip it again as a plain ZIP (Deflate).');
  }
  return undefined;
}
