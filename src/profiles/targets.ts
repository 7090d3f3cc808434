/**
 * What a column can feed. Some targets are host fields; the others are parts from which staging builds host fields
 * (`becomes`). Any other name is the key of a custom field of the business: text, fed by one column.
 *
 * `merge` is what several columns of one file may do with a target: `one` (only one column), `first` (the first value that is
 * not blank wins, the others go into the notes), `all` (every value counts).
 */
export interface Target {
  readonly becomes: readonly string[];
  readonly merge: 'one' | 'first' | 'all';
  /** What it is, in words for people. */
  readonly meaning: string;
}

export const TARGETS = {
  first_name: { becomes: ['first_name'], merge: 'one', meaning: 'given name' },
  middle_name: {
    becomes: ['first_name'],
    merge: 'one',
    meaning: 'middle names, after the given name',
  },
  last_name: { becomes: ['last_name'], merge: 'one', meaning: 'family name' },
  full_name: {
    becomes: ['first_name', 'last_name', 'notes'],
    merge: 'one',
    meaning: 'whole name, split when there is neither given nor family name',
  },
  company: {
    becomes: ['first_name', 'notes'],
    merge: 'one',
    meaning: 'organisation: the name of a client without one, else a line of the notes',
  },
  email: { becomes: ['email', 'notes'], merge: 'first', meaning: 'e-mail address' },
  phone: { becomes: ['phone', 'notes'], merge: 'first', meaning: 'phone number' },
  address: { becomes: ['address'], merge: 'one', meaning: 'whole postal address' },
  street: { becomes: ['address'], merge: 'all', meaning: 'street and house number' },
  po_box: { becomes: ['address'], merge: 'one', meaning: 'post office box' },
  city: { becomes: ['address'], merge: 'one', meaning: 'town' },
  region: { becomes: ['address'], merge: 'one', meaning: 'state, province or county' },
  postal_code: { becomes: ['address'], merge: 'one', meaning: 'postal code' },
  country: { becomes: ['address'], merge: 'one', meaning: 'country, by name or code' },
  status: { becomes: ['status'], merge: 'one', meaning: 'client status' },
  tags: { becomes: ['tags'], merge: 'all', meaning: 'labels, groups, categories' },
  opt_in: {
    becomes: ['opt_in'],
    merge: 'all',
    meaning: 'consent: yes means that they may be written to',
  },
  opt_out: {
    becomes: ['opt_in'],
    merge: 'all',
    meaning: 'consent the other way round: yes means that they must not be written to',
  },
  external_id: { becomes: ['external_id'], merge: 'one', meaning: 'id in the old tool' },
  notes: {
    becomes: ['notes'],
    merge: 'all',
    meaning: 'anything else worth keeping, one line each',
  },
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof TARGETS;

/** Whether a key is one of the targets above; everything else is a custom field. */
export function isTargetName(key: string): key is TargetName {
  return Object.hasOwn(TARGETS, key);
}

/** How several columns may share a key: custom fields take one column. */
export function mergeOf(key: string): Target['merge'] {
  return isTargetName(key) ? TARGETS[key].merge : 'one';
}
