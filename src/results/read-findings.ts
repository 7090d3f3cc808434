import type { Job } from '../jobs/job.js';
import type { JobStore } from '../jobs/job-store.js';
import type { Session } from '../sessions/session.js';
import type { Store } from '../store/store.js';
import { beginningOf } from './reconcile/beginning.js';
import { FOUND, readFound, type Found } from './reconcile/found.js';
import { findNextBegan, isAfterImport, type ImportSpan } from './reconcile/import-span.js';
import type { ReconcileProgress } from './reconcile/progress.js';
import type { Result } from './report.js';
import { STRENGTH } from './tally-reports.js';

/** What looks at the CRM found of each client; both by sequence number. */
export interface Findings {
  /** 1 + the place in `FOUND`; 0: not looked for. */
  found: Uint8Array;
  /** What must have become of it (`STRENGTH`), where that follows from what was found. */
  results: Uint8Array;
  /** Those who are there but came too late for this import: another one has brought them. */
  later: Set<number>;
}

/** What was found of a client; undefined when it was not looked for. */
export const foundAt = ({ found }: Findings, seq: number): Found | undefined =>
  FOUND[(found[seq] ?? 0) - 1];

const ITEMS_PER_READ = 5_000;

/** When the host last came for clients of an import, or may have come. UTC, ISO 8601; empty without a session. */
export const lastSignOf = (sessions: readonly Session[]): string =>
  sessions
    .flatMap(({ createdAt, lastPolledAt = '', closedAt = '' }) => [
      createdAt,
      lastPolledAt,
      closedAt,
    ])
    .reduce((last, at) => (at > last ? at : last), '');

/**
 * The looks at the CRM that count for an import: the latest that went over all clients to its end, and the samples after it.
 * `jobs` are the import's reconciliations, newest first.
 */
export function findingJobs(jobs: readonly Job[]): Job<ReconcileProgress>[] {
  const done = (jobs as readonly Job<ReconcileProgress>[]).filter(({ state }) => state === 'done');
  const whole = done.findIndex(({ progress }) => progress.sample === undefined);
  return (whole < 0 ? done : done.slice(0, whole + 1)).reverse();
}

/**
 * Reads what those looks found; later ones outweigh earlier. That a client was missing counts only if the host has not come since:
 * it may have taken it meanwhile, although nobody reported it.
 */
export async function readFindings(
  store: Pick<JobStore, 'listJobItems'> & Pick<Store, 'listSessions'>,
  jobs: readonly Job[],
  { sessions, clients }: { sessions: readonly Session[]; clients: number },
): Promise<Findings> {
  const findings: Findings = {
    found: new Uint8Array(clients + 1),
    results: new Uint8Array(clients + 1),
    later: new Set(),
  };
  const lastSign = lastSignOf(sessions);
  const [first] = sessions;
  const ofBusiness = first ? await store.listSessions(first.businessUid) : [];
  const span = { endedAt: lastSign, nextBeganAt: first && findNextBegan(first, ofBusiness) };
  for (const job of jobs) {
    const hasLookedSince = job.createdAt >= lastSign;
    for (let after = 0; ;) {
      const items = await store.listJobItems(job.id, { after, limit: ITEMS_PER_READ });
      for (const { key, state, body } of items) {
        const at = FOUND.findIndex((found) => found === state);
        const found = FOUND[at];
        if (found === undefined || (found === 'missing' && !hasLookedSince)) continue;
        findings.found[key] = at + 1;
        const result = resultOfFound(found, body, { first, span });
        findings.results[key] = result === 'later' ? STRENGTH.unknown : STRENGTH[result];
        if (result === 'later') findings.later.add(key);
        else findings.later.delete(key);
      }
      if (items.length < ITEMS_PER_READ) break;
      after = items.at(-1)?.key ?? after;
    }
  }
  return findings;
}

/**
 * What must have become of a client that was found so; unknown where that does not follow. The CRM knows clients by their e-mail
 * address (intandem-contract section 2), so one that it had before under another address was no reason to skip ours. One
 * that differs from what was sent was not overwritten, unless the CRM has touched it since.
 */
function resultOfFound(
  found: Found,
  body: string,
  { first, span }: { first: Session | undefined; span: ImportSpan },
): Result | 'unknown' | 'later' {
  const { by, createdAt, updatedAt, fields = [], isDoubtful = false } = readFound(body) ?? {};
  if (by === undefined || by === 'phone' || isDoubtful) return 'unknown';
  if (found === 'present' || found === 'different')
    return createdAt !== undefined && isAfterImport(createdAt, span) ? 'later' : 'created';
  if (by === 'phone_and_name' || fields.some(({ key }) => key === 'email')) return 'unknown';
  if (!first?.importParams.should_override) return 'skipped';
  const { beganMs = 0 } = beginningOf(first);
  const isUntouched = updatedAt !== undefined && Date.parse(updatedAt) < beganMs;
  return found === 'different_before' && isUntouched ? 'unknown' : 'updated';
}
