import type { Identity } from '../sign-in/identity.js';
import type { Draft } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { getDraft } from './get-draft.js';
import { releaseBatch } from './release-batch.js';
import { changedByOthers, MAX_ATTEMPTS } from './update-draft.js';

/**
 * Removes a draft, its uploads, and its batch unless that is others' or was handed over; with `version`, only the draft as it was
 * then. A staging that runs ends by itself. Throws `draft_not_found`, `draft_changed`.
 */
export async function discardDraft(
  deps: DraftDeps,
  who: Identity,
  draftId: string,
  { version }: { version?: number } = {},
): Promise<void> {
  await eraseDraft(deps, await endDraft(deps, who, draftId, version));
}

/** Ends the time of a draft, so that nobody finds or changes it while it is removed. */
async function endDraft(
  deps: DraftDeps,
  who: Identity,
  draftId: string,
  version: number | undefined,
): Promise<Draft> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const draft = await getDraft(deps, who, draftId);
    if (version !== undefined && draft.version !== version) break;
    const ended = {
      ...draft,
      version: draft.version + 1,
      staging: undefined,
      expiresAt: deps.now().toISOString(),
    };
    if (await deps.store.replaceDraft(ended)) return ended;
  }
  throw changedByOthers();
}

/**
 * Removes a draft whose time is over, of any business. Its row goes last: when it breaks off before, the sweeper finds the draft
 * and goes on.
 */
export async function eraseDraft(
  deps: DraftDeps,
  { id, files, batchId, businessUid }: Draft,
): Promise<void> {
  for (const file of files) await deps.store.deleteUpload(file.id);
  if (batchId !== undefined) await releaseBatch(deps, businessUid, batchId);
  await deps.store.deleteDraft(id);
}
