/**
 * The host's own client fields. `type` is their spelling in `GET /platform/v1/fields`, where labels may be renamed by the
 * business (intandem-contract section 4.1); fields without a type there have only the default label.
 */
export interface HostField {
  key: string;
  label: string;
  type?: string;
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
];
