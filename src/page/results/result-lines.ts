import type { ImportWire, ResultsWire } from '../../web/api/wire-results.js';

/** What the CRM reports of a client. */
export const REPORTED = ['created', 'updated', 'skipped', 'failed'] as const;
export const RESULT_NAMES = [...REPORTED, 'unknown'] as const;
export type ResultName = (typeof RESULT_NAMES)[number];

/** Whether the CRM has said of every client what became of it. */
export function isCertain({ results }: { results: ResultsWire }): boolean {
  return results.unknown === 0;
}

/** Clients with a result that is sure and good: the CRM has them. */
export function arrivedOf({ created, updated, skipped }: ResultsWire): number {
  return created + updated + skipped;
}

/** Whether nothing is left to do about an import: all clients handed over, all results known, none failed. */
export function isAllWell(account: Pick<ImportWire, 'outcome' | 'results' | 'missing'>): boolean {
  const { outcome, results, missing } = account;
  return outcome === 'success' && isCertain(account) && results.failed === 0 && missing === 0;
}

/**
 * The part that a person may hand over next: the first that has not gone over whole. Undefined when none is left, one runs, or
 * the next begins by itself, unless something was noted that keeps it from that.
 */
export function partToGoOn({
  parts,
  session,
  goes_on: goesOn,
}: Pick<ImportWire, 'parts' | 'session' | 'goes_on'>): number | undefined {
  const begins = goesOn && session.account.flags.length === 0;
  if (parts.length < 2 || begins || session.outcome === null) return undefined;
  return parts.find(({ clients, handed_over: done }) => done < clients)?.part;
}
