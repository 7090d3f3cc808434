import type { Entry, ZipFile } from 'yauzl';
import { FerryError } from '../../errors.js';
import { maxInflatedBytes } from '../limits.js';
import type { Archive } from './archive.js';
import { archiveUnsafe, translateArchiveError } from './archive-unsafe.js';
import { readEntryName } from './entry-name.js';

/** A file in an archive. */
export interface ArchiveEntry {
  /** Full name inside the archive, fit for people; no two are the same. */
  readonly name: string;
  readonly entry: Entry;
}

const centralHeaderMark = 0x02014b50;

/**
 * Lists the files of an archive in its order, folders left out, after making sure that the archive as a whole can be trusted.
 * Throws `archive_unsafe` (more than `maxEntries`, unsafe or repeated names, overlapping or hidden entries, damage),
 * `file_too_large` (claims more than 4 GiB), `file_not_found`, `file_unreadable`.
 */
export async function listEntries(archive: Archive, maxEntries: number): Promise<ArchiveEntry[]> {
  try {
    const zip = await archive.open();
    try {
      const all = await gatherEntries(archive, zip, maxEntries);
      await refuseHiddenEntries(archive, zip);
      await refuseOverlaps(archive, zip, all);
      const files = all.filter(({ name }) => !name.endsWith('/'));
      refuseRepeated(archive, files);
      refuseTooLarge(archive, files);
      return files;
    } finally {
      zip.close();
    }
  } catch (error) {
    throw translateArchiveError(archive.name, archive.path, error);
  }
}

async function gatherEntries(
  archive: Archive,
  zip: ZipFile,
  maxEntries: number,
): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  for await (const entry of zip.eachEntry()) {
    if (entries.length >= maxEntries) {
      const hint = 'Zip only the lists.';
      throw archiveUnsafe(archive.name, `holds more than ${maxEntries} files`, hint);
    }
    const name = readEntryName(entry);
    if (name === undefined) {
      const what = `holds a file, number ${entries.length + 1}, whose name points outside of the archive`;
      throw archiveUnsafe(archive.name, what, 'Zip the lists again, or give them one by one.');
    }
    entries.push({ name, entry });
  }
  return entries;
}

/** The count of entries has 16 bits: writers that ignore that leave the rest where nobody looks. */
async function refuseHiddenEntries(archive: Archive, zip: ZipFile): Promise<void> {
  // Typed as a boolean by mistake: it is the position behind the last entry that was read.
  const next = await archive.readAt(Number(zip.readEntryCursor), 4);
  if (next.length < 4 || next.readUInt32LE(0) !== centralHeaderMark) return;
  const what = 'holds more files than it says';
  throw archiveUnsafe(archive.name, what, 'Zip the lists again, or give them one by one.');
}

/** Entries that share bytes make a small archive inflate to any size. */
async function refuseOverlaps(
  archive: Archive,
  zip: ZipFile,
  entries: readonly ArchiveEntry[],
): Promise<void> {
  const spans: { start: number; end: number }[] = [];
  for (const { entry } of entries) {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const start = entry.relativeOffsetOfLocalHeader;
    spans.push({ start, end: fileDataStart + entry.compressedSize });
  }
  spans.sort((a, b) => a.start - b.start);
  let end = 0;
  for (const span of spans) {
    if (span.start < end) {
      const hint = 'Zip the lists again, or give them one by one.';
      throw archiveUnsafe(archive.name, 'holds files that overlap', hint);
    }
    end = span.end;
  }
}

function refuseRepeated(archive: Archive, files: readonly ArchiveEntry[]): void {
  const seen = new Set<string>();
  for (const { name } of files) {
    if (seen.has(name)) {
      const hint = 'Zip the lists again under names of their own.';
      throw archiveUnsafe(archive.name, `holds two files named ${name}`, hint);
    }
    seen.add(name);
  }
}

function refuseTooLarge(archive: Archive, files: readonly ArchiveEntry[]): void {
  const bytes = files.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0);
  if (bytes <= maxInflatedBytes) return;
  throw new FerryError('file_too_large', `${archive.name} holds more than 4 GiB.`, {
    hint: 'Split it into several archives.',
  });
}
