import { FerryError } from '../errors.js';
import type { OpenSources, ReadOptions, RecordSource } from '../staging/record-source.js';
import { readHead, type ByteSource } from './byte-source.js';
import { checkOptions } from './check-options.js';
import { maxWorkbookParts } from './limits.js';
import { holdsEncryptedPackage, isOldOffice, isVcard, isZip } from './look-of-bytes.js';
import { openCsv } from './open-csv.js';
import { openFileBytes } from './source-file.js';
import { openVcard } from './vcard/open-vcard.js';
import { openXlsx } from './xlsx/open-xlsx.js';
import { fileArchive, memoryArchive, type Archive } from './zip/archive.js';
import { ArchiveParts } from './zip/archive-parts.js';
import { archiveUnsafe } from './zip/archive-unsafe.js';
import { listEntries } from './zip/list-entries.js';
import { openZip } from './zip/open-zip.js';
import { findPackageLook, isWorkbook } from './zip/package-look.js';

const headBytes = 4096;

/**
 * Opens a source file by what it holds, whatever its name: CSV, a workbook (XLSX, XLSM), vCards, or a ZIP of these, whose
 * tables come in the order of its entries. Nothing is written to the disk.
 * Throws `usage`, `encoding_unknown` (options); `file_not_found`, `file_unreadable`, `file_too_large`, `file_empty`,
 * `file_not_text`, `encoding_uncertain`, `header_missing`, `too_many_columns`, `quote_not_closed`, `record_too_long`;
 * `sheet_unclear` (workbooks), `card_not_closed` (vCards), `archive_unsafe` (ZIP archives and workbooks).
 */
export const openSources: OpenSources = async (path, given) => {
  const options = checkOptions(given);
  const source = await openFileBytes(path);
  const head = await readHead(source, headBytes);
  if (!isZip(head)) return [await openPlain(source, head, options)];
  const archive = fileArchive(path, source.name);
  const entries = await listEntries(archive, maxWorkbookParts);
  if (isWorkbook(entries)) {
    return [await openXlsx(source, new ArchiveParts(archive, entries), options)];
  }
  refusePackage(archive, findPackageLook(entries));
  return openZip(archive, entries, options, (entry) => openEntry(entry, options));
};

async function openEntry(source: ByteSource, options: ReadOptions): Promise<RecordSource> {
  const head = await readHead(source, headBytes);
  if (!isZip(head)) return openPlain(source, head, options);
  const archive = memoryArchive(source);
  const entries = await listEntries(archive, maxWorkbookParts);
  if (isWorkbook(entries)) return openXlsx(source, new ArchiveParts(archive, entries), options);
  refusePackage(archive, findPackageLook(entries));
  throw archiveUnsafe(source.name, 'is an archive in an archive', 'Unpack it and give its lists.');
}

async function openPlain(
  source: ByteSource,
  head: Buffer,
  options: ReadOptions,
): Promise<RecordSource> {
  if (isOldOffice(head)) throw await refuseOldOffice(source);
  return isVcard(head) ? openVcard(source, options) : openCsv(source, options);
}

async function refuseOldOffice(source: ByteSource): Promise<FerryError> {
  if (await holdsEncryptedPackage(source)) {
    const message = `${source.name} is a workbook that is protected by a password.`;
    const hint = 'Open it, remove the password, and save it as .xlsx or CSV.';
    return new FerryError('file_not_text', message, { hint });
  }
  return new FerryError(
    'file_not_text',
    `${source.name} is an old Excel or Word file (.xls, .doc).`,
    {
      hint: 'Open it and save the list as .xlsx or CSV.',
    },
  );
}

function refusePackage(archive: Archive, look: string | undefined): void {
  if (look === undefined) return;
  throw new FerryError('file_not_text', `${archive.name} is ${look}.`, {
    hint: 'Open it in the program it comes from and save the list as .xlsx or CSV.',
  });
}
