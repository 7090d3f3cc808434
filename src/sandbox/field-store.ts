import { createCrmId, type CrmDatabase } from './crm-database.js';
import { SYSTEM_FIELDS, type CrmField } from './system-fields.js';

interface FieldRow {
  id: string;
  is_system: number;
  type: CrmField['type'];
  label: string;
  object_type: CrmField['object_type'];
  default_value: string;
  forms: string;
  keep_asking: number;
  required: number;
  options: string;
}

export type NewField = Pick<CrmField, 'type' | 'label'> & Partial<CrmField>;

export interface FieldStore {
  /** Gives a business its system fields, once. */
  seed(businessUid: string): void;
  /** The fields of a business, oldest first. */
  list(businessUid: string): CrmField[];
  add(businessUid: string, field: NewField): CrmField;
}

/** The card fields of every business. */
export function createFieldStore(db: CrmDatabase): FieldStore {
  const select = db.prepare<[string], FieldRow>(
    'SELECT * FROM fields WHERE business_uid = ? ORDER BY seq',
  );
  const insert = db.prepare<[FieldRow & { business_uid: string }]>(`
    INSERT INTO fields (
      id, business_uid, is_system, type, label, object_type, default_value, forms, keep_asking, required, options
    ) VALUES (
      @id, @business_uid, @is_system, @type, @label, @object_type, @default_value, @forms, @keep_asking, @required, @options
    )`);

  function add(businessUid: string, wanted: NewField): CrmField {
    const field: CrmField = {
      id: createCrmId(),
      // the host's default for created fields (intandem-contract section 4.1)
      object_type: 'matter',
      default_value: '',
      deleted: false,
      forms: ['client_card'],
      keep_asking: false,
      required: false,
      options: [],
      isSystem: false,
      ...wanted,
    };
    insert.run({
      id: field.id,
      business_uid: businessUid,
      is_system: Number(field.isSystem),
      type: field.type,
      label: field.label,
      object_type: field.object_type,
      default_value: field.default_value,
      forms: JSON.stringify(field.forms),
      keep_asking: Number(field.keep_asking),
      required: Number(field.required),
      options: JSON.stringify(field.options),
    });
    return field;
  }

  const list = (businessUid: string) => select.all(businessUid).map(fieldOf);
  const seed = db.transaction((businessUid: string) => {
    if (list(businessUid).length > 0) return;
    for (const { key, type, label } of SYSTEM_FIELDS) {
      const required = key === 'first_name';
      add(businessUid, { type, label, required, object_type: 'contact', isSystem: true });
    }
  });

  return { seed, list, add };
}

function fieldOf(row: FieldRow): CrmField {
  return {
    id: row.id,
    type: row.type,
    label: row.label,
    object_type: row.object_type,
    default_value: row.default_value,
    deleted: false,
    forms: JSON.parse(row.forms) as string[],
    keep_asking: row.keep_asking === 1,
    required: row.required === 1,
    options: JSON.parse(row.options) as string[],
    isSystem: row.is_system === 1,
  };
}
