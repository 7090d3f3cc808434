import type { DraftColumnWire, FieldsWire } from '../../web/api/wire.js';

export type FieldGroupName = 'name' | 'contact' | 'address' | 'more' | 'custom' | 'other';

export interface FieldGroup {
  group: FieldGroupName;
  fields: string[];
}

const GROUP_OF: Readonly<Record<string, FieldGroupName>> = {
  first_name: 'name',
  middle_name: 'name',
  last_name: 'name',
  full_name: 'name',
  company: 'name',
  email: 'contact',
  phone: 'contact',
  address: 'address',
  street: 'address',
  po_box: 'address',
  city: 'address',
  region: 'address',
  postal_code: 'address',
  country: 'address',
};

const ORDER: readonly FieldGroupName[] = ['name', 'contact', 'address', 'more', 'custom', 'other'];

/**
 * What a column may feed, by group. A custom field with the name of a contact field cannot be told from it and is left out. When
 * the CRM does not tell its custom fields, the column's own name is offered as one; what the column feeds now is always among them.
 */
export function groupFields(
  { targets, custom }: FieldsWire,
  column: Pick<DraftColumnWire, 'name' | 'field'>,
): FieldGroup[] {
  const groups = new Map<FieldGroupName, string[]>(ORDER.map((group) => [group, []]));
  const known = new Set<string>();
  const add = (group: FieldGroupName, field: string): void => {
    if (field === '' || known.has(field)) return;
    known.add(field);
    groups.get(group)?.push(field);
  };
  for (const { key } of targets) add(GROUP_OF[key] ?? 'more', key);
  for (const { label } of custom ?? []) add('custom', label);
  if (custom === null) add('custom', column.name);
  if (column.field !== null) add('other', column.field);
  return ORDER.map((group) => ({ group, fields: groups.get(group) ?? [] })).filter(
    ({ fields }) => fields.length > 0,
  );
}
