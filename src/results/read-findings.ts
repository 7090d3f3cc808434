import type { Job } from '../jobs/job.js';
import type { JobStore } from '../jobs/job-store.js';
import type { Session } from '../sessions/session.js';
import { beginningOf } from './reconcile/beginning.js';
import { FOUND, readFound, type Found } from './reconcile/found.js';
import type { ReconcileProgress } from './reconcile/progress.js';
import type { Result } from './report.js';
import { STRENGTH } from './tally-reports.js';

/** What looks at the CRM found of each client; both by sequence number. */
export interface Findings {
  /** 1 + the place in `FOUND`; 0: not looked for. */
  found: Uint8Array;
  /** What must have become of it (`STRENGTH`), where that follows from what was found. */
  results: Uint8Array;
}

/** What was found of a client; undefined when it was not looked for. */
export const foundAt = ({ found }: Findings, seq: number): Found | undefined =>
  FOUND[(found[seq] ?? 0) - 1];

const ITEMS_PER_READ = 5_000;

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
 * Reads what those looks found; later ones outweigh earlier. That a client was missing counts only if the import was not gone on
 * with since.
 */
export async function readFindings(
  store: Pick<JobStore, 'listJobItems'>,
  jobs: readonly Job[],
  { sessions, clients }: { sessions: readonly Session[]; clients: number },
): Promise<Findings> {
  const findings = { found: new Uint8Array(clients + 1), results: new Uint8Array(clients + 1) };
  const latestSessionAt = sessions.at(-1)?.createdAt ?? '';
  for (const job of jobs) {
    const hasLookedSince = job.createdAt >= latestSessionAt;
    for (let after = 0; ;) {
      const items = await store.listJobItems(job.id, { after, limit: ITEMS_PER_READ });
      for (const { key, state, body } of items) {
        const at = FOUND.findIndex((found) => found === state);
        const found = FOUND[at];
        if (found === undefined || (found === 'missing' && !hasLookedSince)) continue;
        findings.found[key] = at + 1;
        findings.results[key] = STRENGTH[resultOfFound(found, body, sessions[0]) ?? 'unknown'];
      }
      if (items.length < ITEMS_PER_READ) break;
      after = items.at(-1)?.key ?? after;
    }
  }
  return findings;
}

/**
 * What must have become of a client that was found so; undefined where that does not follow. The CRM knows clients by their e-mail
 * address (intandem-contract section 2), so one that it had before under another address was no reason to skip ours. One
 * that differs from what was sent was not overwritten, unless the CRM has touched it since.
 */
function resultOfFound(found: Found, body: string, first: Session | undefined): Result | undefined {
  const { by, updatedAt, fields = [] } = readFound(body) ?? {};
  if (by === undefined || by === 'phone') return undefined;
  if (found === 'present' || found === 'different') return 'created';
  if (by === 'phone_and_name' || fields.some(({ key }) => key === 'email')) return undefined;
  if (!first?.importParams.should_override) return 'skipped';
  const { beganMs = 0 } = beginningOf(first);
  const isUntouched = updatedAt !== undefined && Date.parse(updatedAt) < beganMs;
  return found === 'different_before' && isUntouched ? undefined : 'updated';
}
