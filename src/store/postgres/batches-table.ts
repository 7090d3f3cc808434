import type { Pool, QueryResultRow } from 'pg';
import type { Batch } from '../../staging/batch.js';
import { batchTable } from './batch-table.js';
import { keyText } from './key-text.js';
import { refuseInUse } from './refuse-in-use.js';
import { forgetClientsOf } from './reports-table.js';
import { inTransaction } from './transaction.js';

interface BatchRow {
  summary: string;
}

/** Runs one statement of a transaction and gives its rows. */
type Query = <R extends QueryResultRow>(text: string, values: unknown[]) => Promise<R[]>;

/**
 * Registers a finished batch within its transaction; returns the batch that stands, which is an earlier one if its content
 * key is taken. Waits for another staging of the same content that is about to commit.
 */
export async function registerBatch(query: Query, batch: Batch, isKept: boolean): Promise<Batch> {
  const key = [keyText(batch.businessUid), keyText(batch.contentKey)];
  for (;;) {
    const registered = await query(
      `INSERT INTO batches (business_uid, content_key, id, clients, summary, created_at, is_kept)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (business_uid, content_key) DO NOTHING
       RETURNING id`,
      [
        ...[...key, batch.id, batch.counts.clients],
        ...[JSON.stringify(batch), keyText(batch.createdAt), isKept],
      ],
    );
    if (registered.length > 0) return batch;
    const [standing] = await query<BatchRow>(
      'SELECT summary FROM batches WHERE business_uid = $1 AND content_key = $2',
      key,
    );
    // None when it was removed in between; then the place is free.
    if (standing) return parseBatch(standing);
  }
}

/** The batch of that id, if there is one. */
export async function findBatch(pool: Pool, id: string): Promise<Batch | undefined> {
  const { rows } = await pool.query<BatchRow>('SELECT summary FROM batches WHERE id = $1', [
    keyText(id),
  ]);
  return rows.map(parseBatch)[0];
}

/** Newest first, all or those of one business. */
export async function listBatches(pool: Pool, businessUid?: string): Promise<Batch[]> {
  const { rows } = await pool.query<BatchRow>(
    `SELECT summary FROM batches
     WHERE $1::text IS NULL OR business_uid = $1
     ORDER BY created_at DESC, no DESC`,
    [businessUid === undefined ? null : keyText(businessUid)],
  );
  return rows.map(parseBatch);
}

/** Tells whether the batch is there to be kept. */
export async function keepBatch(pool: Pool, id: string): Promise<boolean> {
  const { rowCount } = await pool.query('UPDATE batches SET is_kept = true WHERE id = $1', [
    keyText(id),
  ]);
  return rowCount === 1;
}

/** Batches that are not kept, sealed before a time. */
export async function listUnkeptBatches(pool: Pool, createdBefore: string): Promise<Batch[]> {
  const { rows } = await pool.query<BatchRow>(
    'SELECT summary FROM batches WHERE NOT is_kept AND created_at < $1 ORDER BY no',
    [keyText(createdBefore)],
  );
  return rows.map(parseBatch);
}

/**
 * Removes a batch with its table and its jobs, with `onlyUnkept` unless it is kept. Its row stays locked meanwhile, as it is by a session
 * or a job that is being created over it, so that one of the two sees the other. Throws `batch_in_use`.
 */
export async function deleteBatch(
  pool: Pool,
  id: string,
  { onlyUnkept }: { onlyUnkept: boolean },
): Promise<void> {
  const table = batchTable(id);
  if (table === undefined) return;
  await inTransaction(pool, async (db) => {
    const { rows } = await db.query<{ is_kept: boolean }>(
      'SELECT is_kept FROM batches WHERE id = $1 FOR UPDATE',
      [id],
    );
    if (onlyUnkept && rows[0]?.is_kept !== false) return;
    await refuseInUse(db, id);
    await db.query('DELETE FROM batches WHERE id = $1', [id]);
    await forgetClientsOf(db, id);
    await db.query(`DROP TABLE IF EXISTS ${table}`);
  });
}

const parseBatch = ({ summary }: BatchRow): Batch => JSON.parse(summary) as Batch;
