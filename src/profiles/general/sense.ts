import type { TargetName } from '../targets.js';

/** What a column can mean: a target, or a bare `name`, of which only its neighbours tell whether it is a whole one. */
export type Sense = TargetName | 'name';

/** Short words for people; `targets.ts` holds the long ones. */
const WORDS: Readonly<Record<Sense, string>> = {
  first_name: 'first name',
  middle_name: 'middle name',
  last_name: 'last name',
  full_name: 'full name',
  name: 'name',
  company: 'company',
  email: 'e-mail address',
  phone: 'phone number',
  address: 'address',
  street: 'street',
  po_box: 'post office box',
  city: 'town',
  region: 'state or province',
  postal_code: 'postal code',
  country: 'country',
  status: 'client status',
  tags: 'tags',
  opt_in: 'consent to be written to',
  opt_out: 'objection to being written to',
  external_id: 'client number',
  notes: 'notes',
};

/** A sense in words for people, e.g. `phone number`. */
export function describeSense(sense: Sense): string {
  return WORDS[sense];
}

const ADDRESS_PARTS: ReadonlySet<string> = new Set<Sense>([
  'address',
  'street',
  'po_box',
  'city',
  'region',
  'postal_code',
  'country',
]);

/** Whether a sense is a postal address or a part of one. */
export function isOfAddress(sense: Sense | undefined): boolean {
  return sense !== undefined && ADDRESS_PARTS.has(sense);
}

const NAMES: ReadonlySet<string> = new Set<Sense>([
  'name',
  'full_name',
  'first_name',
  'middle_name',
  'last_name',
]);

/** Whether a sense is a person's name or a part of one. */
export function isOfName(sense: Sense | undefined): boolean {
  return sense !== undefined && NAMES.has(sense);
}
