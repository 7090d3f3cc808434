import { FerryError } from '../errors.js';
import { findColumn } from '../profiles/map-columns.js';
import type { ColumnMapping, MappingFile } from '../profiles/mapping.js';
import { fieldKey } from '../profiles/profile.js';
import { mergeOf } from '../profiles/targets.js';
import type { SourceChoice, SourceDescription } from './draft.js';

/** What a person decides about a column; null means that it is not imported. */
export interface ColumnChoice {
  index: number;
  field: string | null;
}

/**
 * Adds choices of columns to those of before, in the order in which they were made. A later one takes the place of an earlier one
 * for the same column, and of that for another column whose target takes one column only. Throws `mapping_invalid`.
 */
export function chooseColumns(
  before: SourceChoice['columns'],
  choices: readonly ColumnChoice[],
  { name, header }: SourceDescription,
): SourceChoice['columns'] {
  return choices.reduce((chosen, { index, field }) => {
    const column = header[index];
    if (column === undefined)
      throw invalid(`The list "${name}" has no column number ${index + 1}.`);
    if (column === '__proto__') throw invalid('A column named __proto__ cannot be mapped.');
    if (field !== null && !fieldKey.safeParse(field).success)
      throw invalid(`"${column}" cannot be sent to a field of that name.`);
    const others = chosen.filter(
      ([at, to]) => at !== index && !(field !== null && to === field && mergeOf(field) === 'one'),
    );
    return [...others, [index, field] as const];
  }, before);
}

/**
 * One mapping of what is remembered of a header and what a person chose now, which goes before it. `base` is what each column
 * would feed without the choices: a column that keeps its field keeps how its values are read.
 */
export function mergeMapping(
  header: readonly string[],
  remembered: MappingFile | undefined,
  { profile, columns }: SourceChoice,
  base: readonly ColumnMapping[],
): MappingFile {
  const entries = new Map<number, MappingFile['columns'][string]>();
  for (const [column, said] of Object.entries(remembered?.columns ?? {})) {
    const index = findColumn(header, column);
    if (index !== -1) entries.set(index, said);
  }
  for (const [index, field] of columns) {
    for (const [at, said] of entries)
      if (field !== null && targetOf(said) === field && mergeOf(field) === 'one')
        entries.delete(at);
    const own = base[index];
    entries.set(index, own?.field === field && own.spec ? own.spec : field);
  }
  const named = profile === 'auto' ? remembered?.profile : profile;
  return {
    ...(named === undefined ? {} : { profile: named }),
    columns: Object.fromEntries(
      [...entries].map(([index, said]) => [header[index] ?? '', said] as const),
    ),
  };
}

function targetOf(said: MappingFile['columns'][string]): string | undefined {
  return typeof said === 'string' ? said : said?.to;
}

function invalid(message: string): FerryError {
  return new FerryError('mapping_invalid', message, {
    hint: 'Choose one of the fields that are offered; load the page again if the file was changed.',
  });
}
