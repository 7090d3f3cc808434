import type { ClientBase, Pool } from 'pg';
import { CHAIN_START, hashEntry } from '../../audit/audit-hash.js';
import type { AuditEntry, ChainedEntry } from '../../audit/audit-store.js';
import { keyText, nameOf } from './key-text.js';
import { inTransaction } from './transaction.js';

/** Stands before the hash of a business in the key of a lock, so that nobody else's lock is meant; it spells "audi". */
const AUDIT_LOCK = 0x61_75_64_69;

/** A row of the audit of one business. */
export interface AuditRow {
  /** A bigint, which the driver gives as text. */
  id: string;
  at: string;
  staff_uid: string;
  impersonated_by: string | null;
  action: string;
  subject: string | null;
  hash: string | null;
}

const COLUMNS = 'id, at, staff_uid, impersonated_by, action, subject, hash';

/**
 * Adds an entry to the audit, from which none is removed. Whoever appends to the chain of the same business meanwhile, on
 * whichever replica, waits, so that a chain never has two ends.
 */
export async function appendAudit(pool: Pool, entry: AuditEntry): Promise<void> {
  const { businessUid } = entry;
  await inTransaction(pool, async (db) => {
    await db.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [
      AUDIT_LOCK,
      keyText(businessUid),
    ]);
    const hash = hashEntry(await findHead(db, businessUid), entry);
    await copyAudit(db, { ...entry, hash });
  });
}

/** Adds an entry with the hash that it has. */
export async function copyAudit(
  db: Pool | ClientBase,
  { at, businessUid, staffUid, impersonatedBy, action, subject, hash }: Omit<ChainedEntry, 'no'>,
): Promise<void> {
  await db.query(
    `INSERT INTO audit (at, business_uid, staff_uid, impersonated_by, action, subject, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [at, businessUid, staffUid, impersonatedBy, action, subject, hash].map((name) =>
      name === undefined ? null : keyText(name),
    ),
  );
}

async function findHead(db: ClientBase, businessUid: string): Promise<string> {
  const { rows } = await db.query<Pick<AuditRow, 'hash'>>(
    'SELECT hash FROM audit WHERE business_uid = $1 ORDER BY id DESC LIMIT 1',
    [keyText(businessUid)],
  );
  return rows[0]?.hash ?? CHAIN_START;
}

/** The latest entries of a business, newest first. */
export async function listAudit(
  pool: Pool,
  businessUid: string,
  limit: number,
): Promise<AuditEntry[]> {
  const { rows } = await pool.query<AuditRow>(
    `SELECT ${COLUMNS} FROM audit WHERE business_uid = $1 ORDER BY at DESC, id DESC LIMIT $2`,
    [keyText(businessUid), limit],
  );
  return rows.map((row) => presentAudit(businessUid, row));
}

/** Entries of a business after `after`, oldest first. */
export async function readAuditChain(
  pool: Pool,
  businessUid: string,
  after: number,
  limit: number,
): Promise<ChainedEntry[]> {
  const { rows } = await pool.query<AuditRow>(
    `SELECT ${COLUMNS} FROM audit WHERE business_uid = $1 AND id > $2 ORDER BY id LIMIT $3`,
    [keyText(businessUid), after, limit],
  );
  return rows.map((row) => ({
    ...presentAudit(businessUid, row),
    no: Number(row.id),
    hash: row.hash ?? undefined,
  }));
}

/** The businesses that have an entry. */
export async function listAuditedBusinesses(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ business_uid: string }>(
    'SELECT DISTINCT business_uid FROM audit ORDER BY business_uid',
  );
  return rows.map((row) => nameOf(row.business_uid));
}

/** An entry from its row. */
export function presentAudit(businessUid: string, row: AuditRow): AuditEntry {
  const read = (name: string | null) => (name === null ? undefined : nameOf(name));
  return {
    at: row.at,
    businessUid,
    staffUid: nameOf(row.staff_uid),
    impersonatedBy: read(row.impersonated_by),
    action: nameOf(row.action),
    subject: read(row.subject),
  };
}
