import type { OpenSources } from '../staging/record-source.js';
import { checkOptions } from './check-options.js';
import { openContainer, openInner } from './open-container.js';
import { openTable } from './open-table.js';
import { openZip } from './zip/open-zip.js';

/**
 * Opens a source file by what it holds, whatever its name: CSV, a workbook (XLSX, XLSM), vCards, or a ZIP of these, whose
 * tables come in the order of its entries. Nothing is written to the disk.
 * Throws `usage`, `encoding_unknown` (options); `file_not_found`, `file_unreadable`, `file_too_large`, `file_empty`,
 * `file_not_text`, `encoding_uncertain`, `header_missing`, `too_many_columns`, `quote_not_closed`, `record_too_long`;
 * `sheet_unclear` (workbooks), `card_not_closed` (vCards), `archive_unsafe` (ZIP archives and workbooks).
 */
export const openSources: OpenSources = async (path, given) => {
  const options = checkOptions(given);
  const file = await openContainer(path, options.name);
  if (file.kind !== 'archive') return [await openTable(file, options)];
  return openZip(file.archive, file.entries, options, async (entry) =>
    openTable(await openInner(entry), options),
  );
};
