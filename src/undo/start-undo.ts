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
  const at = deps.now().toISOString();
  const job: UndoJob = {
    id: deps.createId(),
    version: 1,
    kind: 'undo',
    businessUid: plan.businessUid,
    staffUid,
    batchId: plan.batchId,
    importId,
    state: 'running',
    problem: undefined,
    progress: {
      phase: 'listing',
      cursor: 0,
      planned: countToDelete(plan, alsoChanged),
      alsoChanged,
      reconcileJobId: plan.reconcileJobId,
      beganAt: plan.beganAt,
      endedAt: plan.endedAt,
      nextBeganAt: plan.nextBeganAt,
      lookedAt: undefined,
    },
    createdAt: at,
    updatedAt: at,
    finishedAt: undefined,
    resumeAt: at,
  };
  await deps.store.createJob(job);
  return job;
}
