import pg, { type ClientBase, type Pool } from 'pg';
import { FerryError } from '../../errors.js';
import { copyOptions, type PostgresOptions } from './connection-options.js';
import { isTableMissing } from './database-error.js';
import { MIGRATIONS } from './migrations.js';
import { runTransaction } from './transaction.js';

/** Any number that nobody else locks in this database; it spells "ferry". */
export const MIGRATION_LOCK = 0x66_65_72_72_79;

/** Another replica may be at it for long; waiting is better than failing. */
const PATIENCE = '10min';

/**
 * Brings the database up to date in one transaction under a lock, so that of several replicas that start at once one does it
 * and the others find it done. Throws `store_too_new`, and `config_invalid` when the database cannot hold every text.
 */
export async function migrate(pool: Pool, options: PostgresOptions): Promise<void> {
  if ((await findVersion(pool)) === MIGRATIONS.length) return;
  // Not one of the pool, whose statements may take a short time only.
  const db = new pg.Client(copyOptions(options));
  db.on('error', () => undefined);
  await db.connect();
  try {
    await runTransaction(db, runMigrations);
  } finally {
    await db.end();
  }
}

async function runMigrations(db: ClientBase): Promise<void> {
  await db.query(`SET LOCAL statement_timeout = '${PATIENCE}'`);
  await refuseOtherEncodings(db);
  await db.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await makeVersionTable(db);
  // Read again under the lock: another replica may have migrated meanwhile.
  const version = await readVersion(db);
  if (version > MIGRATIONS.length) {
    throw new FerryError(
      'store_too_new',
      'The database was written by a newer version of clientferry.',
      { hint: 'Start the newer version, or use another DATABASE_URL.' },
    );
  }
  for (const [at, migration] of MIGRATIONS.entries()) {
    if (at < version) continue;
    for (const step of [migration].flat())
      await (typeof step === 'string' ? db.query(step) : step(db));
    await db.query('INSERT INTO schema_migrations (version) VALUES ($1)', [at + 1]);
  }
}

async function makeVersionTable(db: ClientBase): Promise<void> {
  await db.query(
    `CREATE TABLE IF NOT EXISTS schema_migrations (
       version     integer PRIMARY KEY,
       applied_at  timestamptz NOT NULL DEFAULT now()
     )`,
  );
}

async function readVersion(db: Pool | ClientBase): Promise<number> {
  const { rows } = await db.query<{ version: number }>(
    'SELECT coalesce(max(version), 0) AS version FROM schema_migrations',
  );
  return rows[0]?.version ?? 0;
}

/** How far the database is; undefined when it is empty. */
async function findVersion(pool: Pool): Promise<number | undefined> {
  try {
    return await readVersion(pool);
  } catch (error) {
    if (isTableMissing(error)) return undefined;
    throw error;
  }
}

/** Any other encoding lacks letters that lists hold. */
async function refuseOtherEncodings(db: ClientBase): Promise<void> {
  const { rows } = await db.query<{ server_encoding: string }>('SHOW server_encoding');
  const encoding = rows[0]?.server_encoding ?? 'unknown';
  if (encoding === 'UTF8') return;
  throw new FerryError(
    'config_invalid',
    `The database of DATABASE_URL has the encoding ${encoding}, which cannot hold every name.`,
    { hint: "Create it with: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0" },
  );
}
