import type { DraftFile, SourceDescription } from '../drafts/draft.js';
import { problemOf } from '../drafts/problem.js';
import { FerryError } from '../errors.js';
import { findRetriedBatch, isRejectsFile, withoutMarks } from '../staging/mended-rejects.js';
import type { ReadOptions, RecordSource, SourceRecord } from '../staging/record-source.js';
import { checkOptions } from './check-options.js';
import {
  openContainer,
  openInner,
  type PlainFile,
  type WorkbookFile,
  type ZipArchive,
} from './open-container.js';
import { openTable } from './open-table.js';
import { readWorkbook } from './xlsx/workbook.js';
import { chooseEntries, couldBeLists } from './zip/choose-entries.js';
import { entryBytes } from './zip/read-entry.js';

const TOP_ROWS = 15;
/**
 * What is kept of a cell of the sample. Staging recognises by the whole sample, so no record may be missing, but it looks at no
 * more of a cell than 320 characters, and a value in a table of values has 2,000 at most.
 */
const KEPT_OF_CELL = 2_001;
/** What is kept of a cell that is only shown: more than people get to see. */
const SHOWN_OF_CELL = 600;
/** What is kept of all tables of a file. */
const CHARACTERS_PER_FILE = 6 * 1024 ** 2;

/** What an uploaded file was found to be. */
export type Inspection = Pick<DraftFile, 'entries' | 'sheets' | 'sources' | 'problem'>;

/** What there is to choose from, found out before anything can go wrong with a table. */
interface Found {
  entries: string[];
  sheets: string[];
  tables: SourceDescription[];
  /** Of the cells that are kept. */
  characters: number;
  faults: FerryError[];
}

/**
 * Reads an uploaded file as far as a draft needs it. What is wrong with it is told, not thrown; a file of an archive that cannot
 * be read hides none of the others. `name` is what people call it.
 */
export async function inspectFile(
  path: string,
  name: string,
  read: ReadOptions,
): Promise<Inspection> {
  const found: Found = { entries: [], sheets: [], tables: [], characters: 0, faults: [] };
  await noting(found, async () => {
    const options = checkOptions({ ...read, name });
    const file = await openContainer(path, name);
    if (file.kind === 'archive') {
      await inspectArchive(found, file, options);
      return;
    }
    if (file.kind === 'workbook') found.sheets = await listSheets(file);
    await inspectTable(found, file, options);
  });
  const { entries, sheets, tables } = found;
  if (isTooMuch(found)) return { entries, sheets, sources: [], problem: problemOf(tooMuch(name)) };
  const fault = tellAll(found.faults);
  return { entries, sheets, sources: tables, problem: fault && problemOf(fault) };
}

async function noting(found: Found, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    found.faults.push(error);
  }
}

async function inspectArchive(
  found: Found,
  { archive, entries }: ZipArchive,
  options: ReadOptions,
): Promise<void> {
  found.entries = couldBeLists(entries).map(({ name }) => name);
  for (const entry of chooseEntries(archive.name, entries, options)) {
    if (isTooMuch(found)) return;
    await noting(found, async () => {
      await inspectTable(found, await openInner(entryBytes(archive, entry)), options);
    });
  }
}

/** The sheets that people see; all of them when every one is hidden. */
async function listSheets({ parts }: WorkbookFile): Promise<string[]> {
  const { sheets } = await readWorkbook(parts);
  const visible = sheets.filter(({ isHidden }) => !isHidden);
  return (visible.length > 0 ? visible : sheets).map(({ name }) => name);
}

/** A list that only lacks a header is shown as one without, so that a person can see which line names the columns. */
async function inspectTable(
  found: Found,
  file: PlainFile | WorkbookFile,
  options: ReadOptions,
): Promise<void> {
  const bare = { ...options, headerLine: undefined, noHeader: true };
  try {
    const source = await openTable(file, options);
    keep(found, describe(source, await readTopRows(source, file, bare)));
  } catch (error) {
    if (!(error instanceof FerryError) || error.code !== 'header_missing') throw error;
    const source = await openTable(file, bare);
    keep(found, describe(source, source.sample.slice(0, TOP_ROWS)));
    throw error;
  }
}

/** The rows at the top as they stand in the file, of the sheet that was chosen; cards have none. */
async function readTopRows(
  source: RecordSource,
  file: PlainFile | WorkbookFile,
  bare: ReadOptions,
): Promise<SourceRecord[]> {
  if (source.form === 'vcard') return [];
  const { sample } = await openTable(file, { ...bare, sheet: source.sheet });
  return sample.slice(0, TOP_ROWS);
}

function describe(opened: RecordSource, topRows: readonly SourceRecord[]): SourceDescription {
  const source = isRejectsFile(opened.header) ? withoutMarks(opened) : opened;
  const { name, bytes, sha256, form, sheet, encoding, encodingReason, delimiter } = source;
  const { header, headerLine, titleLines, sample } = source;
  return {
    ...{ name, bytes, sha256, form, sheet, encoding, encodingReason, delimiter },
    ...{ header, headerLine, titleLines },
    sample: sample.map((record) => shorten(record, KEPT_OF_CELL)),
    topRows: topRows
      .map((row) => shorten(row, SHOWN_OF_CELL))
      .map(({ line, cells }) => ({ line, cells })),
    retryOf: findRetriedBatch(opened),
  };
}

const shorten = (record: SourceRecord, characters: number): SourceRecord => ({
  ...record,
  cells: record.cells.map((cell) => cell.slice(0, characters)),
});

function keep(found: Found, table: SourceDescription): void {
  for (const { cells } of [...table.sample, ...table.topRows])
    found.characters += cells.reduce((sum, cell) => sum + cell.length, 0);
  // Too much is kept by nobody, but counted, so that it is refused.
  if (!isTooMuch(found)) found.tables.push(table);
}

const isTooMuch = ({ characters }: Found): boolean => characters > CHARACTERS_PER_FILE;

const tooMuch = (name: string): FerryError =>
  new FerryError('draft_too_large', `The records at the top of "${name}" hold too much text.`, {
    hint: 'Take columns with long texts out of the list, or bring fewer lists at a time.',
  });

/** One refusal for all files of an archive that cannot be read. */
function tellAll([first, ...others]: readonly FerryError[]): FerryError | undefined {
  if (!first || others.length === 0) return first;
  const messages = [first, ...others].map(({ message }) => message);
  return new FerryError(first.code, messages.slice(0, 5).join(' '), {
    hint: 'Leave these files out, or mend them one by one.',
    cause: first,
  });
}
