import { z } from 'zod';
import { FerryError } from '../errors.js';
import { listProblems } from '../list-problems.js';
import { columnSpec, fieldKey, type ColumnSpec } from './profile.js';

/** What a mapping says about a column: the key that it feeds, more about how, or null when it is not imported. */
const columnEntry = z.union([fieldKey, columnSpec, z.null()]);

/** A record with this name would vanish on the way through plain objects, so it is refused rather than lost (S21). */
const columnsTable = z
  .unknown()
  .refine((columns) => !hasOwn(columns, '__proto__'), 'a column named __proto__ cannot be mapped')
  .pipe(z.record(z.string(), columnEntry));

const ownForm = z.strictObject({
  /** The layout that the mapping was made for. */
  profile: z.string().optional(),
  columns: columnsTable,
});

/** The form of Plannr's import resource: `headers` as they stand in the file, and `mapping` of header to field. */
const plannrForm = z
  .strictObject({ headers: z.array(z.string()).optional(), mapping: columnsTable })
  .transform(({ mapping }): z.infer<typeof ownForm> => ({ columns: mapping }));

/** A mapping file: which column feeds which target or field; `null` means that the column is not imported. */
const mappingFile = z.union([ownForm, plannrForm]);
export type MappingFile = z.infer<typeof ownForm>;

function hasOwn(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

/** What became of one column of the source file. */
export interface ColumnMapping {
  /** 0-based position in the header. */
  readonly index: number;
  /** The header text as it stands in the file. */
  readonly column: string;
  /** The target or custom field that it feeds, or undefined when the column is not imported. */
  readonly field: string | undefined;
  /** How sure that is, from 0 to 1; 1 when a person or a profile says so. */
  readonly confidence: number;
  /** Why, in words for people. */
  readonly reason: string;
  /** How its values are read, when a profile says more than the target does. */
  readonly spec?: ColumnSpec | undefined;
  /** True when the column belongs to the matters of a client. */
  readonly ofMatter?: true | undefined;
}

const FORM = 'It should look like {"columns": {"Customer no.": "external_id", "Notes": null}}.';

/** Parses a mapping file's JSON text. Throws `mapping_invalid`. */
export function parseMappingFile(fileName: string, text: string): MappingFile {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new FerryError('mapping_invalid', `The mapping file ${fileName} is not JSON.`, {
      hint: FORM,
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
      `The mapping file ${fileName} is not valid: ${listProblems(problems)}.`,
      {
        hint: FORM,
      },
    );
  }
  return parsed.data;
}

/** A mapping file's text for columns as they were understood, to be mended and given with `--mapping`. */
export function writeMappingFile(profile: string, columns: readonly ColumnMapping[]): string {
  const entries = columns
    .filter(({ ofMatter }) => ofMatter !== true)
    .map(({ column, field, spec }): [string, unknown] => {
      const more = spec !== undefined && Object.keys(spec).length > 1;
      return [column, more ? spec : (field ?? null)];
    });
  return `${JSON.stringify({ profile, columns: Object.fromEntries(entries) }, undefined, 2)}\n`;
}
