import { FerryError } from '../errors.js';
import { isOver } from './get-draft.js';
import type { DraftDeps } from './draft-deps.js';

/**
 * Removes a batch that one draft needs no more, unless another draft has come to it as well, somebody else has been given it,
 * or it was handed over, or tried to be.
 */
export async function releaseBatch(
  deps: DraftDeps,
  businessUid: string,
  batchId: string,
): Promise<void> {
  const { store } = deps;
  const now = deps.now();
  const sessions = await store.listSessions(businessUid);
  if (sessions.some((session) => session.batchId === batchId)) {
    await store.keepBatch(batchId);
    return;
  }
  const drafts = await store.listDrafts(businessUid);
  if (drafts.some((draft) => draft.batchId === batchId && !isOver(draft, now))) return;
  try {
    await store.deleteUnkeptBatch(batchId);
  } catch (error) {
    const isInUse = error instanceof FerryError && error.code === 'batch_in_use';
    if (!isInUse) throw error;
  }
}
