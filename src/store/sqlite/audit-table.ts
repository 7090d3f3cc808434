import type Database from 'better-sqlite3';
import type { AuditEntry } from '../../audit/audit-store.js';

/** A row of the audit. */
export interface AuditRow {
  at: string;
  business_uid: string;
  staff_uid: string;
  impersonated_by: string | null;
  action: string;
  subject: string | null;
}

/** The audit in `control.db`, to which rows are only added. */
export class AuditTable {
  readonly #insert;
  readonly #list;

  constructor(db: Database.Database) {
    this.#insert = db.prepare(
      `INSERT INTO audit (at, business_uid, staff_uid, impersonated_by, action, subject)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#list = db.prepare<[string, number], AuditRow>(
      'SELECT * FROM audit WHERE business_uid = ? ORDER BY at DESC, id DESC LIMIT ?',
    );
  }

  append({ at, businessUid, staffUid, impersonatedBy, action, subject }: AuditEntry): void {
    this.#insert.run(at, businessUid, staffUid, impersonatedBy ?? null, action, subject ?? null);
  }

  /** Newest first. */
  list(businessUid: string, limit: number): AuditEntry[] {
    return this.#list.all(businessUid, limit).map(presentAudit);
  }
}

/** An entry from its row. */
export function presentAudit(row: AuditRow): AuditEntry {
  return {
    at: row.at,
    businessUid: row.business_uid,
    staffUid: row.staff_uid,
    impersonatedBy: row.impersonated_by ?? undefined,
    action: row.action,
    subject: row.subject ?? undefined,
  };
}
