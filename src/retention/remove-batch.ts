import type { AuditStore } from '../audit/audit-store.js';
import { keepResults, type KeepResultsDeps } from '../results/keep-results.js';
import { isOpen } from '../sessions/session.js';
import type { Batch } from '../staging/batch.js';
import type { Store } from '../store/store.js';
import { batchHandedOver, batchWorkedOn } from './batch-in-use.js';
import { END_OF_TIME } from './list-retention.js';

export interface RemoveDeps {
  store: Pick<
    Store,
    'deleteBatch' | 'listExpiredDrafts' | 'deleteUpload' | 'deleteDraft' | 'leaveNoTrace'
  > &
    KeepResultsDeps['store'] &
    Pick<AuditStore, 'appendAudit'>;
  now: () => Date;
  /** Who removes, for the audit: `BY_ITSELF` or `BY_COMMAND_LINE`; undefined when the caller enters it. */
  by: string | undefined;
}

/**
 * Removes a batch with all that holds the same clients: its rejects, what jobs found out about them, their ids in the host's
 * reports, and drafts with their uploads that became this batch. Its sessions keep their numbers, and the first one of an
 * import what became of its clients. Call `leaveNoTrace` after the last one. Throws `batch_in_use` while an open session hands it
 * over or a job works on it.
 */
export async function removeBatch(
  { store, now, by }: RemoveDeps,
  { id, businessUid }: Batch,
): Promise<void> {
  await refuseInUse(store, { id, businessUid });
  await keepResults({ store, now }, { id, businessUid });
  // First what nobody would find any more once the batch is gone, as after a crash in between.
  await removeDrafts(store, id);
  await store.deleteBatch(id);
  if (by === undefined) return;
  await store.appendAudit({
    ...{ at: now().toISOString(), businessUid, staffUid: by, impersonatedBy: undefined },
    ...{ action: 'batch_purged', subject: id },
  });
}

/** `deleteBatch` refuses too, and nobody comes between; but by then the drafts are gone. */
async function refuseInUse(
  store: RemoveDeps['store'],
  { id, businessUid }: Pick<Batch, 'id' | 'businessUid'>,
): Promise<void> {
  const sessions = await store.listSessions(businessUid);
  if (sessions.some((one) => one.batchId === id && isOpen(one))) throw batchHandedOver(id);
  if ((await store.listJobs({ batchId: id, live: true })).length > 0) throw batchWorkedOn(id);
}

async function removeDrafts(store: RemoveDeps['store'], batchId: string): Promise<void> {
  for (const draft of await store.listExpiredDrafts(END_OF_TIME)) {
    if (draft.batchId !== batchId) continue;
    for (const file of draft.files) await store.deleteUpload(file.id);
    await store.deleteDraft(draft.id);
  }
}
