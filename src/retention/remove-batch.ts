import type { AuditStore } from '../audit/audit-store.js';
import type { Batch } from '../staging/batch.js';
import type { Store } from '../store/store.js';
import { END_OF_TIME } from './list-retention.js';

export interface RemoveDeps {
  store: Pick<
    Store,
    'deleteBatch' | 'listExpiredDrafts' | 'deleteUpload' | 'deleteDraft' | 'leaveNoTrace'
  > &
    Pick<AuditStore, 'appendAudit'>;
  now: () => Date;
  /** Who removes: `BY_ITSELF`, `BY_COMMAND_LINE`, or a staff member. */
  by: string;
}

/**
 * Removes a batch with all that holds the same clients: its rejects, what jobs found out about them, their ids in the host's
 * reports, and drafts with their uploads that became this batch. Its sessions keep their numbers. Call `leaveNoTrace` after the
 * last one. Throws `batch_in_use` while an open session hands it over.
 */
export async function removeBatch(
  { store, now, by }: RemoveDeps,
  { id, businessUid }: Batch,
): Promise<void> {
  await store.deleteBatch(id);
  for (const draft of await store.listExpiredDrafts(END_OF_TIME)) {
    if (draft.batchId !== id) continue;
    for (const file of draft.files) await store.deleteUpload(file.id);
    await store.deleteDraft(draft.id);
  }
  await store.appendAudit({
    ...{ at: now().toISOString(), businessUid, staffUid: by, impersonatedBy: undefined },
    ...{ action: 'batch_purged', subject: id },
  });
}
