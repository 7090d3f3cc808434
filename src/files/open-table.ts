import { FerryError } from '../errors.js';
import type { ReadOptions, RecordSource } from '../staging/record-source.js';
import type { ByteSource } from './byte-source.js';
import { holdsEncryptedPackage, isOldOffice, isVcard } from './look-of-bytes.js';
import { openCsv } from './open-csv.js';
import type { PlainFile, WorkbookFile } from './open-container.js';
import { openVcard } from './vcard/open-vcard.js';
import { openXlsx } from './xlsx/open-xlsx.js';

/**
 * Opens the one table of a file. `options` come from `checkOptions`. Throws what `openCsv`, `openVcard` and `openXlsx` throw, and
 * `file_not_text` for what older programs wrote.
 */
export async function openTable(
  file: PlainFile | WorkbookFile,
  options: ReadOptions,
): Promise<RecordSource> {
  if (file.kind === 'workbook') return openXlsx(file.source, file.parts, options);
  const { source, head } = file;
  if (isOldOffice(head)) throw await refuseOldOffice(source);
  return isVcard(head) ? openVcard(source, options) : openCsv(source, options);
}

async function refuseOldOffice(source: ByteSource): Promise<FerryError> {
  if (await holdsEncryptedPackage(source)) {
    const message = `${source.name} is a workbook that is protected by a password.`;
    const hint = 'Open it, remove the password, and save it as .xlsx or CSV.';
    return new FerryError('file_not_text', message, { hint });
  }
  const message = `${source.name} is an old Excel or Word file (.xls, .doc).`;
  const hint = 'Open it and save the list as .xlsx or CSV.';
  return new FerryError('file_not_text', message, { hint });
}
