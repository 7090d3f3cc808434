import type { Job } from '../../jobs/job.js';
import type { JobStore } from '../../jobs/job-store.js';
import type { ReconciliationSummary } from '../import-account.js';
import type { Found } from './found.js';
import type { ReconcileProgress } from './progress.js';

/** A reconciliation in numbers, finished or not. */
export async function summariseReconciliation(
  store: Pick<JobStore, 'countJobItems'>,
  job: Job,
): Promise<ReconciliationSummary> {
  const { read, sample } = (job as Job<ReconcileProgress>).progress;
  const counts: Partial<Record<Found, number>> = await store.countJobItems(job.id);
  const of = (...states: Found[]) => states.reduce((all, state) => all + (counts[state] ?? 0), 0);
  const present = of('present', 'different', 'present_before', 'different_before');
  return {
    jobId: job.id,
    state: job.state,
    problem: job.problem,
    progress: { read, compared: present + of('missing') },
    isSample: sample !== undefined,
    startedAt: job.createdAt,
    finishedAt: job.finishedAt,
    present,
    missing: of('missing'),
    different: of('different', 'different_before'),
    presentBefore: of('present_before', 'different_before'),
  };
}
