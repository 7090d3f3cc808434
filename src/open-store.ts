import type { Config } from './config.js';
import { openSqliteStore } from './store/sqlite/sqlite-store.js';
import type { Store } from './store/store.js';

/** What of the configuration says where things are kept. */
export type StoreConfig = Pick<Config, 'dataDir' | 'database'>;

/**
 * Opens the store that the configuration asks for: PostgreSQL when a database is named, else SQLite in the data folder.
 * Throws `data_dir_unusable`, `store_too_new`, `config_invalid`, `database_unreachable`, `disk_full`.
 */
export async function openStore({ dataDir, database }: StoreConfig): Promise<Store> {
  if (database === undefined) return openSqliteStore(dataDir);
  // Few have a database, so no other start waits for its driver.
  const { openDatabase } = await import('./open-database.js');
  return openDatabase(database);
}
