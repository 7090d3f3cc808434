import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import pg from 'pg';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.js';
import type { Store } from '../../src/store/store.js';
import { startServer, type PostgresServer } from './postgres-server.js';
import type { Cleaner } from './temp-dir.js';

/** Tests that stop the server cannot run on one that belongs to others. */
export const isOthersServer = process.env['DATABASE_URL'] !== undefined;

/** PostgreSQL for the tests of one file: that of DATABASE_URL, else one of our own that goes away with the file. */
export interface TestPostgres {
  /** The URL of an empty database that goes away with the file. */
  createDatabase(options?: string): Promise<string>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Call once at the top of a test file; the server starts when the first database is asked for. */
export function usePostgres(): TestPostgres {
  let starting: Promise<PostgresServer> | undefined;
  const own = () => (starting ??= startServer());
  const created: string[] = [];
  after(async () => {
    const others = process.env['DATABASE_URL'];
    if (others === undefined) await (await starting)?.stop();
    else for (const name of created) await runSql(others, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  return {
    async createDatabase(options = '') {
      const server = process.env['DATABASE_URL'] ?? (await own()).url;
      const name = `test_${randomBytes(6).toString('hex')}`;
      await runSql(server, `CREATE DATABASE ${name} ${options}`);
      created.push(name);
      const url = new URL(server);
      url.pathname = `/${name}`;
      return url.href;
    },
    stop: async () => (await own()).stop(),
    start: async () => (await own()).start(),
  };
}

/** Runs one statement on a connection of its own and gives the rows. */
export async function runSql(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Cuts all connections to a database, or those whose statement begins with a text; gives their number once they are gone. */
export async function cutConnections(url: string, statement = ''): Promise<number> {
  const others = `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '${statement}%'`;
  const cut = await runSql(url, others);
  // The program hears of it a moment later.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return cut.length;
}

/** Opens a store that is closed after the test. */
export async function openTestStore(t: Cleaner, url: string): Promise<Store> {
  const store = await openPostgresStore({ url });
  t.after(() => store.close());
  return store;
}
