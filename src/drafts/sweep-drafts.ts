import type { DraftDeps } from './draft-deps.js';
import { eraseDraft } from './discard-draft.js';

/** An upload is known to its draft as soon as it was looked at. */
const UPLOAD_GRACE_MS = 60 * 60_000;

/** Removes drafts whose time is over and uploads that no draft knows; gives the number of both. */
export async function sweepDrafts(deps: DraftDeps): Promise<number> {
  const now = deps.now();
  const expired = await deps.store.listExpiredDrafts(now.toISOString());
  for (const draft of expired) await eraseDraft(deps, draft);
  const before = new Date(now.getTime() - UPLOAD_GRACE_MS).toISOString();
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
