import type Database from 'better-sqlite3';
import { CHAIN_START, hashEntry, wellFormed } from '../../audit/audit-hash.js';
import type { AuditEntry, ChainedEntry } from '../../audit/audit-store.js';

/** A row of the audit. */
export interface AuditRow {
  id: number;
  at: string;
  business_uid: string;
  staff_uid: string;
  impersonated_by: string | null;
  action: string;
  subject: string | null;
  hash: string | null;
}

/** The audit in `control.db`, to which rows are only added. */
export class AuditTable {
  readonly #db: Database.Database;
  readonly #insert;
  readonly #list;
  readonly #readChain;
  readonly #findLast;
  readonly #listBusinesses;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insert = db.prepare(
      `INSERT INTO audit (at, business_uid, staff_uid, impersonated_by, action, subject, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#list = db.prepare<[string, number], AuditRow>(
      'SELECT * FROM audit WHERE business_uid = ? ORDER BY at DESC, id DESC LIMIT ?',
    );
    this.#readChain = db.prepare<[string, number, number], AuditRow>(
      'SELECT * FROM audit WHERE business_uid = ? AND id > ? ORDER BY id LIMIT ?',
    );
    this.#findLast = db.prepare<[string], Pick<AuditRow, 'hash'>>(
      'SELECT hash FROM audit WHERE business_uid = ? ORDER BY id DESC LIMIT 1',
    );
    this.#listBusinesses = db
      .prepare<[], string>('SELECT DISTINCT business_uid FROM audit ORDER BY business_uid')
      .pluck();
  }

  /** The last entry is read under the lock of the writer, so that a chain never has two ends. */
  append(entry: AuditEntry): void {
    this.#db
      .transaction(() => {
        this.copy({ ...entry, hash: hashEntry(this.#head(entry.businessUid), entry) });
      })
      .immediate();
  }

  copy({ at, businessUid, staffUid, hash, ...entry }: Omit<ChainedEntry, 'no'>): void {
    const { impersonatedBy, action, subject } = entry;
    const fields = [at, businessUid, staffUid, impersonatedBy, action, subject, hash];
    // SQLite would keep half a character as it is, and give it back as another text.
    this.#insert.run(fields.map((field) => (field === undefined ? null : wellFormed(field))));
  }

  /** Newest first. */
  list(businessUid: string, limit: number): AuditEntry[] {
    return this.#list.all(businessUid, limit).map(presentAudit);
  }

  /** Oldest first, those after `after`. */
  readChain(businessUid: string, after: number, limit: number): ChainedEntry[] {
    return this.#readChain.all(businessUid, after, limit).map(presentChained);
  }

  listBusinesses(): string[] {
    return this.#listBusinesses.all();
  }

  #head(businessUid: string): string {
    return this.#findLast.get(businessUid)?.hash ?? CHAIN_START;
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

/** The same with its place in the chain. */
export const presentChained = (row: AuditRow): ChainedEntry => ({
  ...presentAudit(row),
  no: row.id,
  hash: row.hash ?? undefined,
});
