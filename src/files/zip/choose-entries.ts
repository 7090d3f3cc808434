import { FerryError } from '../../errors.js';
import { baseNameOf, findNamedEntries } from '../../staging/named-entries.js';
import type { ReadOptions } from '../../staging/record-source.js';
import { maxArchiveEntries } from '../limits.js';
import { archiveUnsafe } from './archive-unsafe.js';
import type { ArchiveEntry } from './list-entries.js';

const maxNamesShown = 20;

/**
 * Takes the entries that hold lists: without what macOS adds, and as a person asked for with `only` and `skip`, which name
 * entries in full or, where no entry has that full name, by base name. Throws `archive_unsafe` for more than 1,000 files, `usage` when a name fits none,
 * `file_empty` when none is left.
 */
export function chooseEntries(
  archiveName: string,
  entries: readonly ArchiveEntry[],
  { only, skip }: Pick<ReadOptions, 'only' | 'skip'>,
): ArchiveEntry[] {
  if (entries.length > maxArchiveEntries) {
    const hint = 'Zip only the lists.';
    throw archiveUnsafe(archiveName, `holds more than ${maxArchiveEntries} files`, hint);
  }
  const lists = couldBeLists(entries);
  const names = lists.map(({ name }) => name);
  const find = (wanted: readonly string[] = []) =>
    new Set(
      wanted.flatMap((name) => {
        const found = findNamedEntries(names, name);
        if (found.length === 0) throw noSuchEntry(archiveName, name, lists);
        return found;
      }),
    );
  const [taken, leftOut] = [find(only), find(skip)];
  const chosen = lists.filter(
    ({ name }) => (taken.size === 0 || taken.has(name)) && !leftOut.has(name),
  );
  if (chosen.length > 0) return chosen;
  throw new FerryError('file_empty', `${archiveName} holds no file to read.`, {
    hint: 'Zip the lists again, or choose others with --only and --skip.',
  });
}

/** The entries without what macOS adds, which is no list. */
export function couldBeLists(entries: readonly ArchiveEntry[]): ArchiveEntry[] {
  return entries.filter(({ name }) => !isOfMacOs(name));
}

function isOfMacOs(name: string): boolean {
  return name.startsWith('__MACOSX/') || baseNameOf(name) === '.DS_Store';
}

function noSuchEntry(
  archiveName: string,
  name: string,
  entries: readonly ArchiveEntry[],
): FerryError {
  const shown = entries.slice(0, maxNamesShown).map((entry) => entry.name);
  const more = entries.length > shown.length ? [`${entries.length - shown.length} more`] : [];
  return new FerryError('usage', `${archiveName} holds no file named "${name}".`, {
    hint: `It holds: ${[...shown, ...more].join(', ')}.`,
  });
}
