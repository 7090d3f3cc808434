import { z } from 'zod';
import { FerryError } from '../errors.js';
import { fieldKey } from './profile.js';

/** A mapping file: which column feeds which host field; `null` means the column is not imported. */
const mappingFile = z.strictObject({
  // A record with this name would vanish on the way through plain objects, so it is refused rather than lost (S21).
  columns: z
    .unknown()
    .refine((columns) => !hasOwn(columns, '__proto__'), 'a column named __proto__ cannot be mapped')
    .pipe(z.record(z.string(), fieldKey.nullable())),
});
export type MappingFile = z.infer<typeof mappingFile>;

function hasOwn(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

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
      `The mapping file ${fileName} is not valid: ${problems.join('; ')}.`,
      {
        hint: FORM,
      },
    );
  }
  return parsed.data;
}
