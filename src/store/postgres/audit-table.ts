import type { Pool } from 'pg';
import type { AuditEntry } from '../../audit/audit-store.js';
import { keyText, nameOf } from './key-text.js';

interface AuditRow {
  at: string;
  staff_uid: string;
  impersonated_by: string | null;
  action: string;
  subject: string | null;
}

/** Adds an entry to the audit, from which none is removed. */
export async function appendAudit(pool: Pool, entry: AuditEntry): Promise<void> {
  const { at, businessUid, staffUid, impersonatedBy, action, subject } = entry;
  await pool.query(
    `INSERT INTO audit (at, business_uid, staff_uid, impersonated_by, action, subject)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [at, businessUid, staffUid, impersonatedBy, action, subject].map((name) =>
      name === undefined ? null : keyText(name),
    ),
  );
}

/** The latest entries of a business, newest first. */
export async function listAudit(
  pool: Pool,
  businessUid: string,
  limit: number,
): Promise<AuditEntry[]> {
  const { rows } = await pool.query<AuditRow>(
    `SELECT at, staff_uid, impersonated_by, action, subject FROM audit
     WHERE business_uid = $1 ORDER BY at DESC, id DESC LIMIT $2`,
    [keyText(businessUid), limit],
  );
  const read = (name: string | null) => (name === null ? undefined : nameOf(name));
  return rows.map((row) => ({
    at: row.at,
    businessUid,
    staffUid: nameOf(row.staff_uid),
    impersonatedBy: read(row.impersonated_by),
    action: nameOf(row.action),
    subject: read(row.subject),
  }));
}
