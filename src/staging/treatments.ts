import type { ColumnSpec, Rule, Transform } from '../profiles/profile.js';
import { isTargetName, type TargetName } from '../profiles/targets.js';
import type { BusinessField } from '../profiles/host-fields.js';

/** How the values of a column are read. */
export interface Treatment {
  /** Which damage is looked for (`values/damage.ts`). */
  readonly kind: 'text' | 'email' | 'phone' | 'id' | 'name';
  readonly transforms: readonly Transform[];
  readonly rules: readonly Rule[];
}

const single = (characters: number): Rule[] => [
  { rule: 'single-line' },
  { rule: 'max-length', characters },
];
const lines = (characters: number): Rule[] => [{ rule: 'max-length', characters }];

const name: Treatment = { kind: 'name', transforms: ['trim', 'single-spaces'], rules: single(200) };
const words: Treatment = { kind: 'text', transforms: ['trim', 'lines'], rules: lines(500) };
const consent: Treatment = { kind: 'text', transforms: ['trim'], rules: single(200) };

/** Lengths come before shapes, so that hostile cells cost nothing (promises S22). */
const TREATMENTS: Record<TargetName, Treatment> = {
  first_name: name,
  middle_name: name,
  last_name: name,
  full_name: name,
  company: { ...name, kind: 'text' },
  email: { kind: 'email', transforms: ['trim'], rules: [...single(320), { rule: 'email' }] },
  phone: { kind: 'phone', transforms: ['trim', 'phone'], rules: single(64) },
  address: { ...words, rules: lines(1000) },
  street: words,
  po_box: words,
  city: words,
  region: words,
  postal_code: { ...words, kind: 'id' },
  country: words,
  status: { kind: 'text', transforms: ['trim'], rules: single(100) },
  tags: { kind: 'text', transforms: ['trim'], rules: single(1000) },
  opt_in: consent,
  opt_out: consent,
  external_id: { kind: 'id', transforms: ['trim'], rules: single(200) },
  notes: { ...words, rules: lines(5000) },
};

const custom: Treatment = { ...words, rules: lines(5000) };

/** How a column is read: as its target or the type of its custom field says, and what its profile changes about that. */
export function treatmentOf(
  key: string,
  spec: ColumnSpec | undefined,
  customField: BusinessField | undefined,
): Treatment {
  const own = isTargetName(key) ? TREATMENTS[key] : customTreatment(customField);
  return {
    kind: own.kind,
    transforms: spec?.transforms ?? own.transforms,
    rules: [...own.rules, ...(spec?.rules ?? [])],
  };
}

/** Types as the host spells them (intandem-contract section 4.1). */
function customTreatment(field: BusinessField | undefined): Treatment {
  switch (field?.type) {
    case 'dropdown':
      return { ...custom, rules: [{ rule: 'one-of', values: [...field.options] }] };
    case 'datepicker':
      return {
        ...custom,
        transforms: ['trim', 'date'],
        rules: [...single(40), { rule: 'iso-date' }],
      };
    case 'checkbox':
      return { ...custom, transforms: ['trim', 'boolean-words'] };
    case 'identifier':
      return { kind: 'id', transforms: ['trim'], rules: [...single(200), { rule: 'unique' }] };
    case 'singleline':
    case 'name':
      return { ...custom, rules: single(1000) };
    case 'email':
      return TREATMENTS.email;
    case 'phone':
      return TREATMENTS.phone;
    default:
      return custom;
  }
}
