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
/** What is kept of a table's first records, and of those of all tables of a file: enough for every honest list. */
const CHARACTERS_PER_TABLE = 1024 ** 2;
const CHARACTERS_PER_FILE = 8 * 1024 ** 2;

/** What an uploaded file was found to be. */
export type Inspection = Pick<DraftFile, 'entries' | 'sheets' | 'sources' | 'problem'>;

/** What there is to choose from, found out before anything can go wrong with a table. */
interface Found {
  entries: string[];
  sheets: string[];
  tables: { source: RecordSource; topRows: SourceRecord[] }[];
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
  const found: Found = { entries: [], sheets: [], tables: [], faults: [] };
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
  const fault = tellAll(found.faults);
  const share = Math.min(CHARACTERS_PER_TABLE, CHARACTERS_PER_FILE / Math.max(1, tables.length));
  return {
    entries,
    sheets,
    sources: tables.map(({ source, topRows }) => describe(source, topRows, share)),
    problem: fault && problemOf(fault),
  };
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
    found.tables.push({ source, topRows: await readTopRows(source, file, bare) });
  } catch (error) {
    if (!(error instanceof FerryError) || error.code !== 'header_missing') throw error;
    const source = await openTable(file, bare);
    found.tables.push({ source, topRows: source.sample.slice(0, TOP_ROWS) });
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
  const sheet =
    file.kind === 'workbook' ? source.name.slice(file.parts.name.length + 1) : undefined;
  const { sample } = await openTable(file, { ...bare, sheet });
  return sample.slice(0, TOP_ROWS);
}

function describe(
  opened: RecordSource,
  topRows: readonly SourceRecord[],
  characters: number,
): SourceDescription {
  const source = isRejectsFile(opened.header) ? withoutMarks(opened) : opened;
  const { name, bytes, sha256, form, encoding, encodingReason, delimiter } = source;
  const { header, headerLine, titleLines, sample } = source;
  return {
    ...{ name, bytes, sha256, form, encoding, encodingReason, delimiter },
    ...{ header, headerLine, titleLines },
    sample: withinBudget(sample, characters),
    topRows: withinBudget(topRows, characters).map(({ line, cells }) => ({ line, cells })),
    retryOf: findRetriedBatch(opened),
  };
}

/** The first records up to so many characters, one at least. */
function withinBudget(records: readonly SourceRecord[], characters: number): SourceRecord[] {
  let left = characters;
  const kept: SourceRecord[] = [];
  for (const record of records) {
    left -= record.cells.reduce((sum, cell) => sum + cell.length, 0);
    if (left < 0 && kept.length > 0) break;
    kept.push(record);
  }
  return kept;
}

/** One refusal for all files of an archive that cannot be read. */
function tellAll([first, ...others]: readonly FerryError[]): FerryError | undefined {
  if (!first || others.length === 0) return first;
  const messages = [first, ...others].map(({ message }) => message);
  return new FerryError(first.code, messages.slice(0, 5).join(' '), {
    hint: 'Leave these files out, or mend them one by one.',
    cause: first,
  });
}
