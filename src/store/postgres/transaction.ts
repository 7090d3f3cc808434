import type { ClientBase, Pool, PoolClient } from 'pg';

/** Runs work in a transaction on a connection of the pool and commits it; whatever is thrown rolls it back. */
export async function inTransaction<T>(
  pool: Pool,
  work: (db: PoolClient) => Promise<T>,
): Promise<T> {
  const db = await pool.connect();
  // A lost connection is told by the statement under way; without this it would end the process as well.
  const ignore = () => undefined;
  db.on('error', ignore);
  let broken: Error | undefined;
  try {
    return await runTransaction(db, work, (failure) => (broken = failure));
  } finally {
    db.off('error', ignore);
    db.release(broken);
  }
}

/**
 * Runs work in a transaction of a connection. Every statement sees what was committed before it began, also where the
 * database has another default. `onBroken` hears of a connection that cannot even roll back, so that it is not used again;
 * the server rolls back by itself then.
 */
export async function runTransaction<C extends ClientBase, T>(
  db: C,
  work: (db: C) => Promise<T>,
  onBroken: (failure: Error) => void = () => undefined,
): Promise<T> {
  try {
    await db.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    const result = await work(db);
    await db.query('COMMIT');
    return result;
  } catch (error) {
    await db.query('ROLLBACK').catch((failure: unknown) => {
      onBroken(failure instanceof Error ? failure : new Error('rollback failed'));
    });
    throw error;
  }
}
