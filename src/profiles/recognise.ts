import { FerryError } from '../errors.js';
import { getProfile } from './load-profiles.js';
import { mapColumns } from './map-columns.js';
import type { ColumnMapping, MappingFile } from './mapping.js';
import type { Profile } from './profile.js';

/** A header row that was recognised: its profile, what became of each column, and why it is that profile. */
export interface Recognised {
  profile: Profile;
  columns: ColumnMapping[];
  reason: string;
}

/**
 * Finds the profile whose identifying fields all have a column in the header; an unsure match is none.
 * `wanted` names one profile instead of `auto`. Throws `layout_unknown`, `profile_unknown`, `mapping_invalid`.
 */
export function recognise(
  header: readonly string[],
  profiles: readonly Profile[],
  options: { wanted?: string | undefined; mapping?: MappingFile | undefined } = {},
): Recognised {
  const { wanted = 'auto', mapping } = options;
  const candidates = wanted === 'auto' ? profiles : [getProfile(profiles, wanted)];
  for (const profile of candidates) {
    const columns = mapColumns(header, profile, mapping);
    const found = new Set(columns.map((column) => column.field));
    if (profile.identifiedBy.every((field) => found.has(field))) {
      return {
        profile,
        columns,
        reason: `there is a column for ${profile.identifiedBy.join(', ')}`,
      };
    }
  }
  const needed = candidates.map(
    (profile) => `"${profile.name}" needs a column for ${profile.identifiedBy.join(', ')}`,
  );
  throw new FerryError(
    'layout_unknown',
    `No column of the header can be used as it is: ${needed.join('; ')}; found: ${header.map((name) => `"${name}"`).join(', ')}.`,
    {
      hint: 'Check that the first line holds the column names, or name the columns in a mapping file: --mapping m.json with {"columns": {"Your column": "first_name"}}.',
    },
  );
}
