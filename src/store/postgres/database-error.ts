import { hasErrorCode } from '../../errors.js';
import { asDiskFull } from '../disk-full.js';

/** PostgreSQL's error codes that are acted on (PostgreSQL manual, appendix A). */
const UNIQUE_VIOLATION = '23505';
const TABLE_MISSING = '42P01';
/** The table or its column is not there, or its file is missing, cannot be read or does not make sense. */
const DAMAGE = new Set([TABLE_MISSING, '42703', '58P01', '58030', 'XX001', 'XX002']);
/** The system's codes, and those with which a server that starts, stops or is full refuses or ends a connection. */
const CONNECTION_LOST =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08...|57P0[123]|53300)$/;
/** What the driver says without a code (node_modules/pg/lib/client.js, node_modules/pg-pool/index.js). */
const DRIVER_LOST_IT =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether an error is about the connection to the server, not about what was asked. */
export function isConnectionLost(error: unknown): boolean {
  return hasErrorCode(error)
    ? CONNECTION_LOST.test(error.code)
    : error instanceof Error && DRIVER_LOST_IT.test(error.message);
}

/** Whether an error says that a unique index of that name has the value already. */
export function isTaken(error: unknown, index: string): boolean {
  return (
    hasErrorCode(error) &&
    error.code === UNIQUE_VIOLATION &&
    (error as { constraint?: unknown }).constraint === index
  );
}

/** Whether an error says that there is no such table. */
export function isTableMissing(error: unknown): boolean {
  return hasErrorCode(error) && error.code === TABLE_MISSING;
}

/** Whether an error says that what was stored cannot be read as it was. */
export function isDamage(error: unknown): boolean {
  return error instanceof SyntaxError || (hasErrorCode(error) && DAMAGE.has(error.code));
}

/** Waits for the writing of a batch; a full disk becomes `disk_full`. */
export async function translateFull<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw asDiskFull(
      cause,
      'The disk of the database is full, so nothing was staged; earlier batches are untouched.',
      'Make room for the database and give the same command again.',
    );
  }
}
