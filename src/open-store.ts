import type { Config } from './config.js';
import { FerryError, hasErrorCode } from './errors.js';
import { openPostgresStore } from './store/postgres/postgres-store.js';
import { openSqliteStore } from './store/sqlite/sqlite-store.js';
import type { Store } from './store/store.js';

/** What of the configuration says where things are kept. */
export type StoreConfig = Pick<Config, 'dataDir' | 'database'>;

/**
 * Opens the store that the configuration asks for: PostgreSQL when a database is named, else SQLite in the data folder.
 * Throws `data_dir_unusable`, `store_too_new`, `config_invalid`, `database_unreachable`.
 */
export async function openStore({ dataDir, database }: StoreConfig): Promise<Store> {
  if (database === undefined) return openSqliteStore(dataDir);
  try {
    return await openPostgresStore(database);
  } catch (cause) {
    if (cause instanceof FerryError) throw cause;
    throw new FerryError(
      'database_unreachable',
      `The database that DATABASE_URL names cannot be used (${hasErrorCode(cause) ? cause.code : 'no answer'}).`,
      { hint: 'Check that it runs, and the user, password and database in the URL.', cause },
    );
  }
}
