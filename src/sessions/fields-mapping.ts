import { HOST_FIELDS, type BusinessField } from '../profiles/host-fields.js';
import { normaliseHeaderName } from '../profiles/header-name.js';

export interface FieldsMapping {
  /** Host field key to the label that the business sees. */
  mapping: Record<string, string>;
  /** Keys that the business has no field for; the host ignores them silently (promises F8). */
  unknownToHost: string[];
}

/**
 * The `fields_mapping` of a declaration. System fields are told by their type; custom fields by label or id. Without the
 * business's list the default labels stand and nothing can be said about unknown keys. `external_id` is tracked by the
 * import itself (contract section 2), so it is never reported as unknown.
 */
export function createFieldsMapping(
  keys: readonly string[],
  businessFields: readonly BusinessField[] | undefined,
): FieldsMapping {
  const unknownToHost: string[] = [];
  const entries = keys.map((key): [string, string] => {
    const own = HOST_FIELDS.find((field) => field.key === key);
    const known = businessFields?.find((field) =>
      own
        ? field.type === own.type
        : field.id === key || normaliseHeaderName(field.label) === normaliseHeaderName(key),
    );
    if (!own && businessFields && !known) unknownToHost.push(key);
    return [key, known?.label ?? own?.label ?? key];
  });
  return { mapping: Object.fromEntries(entries), unknownToHost };
}
