import { HOST_FIELDS, type BusinessField } from '../profiles/host-fields.js';
import { createFieldsMapping } from '../sessions/fields-mapping.js';
import type { Batch } from '../staging/batch.js';
import { lookOfValues } from './look-of-values.js';
import type { FieldType, PreflightDeps } from './preflight-deps.js';

/** A field of the list that the host has none for. */
export interface MissingField {
  key: string;
  /** What it will be called in the CRM. */
  label: string;
  type: FieldType;
  /** False: the import does without it, and a field makes it visible in the CRM. */
  isAdvised: boolean;
}

type FieldDeps = Pick<PreflightDeps, 'host' | 'store'>;

/**
 * The fields that could be made in the CRM for a batch, each with the type that all its values look like; undefined when the
 * host does not list its fields. `external_id` is among them: the import keeps it by itself, but staff see and find it only in
 * a field. Throws `batch_damaged`.
 */
export async function findMissingFields(
  { host, store }: FieldDeps,
  batch: Batch,
): Promise<MissingField[] | undefined> {
  const known = await host.listFields();
  if (known === undefined) return undefined;
  const { unknownToHost } = createFieldsMapping(batch.fields, known);
  const looks = await lookOfValues(store, batch, unknownToHost);
  const missing = unknownToHost.map((key): MissingField => ({
    ...{ key, label: key, isAdvised: true },
    type: looks.get(key) ?? 'singleline',
  }));
  return lacksIdentifier(batch, known) ? [...missing, EXTERNAL_ID] : missing;
}

const EXTERNAL_ID: MissingField = {
  key: 'external_id',
  label: HOST_FIELDS.find(({ key }) => key === 'external_id')?.label ?? '',
  type: 'identifier',
  isAdvised: false,
};

const lacksIdentifier = ({ fields }: Batch, known: readonly BusinessField[]): boolean =>
  fields.includes('external_id') &&
  !known.some(({ type, label }) => type === 'identifier' || label === EXTERNAL_ID.label);

/**
 * Makes chosen fields in the CRM, on a person's word; those that are there by now are not made again. Gives those that were
 * made. Throws `host_refused`, `host_unreachable`, and `host_unclear` when one may have come to be all the same.
 */
export async function createMissingFields(
  deps: FieldDeps,
  batch: Batch,
  keys: readonly string[],
): Promise<MissingField[]> {
  const missing = (await findMissingFields(deps, batch)) ?? [];
  const chosen = missing.filter(({ key }) => keys.includes(key));
  for (const { label, type } of chosen) await deps.host.createField({ label, type });
  return chosen;
}
