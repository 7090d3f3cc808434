import type { Pool } from 'pg';
import type { MappingFile } from '../../profiles/mapping.js';
import { keyText } from './key-text.js';

/** The mapping that a person gave for a header of that fingerprint, if any. */
export async function findMapping(
  pool: Pool,
  businessUid: string,
  fingerprint: string,
): Promise<MappingFile | undefined> {
  const { rows } = await pool.query<{ mapping: string }>(
    'SELECT mapping FROM mappings WHERE business_uid = $1 AND fingerprint = $2',
    [keyText(businessUid), keyText(fingerprint)],
  );
  return rows.map(({ mapping }) => JSON.parse(mapping) as MappingFile)[0];
}

/** Remembers a mapping, in place of an earlier one for the same header. */
export async function rememberMapping(
  pool: Pool,
  businessUid: string,
  fingerprint: string,
  mapping: MappingFile,
): Promise<void> {
  await pool.query(
    `INSERT INTO mappings (business_uid, fingerprint, mapping) VALUES ($1, $2, $3)
     ON CONFLICT (business_uid, fingerprint) DO UPDATE SET mapping = excluded.mapping`,
    [keyText(businessUid), keyText(fingerprint), JSON.stringify(mapping)],
  );
}
