import type { ImportWire, JobWire, ResultsWire } from '../../web/api/wire-results.js';
import { readFlag } from '../../sessions/flags.js';

type Counted = Pick<ImportWire, 'clients' | 'handed_over' | 'results'>;

/** What the CRM reports of a client. */
export const REPORTED = ['created', 'updated', 'skipped', 'failed'] as const;
export type ResultName = (typeof REPORTED)[number] | 'unknown' | 'remaining';

/** Of the clients whose result is unknown, those that have not gone over at all: the CRM cannot have said anything of them. */
export function remainingOf({ clients, handed_over: done, results }: Counted): number {
  return Math.min(results.unknown, clients - done);
}

/** Clients that the CRM was given, and of which it has not said what became. */
export const awaitedOf = (counted: Counted): number =>
  counted.results.unknown - remainingOf(counted);

/** The lines of the account, which add up to the clients. What has not gone over has a line only where there is any. */
export function resultLines(counted: Counted): { name: ResultName; count: number }[] {
  const remaining = remainingOf(counted);
  return [
    ...REPORTED.map((name) => ({ name, count: counted.results[name] })),
    { name: 'unknown', count: awaitedOf(counted) },
    ...(remaining > 0 ? [{ name: 'remaining' as const, count: remaining }] : []),
  ];
}

/** Whether a job still has work before it. */
export const isLive = ({ state }: JobWire): boolean => state === 'running' || state === 'waiting';

/** Whether clients of an import were deleted in the CRM again, or are being deleted. */
export function isTakenBack({
  taken_back: takenBack = 0,
  undo,
}: Partial<Pick<ImportWire, 'taken_back' | 'undo'>>): boolean {
  return takenBack > 0 || (undo != null && isLive(undo.job));
}

/** Whether the CRM has said of every client what became of it. */
export function isCertain({ results }: { results: ResultsWire }): boolean {
  return results.unknown === 0;
}

/** Clients with a result that is sure and good: the CRM has them. */
export function arrivedOf({ created, updated, skipped }: ResultsWire): number {
  return created + updated + skipped;
}

/** Whether it is the flag of a part that waits for a person to sign in. */
const isWaiting = (flag: string): boolean => readFlag(flag)?.code === 'part_waits';

/**
 * The part that a person may hand over next: the first that has not gone over whole. Undefined when none is left, one runs, or
 * the next begins by itself, unless something was noted that keeps it from that.
 */
export function partToGoOn({
  parts,
  session,
  goes_on: goesOn,
}: Pick<ImportWire, 'parts' | 'session' | 'goes_on'>): number | undefined {
  const begins = goesOn && !session.account.flags.some(isWaiting);
  if (parts.length < 2 || begins || session.outcome === null) return undefined;
  return parts.find(({ clients, handed_over: done }) => done < clients)?.part;
}
