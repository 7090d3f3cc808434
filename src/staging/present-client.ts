import type { Fields } from './compose-client.js';
import type { MatterForm } from './reading.js';

/** A client as it will be served: JSON texts, byte for byte, and the keys that they use. */
export interface PresentedClient {
  readonly texts: readonly string[];
  readonly keys: readonly string[];
}

export interface MatterWriting {
  readonly form: MatterForm;
  /** Key of the array of matters in the form `nested`. */
  readonly key: string;
  /** What a matter is called: in `flat` it begins the keys, in `notes` the lines. */
  readonly term: string;
}

/**
 * Writes a client with its matters in one of three forms, since the host's own is not documented (intandem-contract
 * section 3): `nested`, an array in the client; `flat`, the client repeated for each matter; `notes`, lines of its notes.
 * Names of matters are made different within a client, since the host refuses a repeated one.
 */
export function presentClient(
  fields: Fields,
  matters: readonly Fields[],
  { form, key, term }: MatterWriting,
): PresentedClient {
  if (matters.length === 0) return presentFields(fields);
  const named = withDifferentNames(matters);
  switch (form) {
    case 'nested': {
      const own = fields.filter(([field]) => field !== key);
      const array = `[${named.map(write).join(',')}]`;
      const head = write(own).slice(0, -1);
      return {
        texts: [`${head}${own.length > 0 ? ',' : ''}${JSON.stringify(key)}:${array}}`],
        keys: [...own.map(([field]) => field), key],
      };
    }
    case 'flat': {
      const rows = named.map((matter) => [...fields, ...matter.map(prefixed(term))]);
      return { texts: rows.map(write), keys: [...new Set(rows.flatMap(keysOf))] };
    }
    case 'notes': {
      const withNotes = addNotes(
        fields,
        named.map((matter) => describe(term, matter)),
      );
      return one(withNotes, write(withNotes));
    }
  }
}

/** Writes a client without matters. */
export const presentFields = (fields: Fields): PresentedClient => one(fields, write(fields));

const one = (fields: Fields, text: string): PresentedClient => ({
  texts: [text],
  keys: keysOf(fields),
});

const keysOf = (fields: Fields): string[] => fields.map(([key]) => key);

/** Keys as they came: no object is built, so `__proto__` is a key like any other (promises S21). */
function write(fields: Fields): string {
  let text = '';
  for (const [key, value] of fields) {
    const isPlain = typeof value === 'string' && NEEDS_NO_ESCAPE.test(value);
    text += (text === '' ? '{' : ',') + writeKey(key);
    text += isPlain ? `"${value}"` : JSON.stringify(value);
  }
  return text === '' ? '{}' : `${text}}`;
}

/** What JSON writes as it is, between quotes: nothing to escape, and no half of a pair. */
const NEEDS_NO_ESCAPE = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

/** Keys are few, and the same in every client; a list of more columns than these is none of clients. */
const MAX_KEYS = 5_000;
const writtenKeys = new Map<string, string>();

/** A key with its colon. */
function writeKey(key: string): string {
  const known = writtenKeys.get(key);
  if (known !== undefined) return known;
  if (writtenKeys.size >= MAX_KEYS) writtenKeys.clear();
  const written = `${JSON.stringify(key)}:`;
  writtenKeys.set(key, written);
  return written;
}

const prefixed =
  (term: string) =>
  ([key, value]: Fields[number]): Fields[number] => [`${term}_${key}`, value];

function describe(term: string, matter: Fields): string {
  const [first, ...others] = matter;
  const more = others.map(([key, value]) => `${key}: ${String(value)}`).join('; ');
  const name = `${term[0]?.toUpperCase() ?? ''}${term.slice(1)}: ${String(first?.[1] ?? '')}`;
  return more === '' ? name : `${name} (${more})`;
}

function addNotes(fields: Fields, lines: readonly string[]): Fields {
  const before = fields.filter(([key]) => key === 'notes').map(([, value]) => String(value));
  return [
    ...fields.filter(([key]) => key !== 'notes'),
    ['notes', [...before, ...lines].join('\n')],
  ];
}

function withDifferentNames(matters: readonly Fields[]): Fields[] {
  const seen = new Map<string, number>();
  return matters.map(([name, ...others]) => {
    if (!name) return [];
    const text = String(name[1]);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return [[name[0], count === 1 ? text : `${text} (${count})`], ...others];
  });
}
