import pg from 'pg';
import type { Store } from '../store.js';
import { createBatchCopyWriter } from './batch-copy-writer.js';
import { readClients, readOrigin, readRejects } from './batch-reader.js';
import { deleteBatch, findBatch, listBatches } from './batches-table.js';
import { poolOptions, type PostgresOptions } from './connection-options.js';
import { listLedger, listSentRanges, recordPoll } from './ledger-table.js';
import { findMapping, rememberMapping } from './mappings-table.js';
import { migrate } from './migrate.js';
import {
  createSession,
  findCurrentSession,
  findSession,
  listSessions,
  replaceSession,
} from './sessions-table.js';

const POOL_SIZE = 10;

/**
 * Opens the store in a PostgreSQL database, bringing its tables up to date; any number of replicas may open the same one,
 * also at once. While the server is away every call fails with the driver's error, and works again once it is back.
 * Throws `config_invalid`, `store_too_new`.
 */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  const pool = new pg.Pool({ ...poolOptions(options), max: options.poolSize ?? POOL_SIZE });
  // An idle connection was lost: the pool has dropped it already, and makes another when one is needed.
  pool.on('error', () => undefined);
  try {
    await migrate(pool, options);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return createStore(pool, options);
}

function createStore(pool: pg.Pool, options: PostgresOptions): Store {
  let closing: Promise<void> | undefined;
  const writer = (id: string) => createBatchCopyWriter(options, id, (of) => findBatch(pool, of));
  return {
    createBatchWriter: (id) => Promise.resolve(id).then(writer),
    findBatch: (id) => findBatch(pool, id),
    listBatches: (businessUid) => listBatches(pool, businessUid),
    deleteBatch: (id) => deleteBatch(pool, id),
    findMapping: (businessUid, fingerprint) => findMapping(pool, businessUid, fingerprint),
    rememberMapping: (businessUid, fingerprint, mapping) =>
      rememberMapping(pool, businessUid, fingerprint, mapping),
    readClients: (batchId, firstSeq, lastSeq) => readClients(pool, batchId, firstSeq, lastSeq),
    readRejects: (batchId, afterId, limit) => readRejects(pool, batchId, afterId, limit),
    readOrigin: (batchId, seq) => readOrigin(pool, batchId, seq),
    createSession: (session) => createSession(pool, session),
    findSession: (id) => findSession(pool, id),
    findCurrentSession: (businessUid) => findCurrentSession(pool, businessUid),
    listSessions: (businessUid) => listSessions(pool, businessUid),
    replaceSession: (session) => replaceSession(pool, session),
    recordPoll: (entry) => recordPoll(pool, entry),
    listSentRanges: (sessionId) => listSentRanges(pool, sessionId),
    listLedger: (sessionId) => listLedger(pool, sessionId),
    check: () => checkWritable(pool),
    close: () => (closing ??= pool.end()),
  };
}

/** A standby that only reads would fail at the first poll. */
async function checkWritable(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ transaction_read_only: string }>(
    'SHOW transaction_read_only',
  );
  if (rows[0]?.transaction_read_only !== 'off') throw new Error('The database takes no writes.');
}
