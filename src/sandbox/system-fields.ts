/**
 * The fields every business has. `type` is the spelling of `GET /platform/v1/fields`, `key` the one of the client API and
 * the import (intandem-contract section 4.1).
 */
export const SYSTEM_FIELDS = [
  { key: 'first_name', type: 'firstname', label: 'First name' },
  { key: 'last_name', type: 'lastname', label: 'Last name' },
  { key: 'email', type: 'email', label: 'Email' },
  { key: 'phone', type: 'phone', label: 'Mobile phone' },
  { key: 'address', type: 'address', label: 'Address' },
  { key: 'status', type: 'status', label: 'Status' },
  { key: 'opt_in', type: 'opt-in', label: 'Opt-in' },
] as const;

export type SystemKey = (typeof SYSTEM_FIELDS)[number]['key'];

/** Every field type of the host (intandem-contract section 4.1). */
export const FIELD_TYPES = [
  'singleline',
  'multiline',
  'name',
  'dropdown',
  'datepicker',
  'checkbox',
  'address',
  'identifier',
  'email',
  'firstname',
  'lastname',
  'phone',
  'opt-in',
  'status',
] as const;

export type FieldType = (typeof FIELD_TYPES)[number];

/** One field as `GET /platform/v1/fields` shows it. */
export interface CrmField {
  id: string;
  type: FieldType;
  label: string;
  object_type: 'contact' | 'matter';
  default_value: string;
  deleted: boolean;
  forms: string[];
  keep_asking: boolean;
  required: boolean;
  options: string[];
  /** True for the fields seeded with the business. Not shown on the wire: the host tells them by `type` alone. */
  isSystem: boolean;
}
