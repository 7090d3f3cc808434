import { FerryError } from '../errors.js';
import type { DraftDeps } from './draft-deps.js';
import { updateDraft } from './update-draft.js';

/**
 * Removes a batch that its draft needs no more, unless it was handed over, or tried to be. Another draft that came to the same
 * result gets it as its own.
 */
export async function releaseBatch(
  deps: DraftDeps,
  businessUid: string,
  batchId: string,
): Promise<void> {
  const sessions = await deps.store.listSessions(businessUid);
  if (sessions.some((session) => session.batchId === batchId)) return;
  const drafts = await deps.store.listDrafts(businessUid);
  const heir = drafts.find((draft) => draft.batchId === batchId);
  if (heir) {
    await updateDraft(deps, { businessUid }, heir.id, (draft) =>
      draft.batchId === batchId ? { ...draft, batchIsOthers: false } : draft,
    );
    return;
  }
  await deleteUnlessInUse(deps, batchId);
}

async function deleteUnlessInUse({ store }: DraftDeps, batchId: string): Promise<void> {
  try {
    await store.deleteBatch(batchId);
  } catch (error) {
    const isInUse = error instanceof FerryError && error.code === 'batch_in_use';
    if (!isInUse) throw error;
  }
}
