import type { ColumnMapping } from '../profiles/mapping.js';
import { mergeOf } from '../profiles/targets.js';
import { ClientDraft } from './client-draft.js';
import {
  createColumnReader,
  type ColumnReader,
  type ReaderOptions,
  type Value,
} from './column-reader.js';
import { composeClient, type Fields } from './compose-client.js';
import { Findings, type ColumnValue } from './issue.js';
import type { SourceRecord } from './record-source.js';

/** What a record says about a client. */
export interface ClientPart {
  readonly fields: Fields;
  /** Positions of the columns that gave its values. */
  readonly columns: readonly number[];
  /** The e-mail address in the form in which duplicates are found, when there is one. */
  readonly emailKey: string | undefined;
  /** Values that may occur only once in all files. */
  readonly uniques: readonly ColumnValue[];
}

/** A record after mapping, as a client. */
export interface MappedClient extends ClientPart {
  readonly findings: Findings;
}

/** What a record says about a matter; no fields when it says nothing. */
export interface MappedMatter {
  readonly fields: Fields;
  readonly findings: Findings;
}

/** Turns records of one table into clients and matters. */
export interface RecordMapper {
  mapClient(record: SourceRecord): MappedClient;
  mapMatter(record: SourceRecord): MappedMatter;
}

export interface MapperOptions extends ReaderOptions {
  readonly columns: readonly ColumnMapping[];
  readonly sample: readonly SourceRecord[];
  /** Values for targets that no column of a record gave. */
  readonly defaults: Readonly<Record<string, string>>;
}

/**
 * Makes the functions that turn a record into a client or a matter. Everything that depends on the table alone is worked out
 * here, once; the functions only touch cells.
 */
export function createRecordMapper(options: MapperOptions): RecordMapper {
  const { columns, sample, defaults, reading } = options;
  const readers = columns.flatMap((mapping) => {
    const { field, index } = mapping;
    if (field === undefined) return [];
    const cells = sample.map((record) => record.cells[index] ?? '');
    return [createColumnReader({ ...mapping, field }, cells, options)];
  });
  const ofClient = readers.filter(({ mapping }) => mapping.ofMatter !== true).map(placeReader);
  const ofMatter = readers.filter(({ mapping }) => mapping.ofMatter === true);
  const nameColumn = ['first_name', 'full_name', 'company']
    .map((target) => columns.find(({ field }) => field === target)?.column)
    .find((column) => column !== undefined);
  const composing = { region: reading.region, nameColumn };
  const constants = Object.entries(defaults);

  return {
    mapClient(record) {
      const findings = new Findings(record.line);
      const used: number[] = [];
      const draft = readDraft(ofClient, record, findings, used);
      for (const [key, value] of constants) if (!draft.has(key)) draft.add(key, value);
      const fields = composeClient(draft, findings, composing);
      noteShiftedCells(record, columns.length, findings);
      const email = draft.text('email');
      const emailKey = email === '' ? undefined : email.toLowerCase();
      return { fields, columns: used, emailKey, uniques: findings.uniques, findings };
    },
    mapMatter(record) {
      const findings = new Findings(record.line);
      const fields = ofMatter.flatMap((reader) => {
        const { index, field } = reader.mapping;
        return reader
          .read(record.cells[index] ?? '', findings, false)
          .map((value) => [field, value] as const);
      });
      return { fields, findings };
    },
  };
}

/** A column of clients: where its cells are, and what becomes of its values. */
interface PlacedReader extends Pick<ColumnReader, 'read' | 'readPlain'> {
  readonly index: number;
  readonly field: string;
  /** Whether the first column with a value is the one that counts. */
  readonly isContest: boolean;
  /** For the notes: what stands before the value. */
  readonly label: string;
}

function placeReader({ mapping, read, readPlain }: ColumnReader): PlacedReader {
  const { index, field, spec, column } = mapping;
  const isContest = mergeOf(field) === 'first';
  return { read, readPlain, index, field, isContest, label: spec?.label ?? defaultLabel(column) };
}

function readDraft(
  readers: readonly PlacedReader[],
  record: SourceRecord,
  findings: Findings,
  used: number[],
): ClientDraft {
  const draft = new ClientDraft();
  const take = ({ field, label }: PlacedReader, value: Value) => {
    if (field === 'notes') draft.note(label, value);
    else draft.add(field, value);
  };
  for (const reader of readers) {
    const { index, readPlain } = reader;
    const cell = record.cells[index] ?? '';
    const plain = readPlain(cell);
    if (plain !== undefined) take(reader, plain);
    else {
      const isFollower = reader.isContest && draft.has(reader.field);
      const values = reader.read(cell, findings, isFollower);
      if (values.length === 0) continue;
      for (const value of values) take(reader, value);
    }
    used.push(index);
  }
  return draft;
}

/** A column that is called notes says nothing by its name. */
const defaultLabel = (column: string): string =>
  /^(notes?|comments?|remarks?|memo|description)$/i.test(column) ? '' : column;

/**
 * Cells beyond the header, or a record over several lines that is not as wide as the header, mean that cells have shifted,
 * so every column of such a record is in doubt.
 */
function noteShiftedCells({ cells }: SourceRecord, width: number, findings: Findings): void {
  const isLong = cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '');
  const isTornApart = cells.length !== width && cells.some((cell) => /[\r\n]/.test(cell));
  if (!isLong && !isTornApart) return;
  findings.error(undefined, {
    code: 'shifted_cells',
    message: `The record has ${cells.length} cells, the header ${width}, so cells may stand in wrong columns.`,
    hint: isTornApart
      ? 'Look for a quotation mark that is opened on this line and closed on a later one.'
      : 'Put quotes around the cell that holds a delimiter, or remove the extra cells.',
  });
}
