/**
 * The host's own client fields. `type` is their spelling in `GET /platform/v1/fields`, where labels may be renamed by the
 * business (intandem-contract section 4.1); fields without a type there have only the default label.
 */
export interface HostField {
  key: string;
  label: string;
  type?: string;
}

/** A field of the business's client card, as the host lists it (intandem-contract section 4.1). */
export interface BusinessField {
  readonly id: string;
  readonly type: string;
  readonly label: string;
  /** Choices of a drop-down. */
  readonly options: readonly string[];
  /** True when it belongs to a matter rather than to the contact. */
  readonly ofMatter: boolean;
}

/** Whether a field is one of the business's own; the host's are told apart by their types. */
export function isCustomField({ type }: BusinessField): boolean {
  return !HOST_FIELDS.some((field) => field.type === type);
}

export const HOST_FIELDS: readonly HostField[] = [
  { key: 'first_name', label: 'First name', type: 'firstname' },
  { key: 'last_name', label: 'Last name', type: 'lastname' },
  { key: 'email', label: 'Email', type: 'email' },
  { key: 'phone', label: 'Mobile phone', type: 'phone' },
  { key: 'address', label: 'Address', type: 'address' },
  { key: 'status', label: 'Status', type: 'status' },
  { key: 'tags', label: 'Tags' },
  { key: 'opt_in', label: 'Opt-in', type: 'opt-in' },
  { key: 'external_id', label: 'External ID' },
  { key: 'notes', label: 'Notes' },
];
