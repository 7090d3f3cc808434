import { createJob } from '../jobs/create-job.js';
import type { JobStore } from '../jobs/job-store.js';
import { checkConfirmed, countToDelete, planUndo, type PlanStore } from './plan-undo.js';
import type { UndoJob } from './undo-progress.js';

export interface StartUndoDeps {
  store: PlanStore & Pick<JobStore, 'createJob'>;
  now: () => Date;
  createId: () => string;
}

export interface UndoRequest {
  /** How many clients a person agreed to delete. */
  confirm: number;
  /** Also those that were changed since the import. */
  alsoChanged: boolean;
  /** In whose name; undefined for the token of the configuration. */
  staffUid: string | undefined;
}

/**
 * Begins to delete in the CRM what an import created; the work is done by `undoSteps`. What was overwritten stays as it is.
 * Throws what `planUndo` throws, `not_confirmed`, `nothing_to_send`, `job_running`.
 */
export async function startUndo(
  deps: StartUndoDeps,
  importId: string,
  { confirm, alsoChanged, staffUid }: UndoRequest,
): Promise<UndoJob> {
  const plan = await planUndo(deps, importId);
  checkConfirmed(plan, alsoChanged, confirm);
  const { businessUid, batchId, reconcileJobId, beganAt, endedAt, nextBeganAt } = plan;
  const job: UndoJob = createJob(deps, {
    ...{ kind: 'undo', businessUid, staffUid, batchId, importId },
    progress: {
      ...{ phase: 'listing', cursor: 0, planned: countToDelete(plan, alsoChanged), alsoChanged },
      ...{ reconcileJobId, beganAt, endedAt, nextBeganAt, lookedAt: undefined },
    },
  });
  await deps.store.createJob(job);
  return job;
}
