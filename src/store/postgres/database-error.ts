import { FerryError, hasErrorCode } from '../../errors.js';

/** PostgreSQL's error codes that are acted on (PostgreSQL manual, appendix A). */
const DISK_FULL = '53100';
const UNIQUE_VIOLATION = '23505';
const TABLE_MISSING = '42P01';
/** The table or its column is not there, or its file is missing, cannot be read or does not make sense. */
const DAMAGE = new Set([TABLE_MISSING, '42703', '58P01', '58030', 'XX001', 'XX002']);

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
    if (!hasErrorCode(cause) || cause.code !== DISK_FULL) throw cause;
    throw new FerryError(
      'disk_full',
      'The disk of the database is full, so nothing was staged; earlier batches are untouched.',
      { hint: 'Make room for the database and give the same command again.', cause },
    );
  }
}
