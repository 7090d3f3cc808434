import type { Job } from '../jobs/job.js';
import type { JobStore } from '../jobs/job-store.js';
import { isUndo, type UndoJob, type UndoState } from './undo-progress.js';

/** What an undo has done. The books: `planned = deleted + gone + keptChanged + keptNotOurs + refused + left`. */
export interface UndoAccount {
  jobId: string;
  state: Job['state'];
  /** Why it waits or was stopped. */
  problem: string | undefined;
  planned: number;
  deleted: number;
  /** Were not there any more. */
  gone: number;
  keptChanged: number;
  keptNotOurs: number;
  refused: number;
  left: number;
  startedAt: string;
  finishedAt: string | undefined;
}

/** Draws up the account of an undo; of one that is under way, as it stands. */
export async function drawUpUndo(
  store: Pick<JobStore, 'countJobItems'>,
  job: UndoJob,
): Promise<UndoAccount> {
  const counts: Partial<Record<UndoState, number>> = await store.countJobItems(job.id);
  const { deleted = 0, gone = 0, kept_changed = 0, kept_not_ours = 0, refused = 0 } = counts;
  const { planned } = job.progress;
  return {
    jobId: job.id,
    state: job.state,
    problem: job.problem,
    ...{ planned, deleted, gone, keptChanged: kept_changed, keptNotOurs: kept_not_ours, refused },
    left: planned - deleted - gone - kept_changed - kept_not_ours - refused,
    startedAt: job.createdAt,
    finishedAt: job.finishedAt,
  };
}

/** The latest undo of an import; undefined when there was none. */
export async function findUndo(
  store: Pick<JobStore, 'listJobs'>,
  importId: string,
): Promise<UndoJob | undefined> {
  return (await store.listJobs({ importId, kind: 'undo' })).find(isUndo);
}
