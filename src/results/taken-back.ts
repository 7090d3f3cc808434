import type { JobStore } from '../jobs/job-store.js';
import type { UndoState } from '../undo/undo-progress.js';

const DELETED = 'deleted' satisfies UndoState;

/** How many clients that an import created were deleted in the CRM again, by all its undos together. */
export async function countTakenBack(
  store: Pick<JobStore, 'listJobs' | 'countJobItems'>,
  importId: string,
): Promise<number> {
  let takenBack = 0;
  for (const { id } of await store.listJobs({ importId, kind: 'undo' }))
    takenBack += (await store.countJobItems(id))[DELETED] ?? 0;
  return takenBack;
}
