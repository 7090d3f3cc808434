import type { Pool } from 'pg';
import { keyText, nameOf } from './key-text.js';

/** Sets or takes away the time until which a batch is kept; tells whether it is there. */
export async function setKeepUntil(
  pool: Pool,
  batchId: string,
  until: string | undefined,
): Promise<boolean> {
  const { rowCount } = await pool.query('UPDATE batches SET keep_until = $1 WHERE id = $2', [
    until ?? null,
    keyText(batchId),
  ]);
  return rowCount === 1;
}

/** By batch, of those that have such a time. */
export async function listKeepUntil(pool: Pool): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ id: string; keep_until: string }>(
    'SELECT id, keep_until FROM batches WHERE keep_until IS NOT NULL',
  );
  return new Map(rows.map((row) => [nameOf(row.id), row.keep_until]));
}
