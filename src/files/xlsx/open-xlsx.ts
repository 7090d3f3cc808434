import type { ReadOptions, RecordSource, SourceRecord } from '../../staging/record-source.js';
import type { ByteSource } from '../byte-source.js';
import { readAgain } from '../read-again.js';
import { scanBytes, type ByteScan } from '../scan-bytes.js';
import { findTable, type TableLayout } from '../table/find-table.js';
import { everyRow, gatherHead } from '../table/head-rows.js';
import { RecordMaker } from '../table/record-maker.js';
import type { Row } from '../table/row.js';
import { takeSample } from '../take-sample.js';
import type { ArchiveParts } from '../zip/archive-parts.js';
import { chooseSheet, findNamedSheet, type SheetHead } from './choose-sheet.js';
import { CellDisplay } from './display-cell.js';
import { readSheet } from './read-sheet.js';
import { readSharedStrings } from './shared-strings.js';
import { readNumberFormats } from './styles.js';
import { readWorkbook, type Sheet } from './workbook.js';

interface Book {
  /** The workbook as a file. */
  readonly source: ByteSource;
  readonly parts: ArchiveParts;
  readonly display: CellDisplay;
}

/** A sheet whose table is known. */
interface SheetTable extends Book {
  readonly name: string;
  readonly scan: ByteScan;
  readonly sheet: Sheet;
  readonly table: TableLayout;
}

/**
 * Opens a workbook: chooses its sheet, finds the header; cells are read as they are displayed. `source` are the bytes of the
 * workbook itself, `options` come from `checkOptions`.
 * Throws `sheet_unclear`, `usage` (sheet, header line), `file_empty`, `header_missing`, `too_many_columns`, `file_too_large`,
 * `file_unreadable`, `archive_unsafe`, `record_too_long`.
 */
export async function openXlsx(
  source: ByteSource,
  parts: ArchiveParts,
  options: ReadOptions,
): Promise<RecordSource> {
  const scan = await scanBytes(source);
  const workbook = await readWorkbook(parts);
  const strings = await readSharedStrings(parts, workbook.stringsPart);
  const formats = await readNumberFormats(parts, workbook.stylesPart);
  const display = new CellDisplay(parts.name, { strings, formats, is1904: workbook.is1904 });
  const book = { source, parts, display };
  const sheets =
    options.sheet === undefined
      ? workbook.sheets.filter(({ isHidden }) => !isHidden)
      : [findNamedSheet(parts.name, workbook.sheets, options.sheet)];
  const heads: SheetHead[] = [];
  for (const sheet of sheets) heads.push(await readSheetHead(book, sheet, options.headerLine));
  const { sheet, rows } = chooseSheet(parts.name, heads);
  const name = `${parts.name}/${sheet.name}`;
  const table = findTable(name, squared(rows), options);
  const found = { ...book, name, scan, sheet, table };
  return presentSheet(found, await takeSample(createPass(found).records));
}

async function readSheetHead(
  { parts, display }: Book,
  sheet: Sheet,
  headerLine: number | undefined,
): Promise<SheetHead> {
  const part = parts.find(sheet.part);
  if (part === undefined) return { sheet, rows: [] };
  const plan = { name: `${parts.name}/${sheet.name}`, part, display };
  return { sheet, rows: await gatherHead(readSheet(plan, everyRow), headerLine) };
}

/** Sheets leave out blank cells at the end of a row: all rows get as many as the widest. */
function squared(rows: readonly Row[]): Row[] {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  return rows.map(({ line, cells }) => {
    const blank = Array.from({ length: width - cells.length }, () => '');
    return { line, cells: [...cells, ...blank] };
  });
}

function presentSheet(found: SheetTable, sample: readonly SourceRecord[]): RecordSource {
  const { name, scan, sheet, table } = found;
  let passed = { blankLines: 0, bytes: 0 };
  return {
    name,
    bytes: scan.bytes,
    sha256: scan.sha256,
    form: 'xlsx',
    sheet: sheet.name,
    encoding: 'utf-8',
    encodingReason: 'workbooks are Unicode',
    delimiter: undefined,
    header: table.header,
    headerLine: table.headerLine,
    titleLines: table.titleLines,
    sample,
    records() {
      const pass = createPass(found);
      passed = pass.passed;
      return pass.checkedRecords();
    },
    get passed() {
      return passed;
    },
  };
}

function createPass({ name, source, scan, parts, display, sheet, table }: SheetTable) {
  const passed = { blankLines: 0, bytes: 0 };
  const onBlankLines = (count: number): void => void (passed.blankLines += count);
  const maker = new RecordMaker(table, { name, onBlankLines, isSparse: true });
  const claimed = Math.max(1, parts.claimedBytes(sheet.part));
  // The bytes of the sheet stand for those of the workbook, which are read out of order.
  const onBytes = (bytes: number): void =>
    void (passed.bytes = Math.floor((bytes / claimed) * scan.bytes));
  const part = parts.find(sheet.part) ?? { name, read: readNothing };
  const records = readSheet({ name, part, display, onBytes }, maker);
  async function* checkedRecords(): AsyncGenerator<SourceRecord, void, undefined> {
    await refuseChanged(source, scan);
    yield* records;
  }
  return { passed, records, checkedRecords };
}

/** The parts are read out of order, so the whole is compared beforehand. Throws `file_changed`. */
async function refuseChanged(source: ByteSource, scan: ByteScan): Promise<void> {
  const reading = readAgain(source, scan, () => undefined);
  while ((await reading.next()).done !== true);
}

async function* readNothing(): AsyncGenerator<Buffer, void, undefined> {
  // A sheet without its part has no rows.
}
