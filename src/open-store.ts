import type { Config } from './config.js';
import { openSqliteStore } from './store/sqlite/sqlite-store.js';
import type { Store } from './store/store.js';

/** What of the configuration says where things are kept. */
export type StoreConfig = Pick<Config, 'dataDir'>;

/** Opens the store that the configuration asks for. Throws `data_dir_unusable`, `store_too_new`. */
export function openStore({ dataDir }: StoreConfig): Promise<Store> {
  return Promise.resolve().then(() => openSqliteStore(dataDir));
}
