import type { Identity } from '../sign-in/identity.js';
import type { Draft } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { getDraft } from './get-draft.js';
import { releaseBatch } from './release-batch.js';

/**
 * Removes a draft, its uploads, and its batch unless that is others' or was handed over. A staging that runs ends by itself.
 * Throws `draft_not_found`.
 */
export async function discardDraft(deps: DraftDeps, who: Identity, draftId: string): Promise<void> {
  await eraseDraft(deps, await getDraft(deps, who, draftId));
}

/** As `discardDraft`, for a draft of any business. What is left when it breaks off is found by the sweeper. */
export async function eraseDraft(
  deps: DraftDeps,
  { id, files, batchId, batchIsOthers, businessUid }: Draft,
): Promise<void> {
  await deps.store.deleteDraft(id);
  for (const file of files) await deps.store.deleteUpload(file.id);
  if (batchId !== undefined && !batchIsOthers) await releaseBatch(deps, businessUid, batchId);
}
