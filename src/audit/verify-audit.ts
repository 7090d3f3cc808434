import { CHAIN_START, hashEntry } from './audit-hash.js';
import type { AuditStore, ChainedEntry } from './audit-store.js';

const ENTRIES_PER_READ = 1_000;

/** Where a chain is first found to be other than it was written. */
export interface Break {
  no: number;
  at: string;
  /** `changed`: this entry was changed, inserted or moved, or one before it removed. `unchained`: its hash is gone. */
  what: 'changed' | 'unchained';
}

/** What became of the audit of one business. */
export interface AuditVerdict {
  businessUid: string;
  entries: number;
  /** Hash of the last entry; kept elsewhere, it shows later whether the audit was cut short. Undefined when no entry has one. */
  head: string | undefined;
  /** Undefined when the chain is intact. */
  brokenAt: Break | undefined;
  /** Whether the head that was asked for is that of an intact entry here. */
  holdsHead: boolean;
}

export interface VerifyOptions {
  /** Only the audit of this business. */
  businessUid?: string | undefined;
  /** A head that was noted down earlier. */
  head?: string | undefined;
}

/**
 * Goes through the audit of every business, or of one, and compares each entry with its hash (promises, section 8). Memory stays
 * flat. That entries were cut off at the end shows only against a head noted down earlier.
 */
export async function verifyAudit(
  store: Pick<AuditStore, 'readAuditChain' | 'listAuditedBusinesses'>,
  { businessUid, head }: VerifyOptions = {},
): Promise<AuditVerdict[]> {
  const businesses =
    businessUid === undefined ? await store.listAuditedBusinesses() : [businessUid];
  const verdicts: AuditVerdict[] = [];
  for (const uid of businesses) verdicts.push(await verifyBusiness(store, uid, head));
  return verdicts;
}

/** Whether nothing was found, and the head that was asked for, if any, is there. */
export const isAuditSound = (verdicts: readonly AuditVerdict[], head?: string): boolean =>
  verdicts.every(({ brokenAt }) => brokenAt === undefined) &&
  (head === undefined || verdicts.some(({ holdsHead }) => holdsHead));

async function verifyBusiness(
  store: Pick<AuditStore, 'readAuditChain'>,
  businessUid: string,
  wanted: string | undefined,
): Promise<AuditVerdict> {
  const verdict: AuditVerdict = {
    ...{ businessUid, entries: 0, head: undefined, brokenAt: undefined, holdsHead: false },
  };
  let before = CHAIN_START;
  for (let after = 0; ;) {
    const entries = await store.readAuditChain(businessUid, after, ENTRIES_PER_READ);
    for (const entry of entries) {
      before = hashEntry(before, entry);
      take(verdict, entry, { expected: before, wanted });
    }
    const last = entries.at(-1);
    if (last === undefined || entries.length < ENTRIES_PER_READ) return verdict;
    after = last.no;
  }
}

/** Behind the first break only the entries are counted: nothing vouches for them. */
function take(
  verdict: AuditVerdict,
  { no, at, hash }: ChainedEntry,
  { expected, wanted }: { expected: string; wanted: string | undefined },
): void {
  verdict.entries += 1;
  if (verdict.brokenAt === undefined && hash !== expected)
    verdict.brokenAt = { no, at, what: hash === undefined ? 'unchained' : 'changed' };
  verdict.head = hash ?? verdict.head;
  if (verdict.brokenAt === undefined && hash === wanted) verdict.holdsHead = true;
}
