import { FerryError } from '../errors.js';
import { HOST_FIELDS } from '../profiles/host-fields.js';
import type { ColumnMapping } from '../profiles/mapping.js';
import { isTargetName, TARGETS } from '../profiles/targets.js';
import type { Batch, StagedFile } from '../staging/batch.js';
import type { Issue } from '../staging/issue.js';
import { treatmentOf } from '../staging/treatments.js';
import type { Store } from '../store/store.js';

/** Where one value of a client came from. */
export interface ValueOrigin {
  key: string;
  value: unknown;
  /** Columns that feed the key, in file order, each with what was done to its cells. */
  columns: { column: string; target: string; transforms: readonly string[] }[];
}

/** A client with where everything in it came from. */
export interface ClientExplanation {
  seq: number;
  file: string;
  line: number;
  profile: string;
  values: ValueOrigin[];
  /** Records that became part of it. */
  merged: { file: string; line: number }[];
  warnings: Issue[];
}

/** Explains a client of a batch. Throws `client_not_found`, `batch_damaged`. */
export async function explainClient(
  store: Pick<Store, 'readOrigin'>,
  batch: Batch,
  seq: number,
): Promise<ClientExplanation> {
  const origin = await store.readOrigin(batch.id, seq);
  const file = batch.files[origin?.lead.file ?? -1];
  if (!origin || !file) {
    throw new FerryError('client_not_found', `The batch ${batch.id} has no client ${seq}.`, {
      hint: `Its clients are numbered from 1 to ${batch.counts.clients}.`,
    });
  }
  const values = Object.entries(JSON.parse(origin.json) as Record<string, unknown>);
  return {
    seq,
    file: file.name,
    line: origin.lead.line,
    profile: file.profile,
    values: values.map(([key, value]) => ({
      key,
      value,
      columns: columnsFor(key, value, file, origin.columns),
    })),
    merged: origin.merged.map((place) => ({
      file: batch.files[place.file]?.name ?? '',
      line: place.line,
    })),
    warnings: origin.warnings,
  };
}

function columnsFor(
  key: string,
  value: unknown,
  { columns }: StagedFile,
  used: readonly number[],
): ValueOrigin['columns'] {
  const gave = columns.filter(({ index, ofMatter }) => ofMatter === true || used.includes(index));
  return gave
    .filter((mapping) => feeds(mapping, key, value, gave))
    .map((mapping) => {
      const target = mapping.field ?? '';
      const { transforms } = treatmentOf(target, mapping.spec, undefined);
      return { column: mapping.column, target, transforms };
    });
}

const isHostKey = (key: string): boolean => HOST_FIELDS.some((field) => field.key === key);

/**
 * Whether a column that gave a value had a part in a key, by the rules of composing (`staging/compose-client.ts`). Matters are an
 * array, or in flat records keys that begin with what a matter is called.
 */
function feeds(
  { field, ofMatter, index }: ColumnMapping,
  key: string,
  value: unknown,
  gave: readonly ColumnMapping[],
): boolean {
  if (field === undefined) return false;
  if (ofMatter) return Array.isArray(value) || (!isHostKey(key) && key.endsWith(`_${field}`));
  if (!isTargetName(field)) return field === key;
  if (!(TARGETS[field].becomes as readonly string[]).includes(key)) return false;
  const has = (...targets: string[]) =>
    gave.some((one) => one.ofMatter !== true && targets.includes(one.field ?? ''));
  const isFirst = gave.find((one) => one.field === field)?.index === index;
  const isNamed = has('first_name', 'last_name', 'full_name');
  switch (field) {
    case 'full_name':
      return !has('first_name', 'middle_name', 'last_name');
    case 'company':
      return (key === 'notes') === isNamed;
    case 'email':
    case 'phone':
      return (key === 'notes') !== isFirst;
    case 'street':
    case 'po_box':
    case 'city':
    case 'region':
    case 'postal_code':
    case 'country':
      return !has('address');
    default:
      return true;
  }
}
