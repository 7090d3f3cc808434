import { FerryError } from '../errors.js';
import { listNames, normaliseHeaderName } from './header-name.js';
import { getProfile } from './load-profiles.js';
import { mapByMeaning } from './general/map-by-meaning.js';
import { mapColumns, type ColumnDecision, type DecideRest } from './map-columns.js';
import type { ColumnMapping, MappingFile } from './mapping.js';
import type { Profile } from './profile.js';

/** A header row that was recognised: its profile, what became of each column, and why it is that profile. */
export interface Recognised {
  profile: Profile;
  columns: ColumnMapping[];
  reason: string;
}

/** A table as far as recognising it needs. */
export interface Recognisable {
  readonly header: readonly string[];
  readonly sample: readonly { readonly cells: readonly string[] }[];
}

export interface RecogniseOptions {
  /** One profile by name instead of `auto`. */
  wanted?: string | undefined;
  mapping?: MappingFile | undefined;
  /** Labels of the business's custom fields: columns of these names feed them. */
  customFields?: readonly string[] | undefined;
}

/** The profile for lists of no known layout, whose columns are told by what they mean. */
export const GENERAL_PROFILE = 'clients';

/**
 * Finds the layout of a table: the profile whose signature is there in full (of several the longest), else the general
 * mapper, provided that it finds a name; an unsure match is none. Throws `layout_unknown`, `profile_unknown`, `mapping_invalid`.
 */
export function recognise(
  table: Recognisable,
  profiles: readonly Profile[],
  options: RecogniseOptions = {},
): Recognised {
  const { wanted = 'auto', mapping } = options;
  const named = wanted === 'auto' ? mapping?.profile : wanted;
  const claimed = named === undefined ? findClaim(table.header, profiles) : undefined;
  const profile = named === undefined ? claimed : getProfile(profiles, named);
  if (profile && profile.name !== GENERAL_PROFILE) {
    const columns = mapColumns(table.header, profile, mapping, decideByLabel(profile, options));
    if (named === undefined || columns.some(({ field }) => field !== undefined)) {
      const reason = claimed ? signatureReason(claimed) : 'named by a person';
      return { profile, columns, reason };
    }
    throw layoutUnknown(table.header, [profile]);
  }
  const general = getProfile(profiles, GENERAL_PROFILE);
  // Its own columns are those of its template: a column means what it means beside all the others.
  const untold = { ...general, columns: {} };
  const columns = mapColumns(table.header, untold, mapping, decideByMeaning(table, options));
  if (hasName(columns)) {
    const reason = mapping
      ? 'its columns are named by you or a mapping'
      : 'told by what its columns mean';
    return { profile: general, columns, reason };
  }
  if (mapping) throw namelessMapping(mapping);
  throw layoutUnknown(table.header, profiles);
}

/** The profile with the longest signature among those that are there in full; of two equally long ones none. */
function findClaim(header: readonly string[], profiles: readonly Profile[]): Profile | undefined {
  const names = new Set(header.map(normaliseHeaderName));
  const has = (name: string) => names.has(normaliseHeaderName(name));
  const claims = profiles
    .filter(({ recognisedBy }) => recognisedBy?.headers.every(has))
    .filter(({ recognisedBy }) => !recognisedBy?.without?.some(has))
    .sort((a, b) => signatureLength(b) - signatureLength(a));
  const [first, second] = claims;
  return first && second && signatureLength(first) === signatureLength(second) ? undefined : first;
}

const signatureLength = ({ recognisedBy }: Profile): number => recognisedBy?.headers.length ?? 0;

const signatureReason = ({ recognisedBy }: Profile): string =>
  `has the columns ${(recognisedBy?.headers ?? []).map((name) => `"${name}"`).join(', ')}`;

const hasName = (columns: readonly ColumnMapping[]): boolean =>
  columns.some(
    ({ field }) => field !== undefined && ['first_name', 'full_name', 'company'].includes(field),
  );

/** In a known layout only custom fields of the business are added to what the profile says. */
function decideByLabel(profile: Profile, { customFields = [] }: RecogniseOptions): DecideRest {
  return (rest) =>
    rest.map(
      ({ column }) =>
        customFieldOf(column, customFields) ??
        (profile.otherColumns === 'custom'
          ? customColumn(column, profile)
          : unknownColumn(profile)),
    );
}

const unknownColumn = ({ title }: Profile): ColumnDecision => ({
  field: undefined,
  confidence: 1,
  reason: `not a column of ${title}`,
});

function customColumn(column: string, { clients }: Profile): ColumnDecision {
  const isOfMatter = clients.shape === 'joined' && clients.parents.length > 0;
  return {
    field: column,
    confidence: 1,
    reason: 'a custom column',
    ...(isOfMatter ? { ofMatter: true as const } : {}),
  };
}

function customFieldOf(column: string, labels: readonly string[]): ColumnDecision | undefined {
  const label = labels.find((one) => normaliseHeaderName(one) === normaliseHeaderName(column));
  return label === undefined
    ? undefined
    : { field: label, confidence: 1, reason: 'a custom field of the business' };
}

function decideByMeaning(
  { sample }: Recognisable,
  { customFields = [] }: RecogniseOptions,
): DecideRest {
  return (rest) => {
    const meanings = mapByMeaning(
      rest.map(({ column }) => column),
      sample.map(({ cells }) => rest.map(({ index }) => cells[index] ?? '')),
    );
    return rest.map(
      ({ column }, at) =>
        customFieldOf(column, customFields) ?? {
          field: meanings[at]?.field,
          confidence: meanings[at]?.confidence ?? 1,
          reason: meanings[at]?.reason ?? '',
        },
    );
  };
}

function namelessMapping({ columns }: MappingFile): FerryError {
  const said = Object.entries(columns).map(
    ([column, to]) =>
      `"${column}" to ${to === null ? 'nothing' : typeof to === 'string' ? to : to.to}`,
  );
  return new FerryError(
    'layout_unknown',
    "None of the columns that were chosen gives a client's name.",
    {
      hint: `Send one to first_name, full_name or company; now they send ${said.slice(0, 10).join(', ')}.`,
    },
  );
}

function layoutUnknown(header: readonly string[], candidates: readonly Profile[]): FerryError {
  return new FerryError(
    'layout_unknown',
    `No column tells by itself that it holds a client's name, and no known layout fits${nearest(header, candidates)}; found: ${listNames(header)}.`,
    {
      hint: 'Check that the header line holds the column names, or name the columns in a mapping file: --mapping m.json with {"columns": {"Your column": "first_name"}}.',
    },
  );
}

/** The layout that lacks the least, when most of its signature is there. */
function nearest(header: readonly string[], profiles: readonly Profile[]): string {
  const names = new Set(header.map(normaliseHeaderName));
  const scored = profiles.flatMap((profile) => {
    const headers = profile.recognisedBy?.headers ?? [];
    const missing = headers.filter((name) => !names.has(normaliseHeaderName(name)));
    return missing.length > 0 && missing.length < headers.length / 2 ? [{ profile, missing }] : [];
  });
  const [best] = scored.sort((a, b) => a.missing.length - b.missing.length);
  if (!best) return '';
  const missing = best.missing.map((name) => `"${name}"`).join(', ');
  return ` (${best.profile.title} would need ${missing} too)`;
}
