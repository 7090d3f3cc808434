import { FerryError } from '../../errors.js';
import type { ReadOptions, RecordSource } from '../../staging/record-source.js';
import type { ByteSource } from '../byte-source.js';
import type { Archive } from './archive.js';
import { chooseEntries } from './choose-entries.js';
import type { ArchiveEntry } from './list-entries.js';
import { entryBytes } from './read-entry.js';

/** Opens one file of an archive. */
export type OpenEntry = (source: ByteSource) => Promise<RecordSource>;

/**
 * Opens the lists of a ZIP archive in its order by `openEntry`; a file that is none refuses the whole archive, so that
 * nothing is left out unnoticed. Throws `archive_unsafe`, `usage`, `file_empty`, and what `openEntry` throws, with a hint at
 * `--skip`.
 */
export async function openZip(
  archive: Archive,
  entries: readonly ArchiveEntry[],
  options: ReadOptions,
  openEntry: OpenEntry,
): Promise<RecordSource[]> {
  const sources: RecordSource[] = [];
  for (const entry of chooseEntries(archive.name, entries, options)) {
    try {
      sources.push(await openEntry(entryBytes(archive, entry)));
    } catch (error) {
      throw error instanceof FerryError ? withSkipHint(error, entry) : error;
    }
  }
  return sources;
}

function withSkipHint(error: FerryError, { name }: ArchiveEntry): FerryError {
  const skip = `To leave it out, use --skip "${name}".`;
  const hint = error.hint === undefined ? skip : `${error.hint} ${skip}`;
  return new FerryError(error.code, error.message, { hint, cause: error.cause });
}
