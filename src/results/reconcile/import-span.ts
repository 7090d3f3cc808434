import type { Session } from '../../sessions/session.js';
import { beginningOf } from './beginning.js';

/** When an import was over, as far as who created a client is concerned. UTC, ISO 8601. */
export interface ImportSpan {
  endedAt: string;
  /** When the next import of the business began; undefined while there is none. */
  nextBeganAt?: string | undefined;
}

/** The CRM stores what it was handed over within this time. */
const STORING_MS = 24 * 60 * 60_000;

/**
 * Whether a client of the CRM was created too late to be the work of an import: once the business's next one had begun, which
 * may have brought it, or long after the end.
 */
export function isAfterImport(createdAt: string, { endedAt, nextBeganAt }: ImportSpan): boolean {
  const createdMs = Date.parse(createdAt);
  if (nextBeganAt !== undefined && createdMs >= Date.parse(nextBeganAt)) return true;
  return createdMs > Date.parse(endedAt) + STORING_MS;
}

/** When the next import of a business began after that of `first`, in whole seconds; `sessions` are those of the business. */
export function findNextBegan(first: Session, sessions: readonly Session[]): string | undefined {
  const next = sessions
    .filter(({ id, importId }) => id === importId && importId !== first.importId)
    .filter(({ createdAt }) => createdAt > first.createdAt)
    .reduce<Session | undefined>(
      (least, one) => (least === undefined || one.createdAt < least.createdAt ? one : least),
      undefined,
    );
  const { beganMs } = beginningOf(next);
  return beganMs === undefined ? undefined : new Date(beganMs).toISOString();
}
