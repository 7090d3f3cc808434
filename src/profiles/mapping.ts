import { z } from 'zod';
import { FerryError } from '../errors.js';
import { normaliseHeaderName } from './header-name.js';
import { fieldKey, type Profile } from './profile.js';

/** A mapping file: which column feeds which host field; `null` means the column is not imported. */
const mappingFile = z.strictObject({ columns: z.record(z.string(), fieldKey.nullable()) });
export type MappingFile = z.infer<typeof mappingFile>;

/** What became of one column of the source file. */
export interface ColumnMapping {
  /** 0-based position in the header. */
  readonly index: number;
  /** The header text as it stands in the file. */
  readonly column: string;
  /** The host field that it feeds, or undefined when the column is not imported. */
  readonly field: string | undefined;
  /** Why, in words for people. */
  readonly reason: string;
}

/** Parses a mapping file's JSON text. Throws `mapping_invalid`. */
export function parseMappingFile(fileName: string, text: string): MappingFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new FerryError('mapping_invalid', `The mapping file ${fileName} is not JSON.`, {
      hint: 'It should look like {"columns": {"Customer no.": "external_id", "Notes": null}}.',
      cause,
    });
  }
  const parsed = mappingFile.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`,
    );
    throw new FerryError(
      'mapping_invalid',
      `The mapping file ${fileName} is not valid: ${problems.join('; ')}.`,
      {
        hint: 'It should look like {"columns": {"Customer no.": "external_id", "Notes": null}}.',
      },
    );
  }
  return parsed.data;
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
  const columns = new Map<number, ColumnMapping>();
  const feeders = new Map<string, string>();

  for (const [column, field] of Object.entries(mapping.columns)) {
    const index = names.indexOf(normaliseHeaderName(column));
    if (index < 0 || columns.has(index)) {
      throw new FerryError(
        'mapping_invalid',
        `The mapping names the column "${column}", which the file does not have${index < 0 ? '' : ' a second time'}.`,
        {
          hint: `The file's columns are: ${header.map((name) => `"${name}"`).join(', ')}.`,
        },
      );
    }
    if (field !== null && feeders.has(field)) {
      throw new FerryError(
        'mapping_invalid',
        `The mapping feeds ${field} from two columns, "${feeders.get(field) ?? ''}" and "${column}".`,
        {
          hint: 'Give each field one column, and null to the other.',
        },
      );
    }
    if (field !== null) feeders.set(field, column);
    columns.set(index, {
      index,
      column: header[index] ?? '',
      field: field ?? undefined,
      reason: field === null ? 'left out by the mapping file' : 'named by the mapping file',
    });
  }

  for (const [field, { columns: synonyms }] of Object.entries(profile.fields)) {
    if (feeders.has(field)) continue;
    const index = findBest(names, synonyms.map(normaliseHeaderName), columns);
    if (index === undefined) continue;
    feeders.set(field, header[index] ?? '');
    columns.set(index, {
      index,
      column: header[index] ?? '',
      field,
      reason: `a name for ${field}`,
    });
  }

  return header.map(
    (column, index) => columns.get(index) ?? unmapped(index, column, profile, feeders),
  );
}

function findBest(
  names: string[],
  synonyms: string[],
  taken: ReadonlyMap<number, unknown>,
): number | undefined {
  for (const synonym of synonyms) {
    const index = names.findIndex((name, at) => name === synonym && !taken.has(at));
    if (index >= 0) return index;
  }
  return undefined;
}

function unmapped(
  index: number,
  column: string,
  profile: Profile,
  feeders: ReadonlyMap<string, string>,
): ColumnMapping {
  const name = normaliseHeaderName(column);
  const rival = Object.entries(profile.fields).find(([, { columns }]) =>
    columns.map(normaliseHeaderName).includes(name),
  )?.[0];
  const feeder = rival === undefined ? undefined : feeders.get(rival);
  const reason =
    feeder === undefined
      ? 'no field of that name; a mapping file can name one'
      : `${rival ?? ''} is already fed by "${feeder}"`;
  return { index, column, field: undefined, reason };
}
