import { FerryError } from '../errors.js';
import { normaliseHeaderName } from './header-name.js';
import type { ColumnMapping, MappingFile } from './mapping.js';
import type { Profile } from './profile.js';

/** A header on its way to being mapped. */
interface Draft {
  readonly header: readonly string[];
  /** The header in the form in which names are compared. */
  readonly names: readonly string[];
  /** Columns that are decided, by index. */
  readonly decided: Map<number, ColumnMapping>;
  /** The column that feeds each field. */
  readonly feeders: Map<string, string>;
}

/**
 * Decides for each column of a header which field it feeds: first what the mapping file says, then the profile's column
 * names, best first. A field is fed by one column only; what is left over is named with its reason, never dropped silently.
 * Throws `mapping_invalid` when the mapping names a column that is not there or one field twice.
 */
export function mapColumns(
  header: readonly string[],
  profile: Profile,
  mapping: MappingFile = { columns: {} },
): ColumnMapping[] {
  const names = header.map(normaliseHeaderName);
  const draft: Draft = { header, names, decided: new Map(), feeders: new Map() };
  for (const [column, field] of Object.entries(mapping.columns)) obeyMapping(draft, column, field);
  for (const [field, { columns }] of Object.entries(profile.fields)) {
    feedField(draft, field, columns.map(normaliseHeaderName));
  }
  return header.map((_, index) => draft.decided.get(index) ?? leaveOut(draft, index, profile));
}

/** The mapping file decides about every column of the name: the first one feeds the field, repeats are left out. */
function obeyMapping(draft: Draft, column: string, field: string | null): void {
  const [first, ...repeats] = columnsNamed(draft, normaliseHeaderName(column));
  if (first === undefined || draft.decided.has(first)) {
    const what = first === undefined ? ', which the file does not have' : ' twice';
    throw new FerryError('mapping_invalid', `The mapping names the column "${column}"${what}.`, {
      hint: `The file's columns are: ${draft.header.map((name) => `"${name}"`).join(', ')}.`,
    });
  }
  const rival = field === null ? undefined : draft.feeders.get(field);
  if (field !== null && rival !== undefined) {
    throw new FerryError(
      'mapping_invalid',
      `The mapping feeds ${field} from two columns, "${rival}" and "${column}".`,
      { hint: 'Give each field one column, and null to the other.' },
    );
  }
  if (field === null) decide(draft, first, undefined, 'left out by the mapping file');
  else decide(draft, first, field, 'named by the mapping file');
  for (const repeat of repeats) {
    decide(draft, repeat, undefined, 'the mapping file decides about its name');
  }
}

/** The best of a field's names that a free column bears; of several such columns the first. */
function feedField(draft: Draft, field: string, synonyms: readonly string[]): void {
  if (draft.feeders.has(field)) return;
  const free = synonyms.flatMap((synonym) =>
    columnsNamed(draft, synonym).filter((index) => !draft.decided.has(index)),
  );
  if (free[0] !== undefined) decide(draft, free[0], field, `a name for ${field}`);
}

function columnsNamed({ names }: Draft, name: string): number[] {
  return names.flatMap((other, index) => (other === name ? index : []));
}

function decide(draft: Draft, index: number, field: string | undefined, reason: string): void {
  const column = draft.header[index] ?? '';
  draft.decided.set(index, { index, column, field, reason });
  if (field !== undefined) draft.feeders.set(field, column);
}

function leaveOut(draft: Draft, index: number, profile: Profile): ColumnMapping {
  const name = draft.names[index] ?? '';
  const field = Object.entries(profile.fields).find(([, { columns }]) =>
    columns.some((synonym) => normaliseHeaderName(synonym) === name),
  )?.[0];
  const feeder = field === undefined ? undefined : draft.feeders.get(field);
  const reason =
    field === undefined || feeder === undefined
      ? 'no field of that name; a mapping file can name one'
      : `${field} is already fed by "${feeder}"`;
  return { index, column: draft.header[index] ?? '', field: undefined, reason };
}
