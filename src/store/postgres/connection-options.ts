import type { ClientConfig } from 'pg';
import { FerryError } from '../../errors.js';

/** Where the database is, and how long anything there may take. */
export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`; TLS by `?sslmode=`. */
  url: string;
  /** Connections kept for serving; each staging has one more of its own. 10 when left out. */
  poolSize?: number | undefined;
  /** The longest that one statement may take, except the copying of a batch; 30,000 when left out. */
  statementTimeoutMs?: number | undefined;
}

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const IDLE_IN_TRANSACTION_MS = 60_000;
/** Beyond the server's own limit: for a server that has gone silent. */
const SILENCE_MS = 5_000;

/** How every connection of the pool is made. Throws `config_invalid` when the URL is none; it is not told, it may hold a password. */
export function poolOptions(options: PostgresOptions): ClientConfig {
  const statementTimeoutMs = options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS;
  return {
    ...copyOptions(options),
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + SILENCE_MS,
  };
}

/** How the connection of a staging is made: its statements take as long as the list is. Throws `config_invalid`. */
export function copyOptions({ url }: PostgresOptions): ClientConfig {
  if (!/^postgres(ql)?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new FerryError(
      'config_invalid',
      'DATABASE_URL is not the URL of a PostgreSQL database.',
      {
        hint: 'It should look like postgres://user:password@host:5432/database; encode special characters of the password.',
      },
    );
  }
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    fallback_application_name: 'clientferry',
  };
}
