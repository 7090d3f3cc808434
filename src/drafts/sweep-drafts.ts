import type { DraftDeps } from './draft-deps.js';
import { eraseDraft } from './discard-draft.js';
import { releaseBatch } from './release-batch.js';

/** An upload is known to its draft as soon as it was looked at, a batch as soon as its staging has ended. */
const GRACE_MS = 60 * 60_000;

/**
 * Removes drafts whose time is over, and uploads and batches of drafts that no draft knows, since their process died; gives the
 * number of drafts and uploads.
 */
export async function sweepDrafts(deps: DraftDeps): Promise<number> {
  const now = deps.now();
  const expired = await deps.store.listExpiredDrafts(now.toISOString());
  for (const draft of expired) await eraseDraft(deps, draft);
  const before = new Date(now.getTime() - GRACE_MS).toISOString();
  for (const { id, businessUid } of await deps.store.listUnkeptBatches(before))
    await releaseBatch(deps, businessUid, id);
  let uploads = 0;
  for (const id of await deps.store.listUploads(before)) {
    if (await isKnown(deps, id)) continue;
    await deps.store.deleteUpload(id);
    uploads += 1;
  }
  return expired.length + uploads;
}

/** The name of an upload begins with that of its draft. */
async function isKnown({ store }: DraftDeps, uploadId: string): Promise<boolean> {
  const [draftId = ''] = uploadId.split('-');
  const draft = await store.findDraft(draftId);
  return draft?.files.some(({ id }) => id === uploadId) === true;
}
