import pg, { type ClientBase } from 'pg';
import { FerryError } from '../../errors.js';
import { batchAfterErasure, type Erasure } from '../../retention/erasure.js';
import type { Batch } from '../../staging/batch.js';
import { createIsGone, ERASED_ITEM, withoutProblem } from '../erase-from-records.js';
import { batchTable } from './batch-table.js';
import { copyOptions, type PostgresOptions } from './connection-options.js';
import { keyText } from './key-text.js';
import { refuseInUse } from './refuse-in-use.js';
import { rewriteBatchTable } from './rewrite-batch-table.js';
import { rewriteReports } from './rewrite-reports.js';
import { runTransaction } from './transaction.js';

/**
 * Erases clients and rejects from a batch in one transaction, its table being written anew. On a connection of its own, whose
 * statements take as long as the list is. Throws `batch_not_found`, `batch_in_use`.
 */
export async function eraseFromBatch(
  options: PostgresOptions,
  batchId: string,
  erasure: Erasure,
): Promise<void> {
  const db = new pg.Client(copyOptions(options));
  db.on('error', () => undefined);
  await db.connect();
  try {
    await runTransaction(db, async () => {
      await db.query('SET LOCAL statement_timeout = 0');
      await erase(db, batchId, erasure);
    });
  } finally {
    await db.end();
  }
}

/** The batch's row stays locked meanwhile, as it is by a session or a job that is being created over it. */
async function erase(db: ClientBase, batchId: string, erasure: Erasure): Promise<void> {
  const table = batchTable(batchId);
  const { rows } = await db.query<{ summary: string }>(
    'SELECT summary FROM batches WHERE id = $1 FOR UPDATE',
    [keyText(batchId)],
  );
  const [row] = rows;
  if (!row || table === undefined)
    throw new FerryError('batch_not_found', `There is no batch ${batchId}.`);
  await refuseInUse(db, batchId);
  const taken = await rewriteBatchTable(db, table, erasure);
  const after = batchAfterErasure(JSON.parse(row.summary) as Batch, taken, erasure);
  await db.query('UPDATE batches SET content_key = $1, clients = $2, summary = $3 WHERE id = $4', [
    after.contentKey,
    after.counts.clients,
    JSON.stringify(after),
    batchId,
  ]);
  await eraseFromReports(db, batchId, erasure);
  await eraseFromJobs(db, batchId, erasure);
}

async function eraseFromReports(db: ClientBase, batchId: string, erasure: Erasure): Promise<void> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT id FROM reports AS r WHERE EXISTS (
       SELECT 1 FROM sessions AS s
       WHERE s.batch_id = $1 AND (s.id = r.session_id OR s.host_session_id = r.host_session_id))`,
    [batchId],
  );
  const ids = rows.map(({ id }) => id);
  await rewriteReports(db, ids, createIsGone(erasure), { isDryRun: false });
}

async function eraseFromJobs(
  db: ClientBase,
  batchId: string,
  { seqs, holds, keepsNumbers }: Erasure,
): Promise<void> {
  if (!keepsNumbers) {
    await db.query('DELETE FROM jobs WHERE batch_id = $1', [batchId]);
    return;
  }
  await clearProblems(db, batchId, holds);
  const gone = new Set(seqs);
  const { rows } = await db.query<{ job_id: string; key: string; body: string }>(
    `SELECT job_id, key, i.body FROM job_items AS i JOIN jobs AS j ON j.id = job_id
     WHERE batch_id = $1`,
    [batchId],
  );
  for (const { job_id: jobId, key, body } of rows) {
    if (!gone.has(Number(key)) && !holds(JSON.parse(body))) continue;
    await db.query('UPDATE job_items SET body = $1 WHERE job_id = $2 AND key = $3', [
      ...[ERASED_ITEM, jobId, key],
    ]);
  }
}

async function clearProblems(
  db: ClientBase,
  batchId: string,
  holds: Erasure['holds'],
): Promise<void> {
  const { rows } = await db.query<{ id: string; body: string }>(
    'SELECT id, body FROM jobs WHERE batch_id = $1',
    [batchId],
  );
  for (const { id, body } of rows) {
    const left = withoutProblem(body, holds);
    if (left !== undefined) await db.query('UPDATE jobs SET body = $1 WHERE id = $2', [left, id]);
  }
}
