import type { SourceDescription } from '../../drafts/draft.js';
import type { UnderstoodSource } from '../../drafts/understand-draft.js';
import { FerryError } from '../../errors.js';
import type { ColumnMapping } from '../../profiles/mapping.js';
import { GENERAL_PROFILE, type Recognised } from '../../profiles/recognise.js';
import type { SourceRecord } from '../../staging/record-source.js';
import { hintForStaff } from './hint-for-staff.js';
import type { DraftColumnWire, DraftSourceWire } from './wire.js';

const PREVIEW_RECORDS = 10;
const MOST_SAMPLES = 5;
const MOST_VALUES = 50;
/** What is only shown is cut to this; a cell may be as long as a book. */
const LONGEST_SHOWN = 500;
/** As long as a value in a table of values may be (`valueMap`). */
const LONGEST_VALUE = 2_000;

/** A table with what it is taken for; `choice` is `auto` or the name of the layout that a person chose. */
export function presentSource(understood: UnderstoodSource, choice: string): DraftSourceWire {
  const { file, source, layout } = understood;
  return {
    name: source.name,
    file_uid: file.id,
    form: source.form,
    encoding: source.encoding,
    encoding_reason: source.encodingReason,
    delimiter: source.delimiter ?? null,
    header_line: source.headerLine,
    title_lines: source.titleLines,
    top_rows: source.topRows.map(presentRow),
    preview: source.sample.slice(0, PREVIEW_RECORDS).map(presentRow),
    profile_choice: choice,
    ...presentLayout(layout),
    columns: presentColumns(understood),
    clients: understood.clients.map(({ line, fields }) => ({
      line,
      fields: fields.map(([key, value]): [string, string] => [key, shown(value)]),
    })),
  };
}

function presentLayout(layout: Recognised | FerryError) {
  if (layout instanceof FerryError) {
    const { code, message, hint } = layout;
    const how = hintForStaff(code, hint) ?? null;
    return { profile: null, reason: message, hint: how, exact: false };
  }
  const { profile, reason, columns } = layout;
  return {
    profile: { name: profile.name, title: profile.title },
    reason,
    hint: null,
    exact: profile.name !== GENERAL_PROFILE && columns.every(({ confidence }) => confidence === 1),
  };
}

function presentColumns({ layout, source, chosen }: UnderstoodSource): DraftColumnWire[] {
  const columns =
    layout instanceof FerryError ? columnsUnknown(source.header, chosen) : layout.columns;
  return columns.map((column) => presentColumn(column, source, chosen));
}

/** Of a table whose layout is unknown: its columns feed what a person has said of them, and nothing else. */
const columnsUnknown = (
  header: readonly string[],
  chosen: UnderstoodSource['chosen'],
): ColumnMapping[] =>
  header.map((column, index) => ({
    index,
    column,
    field: chosen.get(index) ?? undefined,
    confidence: 0,
    reason: '',
  }));

function presentColumn(
  { index, column, field, ofMatter, confidence, reason }: ColumnMapping,
  { sample }: SourceDescription,
  chosen: UnderstoodSource['chosen'],
): DraftColumnWire {
  const cells = sample.map((record) => record.cells[index] ?? '');
  const values = [...new Set(cells.filter((cell) => cell.trim() !== ''))];
  const isList = values.length <= MOST_VALUES && values.every(isShortEnough);
  return {
    index,
    name: column,
    field: field ?? null,
    of_matter: ofMatter ?? false,
    confidence,
    reason,
    chosen: chosen.has(index),
    samples: values.slice(0, MOST_SAMPLES).map(shown),
    values: isList ? values : [],
  };
}

const isShortEnough = (value: string): boolean => value.length <= LONGEST_VALUE;

const presentRow = ({ line, cells }: Pick<SourceRecord, 'line' | 'cells'>) => ({
  line,
  cells: cells.map(shown),
});

const shown = (text: string): string =>
  text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
