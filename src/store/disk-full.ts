import { FerryError, hasErrorCode } from '../errors.js';

/** How the system, SQLite and PostgreSQL (its manual, appendix A) say that there is no room. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL', '53100']);

/** What to throw instead of an error: `disk_full` with these words when there is no room, else the error itself. */
export function asDiskFull(cause: unknown, message: string, hint: string): unknown {
  return hasErrorCode(cause) && FULL.has(cause.code)
    ? new FerryError('disk_full', message, { hint, cause })
    : cause;
}
