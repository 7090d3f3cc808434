import type { Config } from './config.js';
import { FerryError, hasErrorCode } from './errors.js';
import { openPostgresStore } from './store/postgres/postgres-store.js';
import type { Store } from './store/store.js';

/** Opens the store in a PostgreSQL database. Throws `store_too_new`, `config_invalid`, `database_unreachable`. */
export async function openDatabase(database: NonNullable<Config['database']>): Promise<Store> {
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
