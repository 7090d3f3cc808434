import { FerryError } from '../../errors.js';
import { createJob } from '../../jobs/create-job.js';
import { stateAt, type Session } from '../../sessions/session.js';
import type { Store } from '../../store/store.js';
import { beginProgress, type ReconcileJob } from './progress.js';

export interface StartReconcileDeps {
  store: Pick<Store, 'listSessionsOfImport' | 'findBatch' | 'createJob'>;
  now: () => Date;
  createId: () => string;
  /** After so long without a poll an open session counts as stalled. */
  quietMs: number;
}

export interface ReconcileRequest {
  /** An import that is over, or a batch before it is imported. */
  of: { importId: string } | { batchId: string };
  /** In whose name the CRM is read; undefined for the token of the configuration. */
  staffUid: string | undefined;
  /** Only so many clients, spread over the batch. */
  sample?: number | undefined;
}

/** While the CRM still pulls, who is not there yet may be on its way. */
const PULLING = ['prepared', 'declared', 'serving'];

/**
 * Begins to compare the CRM's clients with those of an import, or of a batch before it is imported: then what is found is what
 * the CRM had before. The work is done by `reconcileSteps`. Whose business it is, the caller has checked.
 * Throws `session_not_found`, `batch_not_found`, `import_not_over`, `job_running`.
 */
export async function startReconcile(
  deps: StartReconcileDeps,
  { of, staffUid, sample }: ReconcileRequest,
): Promise<ReconcileJob> {
  const latest = 'importId' in of ? await getLatestSession(deps, of.importId) : undefined;
  const batchId = 'batchId' in of ? of.batchId : (latest?.batchId ?? '');
  const batch = await deps.store.findBatch(batchId);
  if (!batch) {
    throw new FerryError('batch_not_found', `The list ${batchId} is not there (any more).`, {
      hint: 'Without it there is nothing to compare the CRM with.',
    });
  }
  const { businessUid, counts } = batch;
  const job: ReconcileJob = createJob(deps, {
    ...{ kind: 'reconcile', businessUid, staffUid, batchId, importId: latest?.importId },
    progress: beginProgress(counts.clients, sample),
  });
  await deps.store.createJob(job);
  return job;
}

async function getLatestSession(
  { store, now, quietMs }: StartReconcileDeps,
  importId: string,
): Promise<Session> {
  const latest = (await store.listSessionsOfImport(importId)).at(-1);
  if (!latest) throw new FerryError('session_not_found', `There is no session ${importId}.`);
  if (!PULLING.includes(stateAt(latest, now(), quietMs))) return latest;
  throw new FerryError('import_not_over', 'The CRM is still pulling clients of this import.', {
    hint: 'Compare when it has closed the session, or end it first: clientferry cancel <session>',
  });
}
