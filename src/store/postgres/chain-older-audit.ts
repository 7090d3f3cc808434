import type { ClientBase } from 'pg';
import { createChaining } from '../../audit/audit-hash.js';
import { presentAudit, type AuditRow } from './audit-table.js';
import { nameOf } from './key-text.js';

const ROWS_PER_READ = 1_000;

/** Gives the entries of an audit that is older than the chain their hashes; within the transaction of the migration. */
export async function chainOlderAudit(db: ClientBase): Promise<void> {
  const chain = createChaining();
  for (let after = '0'; ;) {
    const { rows } = await db.query<AuditRow & { business_uid: string }>(
      'SELECT * FROM audit WHERE id > $1 ORDER BY id LIMIT $2',
      [after, ROWS_PER_READ],
    );
    const ids = rows.map(({ id }) => id);
    const hashes = rows.map((row) => chain(presentAudit(nameOf(row.business_uid), row)));
    await db.query(
      `UPDATE audit SET hash = given.hash
       FROM unnest($1::bigint[], $2::text[]) AS given (id, hash) WHERE audit.id = given.id`,
      [ids, hashes],
    );
    const last = ids.at(-1);
    if (last === undefined || ids.length < ROWS_PER_READ) return;
    after = last;
  }
}
