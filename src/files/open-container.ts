import { FerryError } from '../errors.js';
import { readHead, type ByteSource } from './byte-source.js';
import { maxWorkbookParts } from './limits.js';
import { isZip } from './look-of-bytes.js';
import { openFileBytes } from './source-file.js';
import { fileArchive, memoryArchive, type Archive } from './zip/archive.js';
import { ArchiveParts } from './zip/archive-parts.js';
import { archiveUnsafe } from './zip/archive-unsafe.js';
import { listEntries, type ArchiveEntry } from './zip/list-entries.js';
import { findPackageLook, isWorkbook } from './zip/package-look.js';

const headBytes = 4096;

/** A file whose bytes are one table. */
export interface PlainFile {
  readonly kind: 'plain';
  readonly source: ByteSource;
  /** Its first bytes. */
  readonly head: Buffer;
}

export interface WorkbookFile {
  readonly kind: 'workbook';
  readonly source: ByteSource;
  readonly parts: ArchiveParts;
}

export interface ZipArchive {
  readonly kind: 'archive';
  readonly archive: Archive;
  readonly entries: readonly ArchiveEntry[];
}

/**
 * Looks what a file is, whatever its name; `name` is what people call it. Throws `file_not_found`, `file_unreadable`,
 * `file_too_large`, `file_not_text`, `archive_unsafe`.
 */
export async function openContainer(
  path: string,
  name: string | undefined,
): Promise<PlainFile | WorkbookFile | ZipArchive> {
  const source = await openFileBytes(path, name);
  return look(source, () => fileArchive(path, source.name));
}

/** Looks what a file of an archive is; another archive is refused. Throws what `openContainer` throws. */
export async function openInner(source: ByteSource): Promise<PlainFile | WorkbookFile> {
  const found = await look(source, () => memoryArchive(source));
  if (found.kind !== 'archive') return found;
  throw archiveUnsafe(source.name, 'is an archive in an archive', 'Unpack it and give its lists.');
}

async function look(
  source: ByteSource,
  openArchive: () => Archive,
): Promise<PlainFile | WorkbookFile | ZipArchive> {
  const head = await readHead(source, headBytes);
  if (!isZip(head)) return { kind: 'plain', source, head };
  const archive = openArchive();
  const entries = await listEntries(archive, maxWorkbookParts);
  if (isWorkbook(entries))
    return { kind: 'workbook', source, parts: new ArchiveParts(archive, entries) };
  const document = findPackageLook(entries);
  if (document === undefined) return { kind: 'archive', archive, entries };
  throw new FerryError('file_not_text', `${archive.name} is ${document}.`, {
    hint: 'Open it in the program it comes from and save the list as .xlsx or CSV.',
  });
}
