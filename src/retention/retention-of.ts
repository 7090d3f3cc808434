import { goesOnByItself } from '../sessions/goes-on.js';
import { isOpen, type Session } from '../sessions/session.js';
import type { Batch } from '../staging/batch.js';

/**
 * Why a batch is kept until a time, or for now: a person's word; the rule, from the end of its last session or from staging; it
 * is to be wiped as soon as its import is complete; an import of it goes on; a job or a draft works on it.
 */
export type RetentionReason =
  'person' | 'rule_after_import' | 'rule_after_staging' | 'wipe' | 'import_goes_on' | 'worked_on';

export interface Retention {
  /** UTC, ISO 8601; undefined while it is kept whatever the time. */
  until: string | undefined;
  why: RetentionReason;
}

export interface RetentionRule {
  retentionMs: number;
  /** A person's word, which outweighs the rule and the wiping. */
  keepUntil?: string | undefined;
  /** Whether a live job or a draft needs the batch. */
  isWorkedOn?: boolean;
  /** When the batch may be wiped because its import is complete (`wipeDueAt`). */
  wipeAt?: string | undefined;
}

/** Until when a batch is kept; `sessions` are those of the batch, in any order. */
export function retentionOf(
  batch: Pick<Batch, 'createdAt'>,
  sessions: readonly Session[],
  { retentionMs, keepUntil, isWorkedOn = false, wipeAt }: RetentionRule,
): Retention {
  if (goesOn(sessions)) return { until: undefined, why: 'import_goes_on' };
  if (isWorkedOn) return { until: undefined, why: 'worked_on' };
  if (keepUntil !== undefined) return { until: keepUntil, why: 'person' };
  const ends = sessions.map(({ closedAt, createdAt }) => closedAt ?? createdAt);
  const end = ends.sort().at(-1);
  const until = laterBy(retentionMs, end ?? batch.createdAt);
  if (wipeAt !== undefined && wipeAt < until) return { until: wipeAt, why: 'wipe' };
  return { until, why: end === undefined ? 'rule_after_staging' : 'rule_after_import' };
}

/** Whether the host may still come for pages of it: a session is open, or the next part begins by itself. */
export const goesOn = (sessions: readonly Session[]): boolean =>
  sessions.some(isOpen) || goesOnByItself(sessions);

/**
 * From when a batch whose latest import is to be wiped on completion may be, given that all its clients arrived: every part was
 * handed over whole and closed, and either nothing more is to be learned (`isSettled`: the host said that it is done, or its
 * clients were compared since), or nobody asks for a page any more, the grace time being over. Undefined when it is not to be
 * wiped, or is not complete.
 */
export function wipeDueAt(
  sessions: readonly Session[],
  { isSettled, graceMs }: { isSettled: boolean; graceMs: number },
): string | undefined {
  const latest = latestImport(sessions);
  const [first] = latest;
  if (!first?.wipeWhenDone || goesOn(latest)) return undefined;
  const closed = latest.filter(({ state }) => state === 'closed');
  if (new Set(closed.map(({ part }) => part)).size < first.parts) return undefined;
  const ends = closed.map(({ closedAt, createdAt }) => closedAt ?? createdAt);
  return laterBy(isSettled ? 0 : graceMs, ends.sort().at(-1) ?? first.createdAt);
}

/** The sessions of the import that began last. */
export function latestImport(sessions: readonly Session[]): Session[] {
  const latest = sessions.reduce<Session | undefined>(
    (last, one) => (last === undefined || one.createdAt >= last.createdAt ? one : last),
    undefined,
  );
  return sessions.filter(({ importId }) => importId === latest?.importId);
}

const laterBy = (ms: number, at: string): string => new Date(Date.parse(at) + ms).toISOString();
