import { createHash } from 'node:crypto';
import type { AuditEntry } from './audit-store.js';

/** What stands before the first entry of a chain. */
export const CHAIN_START = '';

/** A text as stores keep it: U+FFFD stands for half a character. */
export const wellFormed = (text: string): string => Buffer.from(text).toString();

/**
 * The hash of an entry in the chain of its business: SHA-256 (lower-case hex) over the hash before it and the entry as a JSON
 * array in a fixed order.
 */
export function hashEntry(before: string, entry: AuditEntry): string {
  const { at, businessUid, staffUid, impersonatedBy, action, subject } = entry;
  const fields = [at, businessUid, staffUid, impersonatedBy, action, subject].map((field) =>
    field === undefined ? null : wellFormed(field),
  );
  return createHash('sha256')
    .update(JSON.stringify([before, ...fields]))
    .digest('hex');
}

/**
 * Chains entries of several businesses, given in the order in which they were written: gives the hash of each. For audits that
 * are older than the chain.
 */
export function createChaining(): (entry: AuditEntry) => string {
  const heads = new Map<string, string>();
  return (entry) => {
    const hash = hashEntry(heads.get(entry.businessUid) ?? CHAIN_START, entry);
    heads.set(entry.businessUid, hash);
    return hash;
  };
}
