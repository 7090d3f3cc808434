import type Database from 'better-sqlite3';
import { createChaining } from '../../audit/audit-hash.js';
import { presentAudit, type AuditRow } from './audit-table.js';

const ROWS_PER_READ = 1_000;

/** Gives the entries of an audit that is older than the chain their hashes; within the transaction of the migration. */
export function chainOlderAudit(db: Database.Database): void {
  const chain = createChaining();
  const read = db.prepare<[number, number], AuditRow>(
    'SELECT * FROM audit WHERE id > ? ORDER BY id LIMIT ?',
  );
  const write = db.prepare('UPDATE audit SET hash = ? WHERE id = ?');
  for (let after = 0; ;) {
    const rows = read.all(after, ROWS_PER_READ);
    for (const row of rows) write.run(chain(presentAudit(row)), row.id);
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_PER_READ) return;
    after = last.id;
  }
}
