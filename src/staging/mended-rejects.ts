import { createHash } from 'node:crypto';
import type { MappingFile } from '../profiles/mapping.js';
import type { Batch } from './batch.js';
import { unguardCell } from './formula-guard.js';
import { mapRecords } from './record-blocks.js';
import type { RecordSource, SourceRecord } from './record-source.js';

/** The columns that a rejects file carries besides the original ones; together they mark a file as ours. */
export const REJECT_COLUMNS = [
  'clientferry file',
  'clientferry line',
  'clientferry code',
  'clientferry problem',
  'clientferry hint',
  'clientferry mark',
] as const;

const [, , CODE, , , MARK] = REJECT_COLUMNS;

/** Whether a header row is that of a rejects file, whose cells are guarded. */
export function isRejectsFile(header: readonly string[]): boolean {
  return REJECT_COLUMNS.every((column) => header.includes(column));
}

/**
 * The mark by which a rejected record is known when it comes back: its batch, and whether its cells were changed. Only the
 * original cells count, whatever a spreadsheet did to the order of rows.
 */
export function markOf(batchId: string, cells: readonly string[]): string {
  return `${batchId}/${fingerprint(cells)}`;
}

/** Spreadsheets fill up rows with blank cells and write line breaks their own way; neither is a change. */
function fingerprint(cells: readonly string[]): string {
  const texts = cells.map((cell) => cell.replace(/\r\n?/g, '\n'));
  while (texts.at(-1) === '') texts.pop();
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
}

/** A header without the columns that a rejects file adds; any other one as it is. */
export function plainHeader(header: readonly string[]): readonly string[] {
  if (!isRejectsFile(header)) return header;
  const own = new Set<string>(REJECT_COLUMNS);
  return header.filter((column) => !own.has(column)).map(unguardCell);
}

/** The batch that a rejects file belongs to, from the marks of its first records; undefined when there is none. */
export function findRetriedBatch({ header, sample }: RecordSource): string | undefined {
  if (!isRejectsFile(header)) return undefined;
  const at = header.indexOf(MARK);
  for (const { cells } of sample) {
    const batch = /^(b_[0-9a-f]+)\//.exec(cells[at] ?? '')?.[1];
    if (batch !== undefined) return batch;
  }
  return undefined;
}

/** A record that gave way to another one looks fine alone, so it must not come in by the back door. */
const FINE_ALONE = ['duplicate_email', 'not_unique', 'unmended'];

/**
 * A rejects file as the list that it was: guards taken off and our own columns gone. Every record is judged afresh, since what
 * was wrong may have been mended elsewhere (its client, a table of values); only duplicates that nobody has changed are told.
 */
export function withoutMarks(source: RecordSource): RecordSource {
  const own = new Set<number>();
  for (const column of REJECT_COLUMNS) own.add(source.header.indexOf(column));
  const codeAt = source.header.indexOf(CODE);
  const markAt = source.header.indexOf(MARK);
  const originals = (cells: readonly string[]) => cells.filter((_, at) => !own.has(at));
  const strip = (record: SourceRecord): SourceRecord => {
    const cells = originals(record.cells.map(unguardCell));
    const isUnmended =
      FINE_ALONE.some((code) => record.cells[codeAt]?.split(' ').includes(code)) &&
      (record.cells[markAt] ?? '').endsWith(`/${fingerprint(cells)}`);
    return { ...record, cells, oddity: isUnmended ? 'unmended' : record.oddity };
  };
  return {
    ...source,
    header: plainHeader(source.header),
    sample: source.sample.map(strip),
    records: () => mapRecords(source.records(), strip),
    get passed() {
      return source.passed;
    },
  };
}

/**
 * The mapping by which the batch was staged, for its rejects file: what a person said then still holds, and columns of several
 * files mean what they meant.
 */
export function mappingOfBatch({ files }: Batch): MappingFile {
  const profiles = new Set(files.map(({ profile }) => profile));
  const [profile] = profiles;
  const columns = files
    .flatMap((file) => file.columns)
    .filter(
      ({ ofMatter, confidence, field }) =>
        ofMatter !== true && (field !== undefined || confidence === 1),
    )
    .map(
      ({ column, field, spec }) => [column, field === undefined ? null : (spec ?? field)] as const,
    );
  // The first file that has a column decides.
  return {
    ...(profiles.size === 1 ? { profile } : {}),
    columns: Object.fromEntries([...columns].reverse()),
  };
}
