import type { ClientBase, Pool } from 'pg';
import { withoutIds } from '../erase-from-records.js';
import { IS_STRAY } from '../reports-of-batches.js';
import { inTransaction } from './transaction.js';

/** Takes external ids out of the reports of no session that we know of; gives how many name one. */
export async function eraseFromStrayReports(
  pool: Pool,
  isGone: (externalId: string) => boolean,
  options: { isDryRun: boolean },
): Promise<number> {
  return inTransaction(pool, async (db) => {
    const { rows } = await db.query<{ id: string }>(
      `SELECT id FROM reports AS r WHERE ${IS_STRAY}`,
    );
    return rewriteReports(
      db,
      rows.map(({ id }) => id),
      isGone,
      options,
    );
  });
}

/** The same with these reports, one at a time, since each may name many clients. */
export async function rewriteReports(
  db: ClientBase,
  ids: readonly string[],
  isGone: (externalId: string) => boolean,
  { isDryRun }: { isDryRun: boolean },
): Promise<number> {
  let found = 0;
  for (const id of ids) {
    const { rows } = await db.query<{ body: string }>(
      'SELECT body FROM reports WHERE id = $1 FOR UPDATE',
      [id],
    );
    const left = rows[0] && withoutIds(rows[0].body, isGone);
    if (left === undefined) continue;
    found += 1;
    if (!isDryRun) await db.query('UPDATE reports SET body = $1 WHERE id = $2', [left, id]);
  }
  return found;
}
