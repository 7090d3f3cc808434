import pg from 'pg';
import { copyOptions, type PostgresOptions } from './connection-options.js';

/** Tables with rows that hold client data; those of a batch go away with their table. */
const TABLES = ['batches', 'drafts', 'upload_chunks', 'reports', 'jobs', 'job_items', 'notes'];

/**
 * Frees the rows that were removed, so that no query finds them and their place is used again. Their bytes may stay in the
 * files of the server until it is, and in its log (WAL) and backups for as long as the operator keeps those.
 */
export async function leaveNoTrace(options: PostgresOptions): Promise<void> {
  const db = new pg.Client(copyOptions(options));
  db.on('error', () => undefined);
  await db.connect();
  try {
    await db.query('SET statement_timeout = 0');
    await db.query(`VACUUM ${TABLES.join(', ')}`);
  } finally {
    await db.end();
  }
}
