import { SYSTEM_FIELDS, type CrmField, type SystemKey } from './system-fields.js';

/** A client as it came over the wire, sorted into what the CRM can keep. Absent key = not sent or blank. */
export interface ClientValues {
  system: Partial<Record<SystemKey, string>>;
  /** Kept in the type it came in: the host reports number ids as numbers (intandem-contract section 8). */
  externalId?: string | number;
  tags: string[];
  /** By field id. */
  custom: Record<string, string>;
  /** Nested matters of `upload_type: "multi"`; their shape is undocumented, so they are kept as they came. */
  matters: unknown[];
  /** Keys that are neither system fields nor custom fields of the business. */
  ignoredKeys: string[];
}

export interface ReadClientOptions {
  /** The business's fields; custom ones are known by label or id. */
  fields: readonly CrmField[];
  /**
   * Whether matters are understood. Their form is undocumented (intandem-contract section 3), so each likely one is taken: an
   * array of objects under any key, or the contact repeated with the matter in keys that begin alike, `pet_name` being its name.
   */
  hasMatters?: boolean;
}

const systemKeys = new Set<string>(SYSTEM_FIELDS.map((field) => field.key));

/** Makes the reader that sorts one wire client into system values, custom values and ignored keys. */
export function createClientReader(options: ReadClientOptions) {
  const customIds = new Map<string, string>();
  for (const field of options.fields.filter((one) => !one.isSystem && !one.deleted)) {
    if (!customIds.has(field.label)) customIds.set(field.label, field.id);
    customIds.set(field.id, field.id);
  }

  return function readClient(wire: Record<string, unknown>): ClientValues {
    const { sent, matter } =
      options.hasMatters === true ? partFlatMatter(wire) : { sent: wire, matter: undefined };
    const values: ClientValues = { system: {}, tags: [], custom: {}, matters: [], ignoredKeys: [] };
    for (const [key, value] of Object.entries(sent)) {
      const customId = customIds.get(key);
      if (isSystemKey(key)) keep(values.system, key, value);
      else if (key === 'tags') values.tags = tagsOf(value);
      else if (options.hasMatters === true && isListOfObjects(value)) values.matters = value;
      else if (customId !== undefined) keep(values.custom, customId, value);
      else if (key !== 'external_id') values.ignoredKeys.push(key);
      // told apart, since a business may have made a field for it as well
      if (key === 'external_id') values.externalId = externalIdOf(value);
    }
    if (matter) values.matters = [matter];
    return values;
  };
}

/** E-mail addresses are compared without regard to case. */
export function emailKey(email: string | undefined): string | undefined {
  return email?.trim().toLowerCase();
}

function isSystemKey(key: string): key is SystemKey {
  return systemKeys.has(key);
}

function keep<K extends string>(into: Partial<Record<K, string>>, key: K, value: unknown): void {
  const text = textOf(value);
  if (text !== undefined && text.trim() !== '') into[key] = text;
}

function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  // the client API shows consent as "1" or "0" (intandem-contract section 4.2)
  if (typeof value === 'boolean') return value ? '1' : '0';
  return JSON.stringify(value);
}

function externalIdOf(value: unknown): string | number | undefined {
  if (typeof value === 'number') return value;
  const text = textOf(value);
  return text === '' ? undefined : text;
}

function tagsOf(value: unknown): string[] {
  const parts = Array.isArray(value) ? value.map(textOf) : (textOf(value)?.split(',') ?? []);
  const tags = parts.map((part) => part?.trim() ?? '').filter((tag) => tag !== '');
  return [...new Set(tags)];
}

function isListOfObjects(value: unknown): value is unknown[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === 'object' && item !== null)
  );
}

/** Takes the keys of a matter out of a flat record: those with the prefix of the one key `<prefix>_name` that is no own field. */
function partFlatMatter(wire: Record<string, unknown>): {
  sent: Record<string, unknown>;
  matter: Record<string, unknown> | undefined;
} {
  const nameKey = Object.keys(wire).find((key) => key.endsWith('_name') && !isSystemKey(key));
  if (nameKey === undefined) return { sent: wire, matter: undefined };
  const prefix = nameKey.slice(0, -'name'.length);
  const entries = Object.entries(wire);
  const ofMatter = entries.filter(([key]) => key.startsWith(prefix));
  return {
    sent: Object.fromEntries(entries.filter(([key]) => !key.startsWith(prefix))),
    matter: Object.fromEntries(ofMatter.map(([key, value]) => [key.slice(prefix.length), value])),
  };
}
