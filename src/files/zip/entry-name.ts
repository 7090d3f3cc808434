import { isUtf8 } from 'node:buffer';
import { getFileNameLowLevel, type Entry } from 'yauzl';

const utf8Flag = 0x800;

/**
 * The name of an entry as people may see it: folders parted by `/`, control characters and those that turn the direction of
 * text shown as `·`. It is never used as a path. Undefined when it is no name of a file inside the archive: absolute, with a
 * drive, leaving the archive by `..`, holding NUL, or empty.
 */
export function readEntryName(entry: Entry): string | undefined {
  const name = decodeName(entry).replaceAll('\\', '/');
  const isUnsafe =
    name === '' ||
    name.includes('\0') ||
    name.startsWith('/') ||
    /^[a-z]:/i.test(name) ||
    name.split('/').includes('..');
  return isUnsafe ? undefined : printable(name);
}

/** A name with everything that a terminal or a page might act on shown as `·`. */
export function printable(name: string): string {
  return name.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '·');
}

function decodeName(entry: Entry): string {
  const raw = entry.fileNameRaw;
  const isMarked = (entry.generalPurposeBitFlag & utf8Flag) !== 0;
  const hasUnicodePath = entry.extraFields.some(({ id }) => id === 0x7075);
  // Archives made on macOS hold UTF-8 names without the mark that says so.
  if (!isMarked && !hasUnicodePath && isUtf8(raw)) return raw.toString('utf8');
  return getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, true);
}
