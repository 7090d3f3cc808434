import { FerryError } from '../errors.js';
import type { Identity } from '../sign-in/identity.js';
import type { Draft, DraftFile } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { keepKnown } from './keep-known.js';
import { stale, updateIdleDraft } from './update-draft.js';

/**
 * Removes a file from a draft, with what was decided about its tables. Throws `draft_not_found`, `draft_busy`, `draft_changed`,
 * `file_not_found`.
 */
export async function removeFile(
  deps: DraftDeps,
  who: Identity,
  draftId: string,
  fileId: string,
): Promise<Draft> {
  const draft = await updateIdleDraft(deps, who, draftId, (current) => {
    findFile(current, fileId);
    const files = current.files.filter(({ id }) => id !== fileId);
    return stale(keepKnown({ ...current, files }, current.files));
  });
  await deps.store.deleteUpload(fileId);
  return draft;
}

/** A file of a draft by its id. Throws `file_not_found`. */
export function findFile({ files }: Draft, fileId: string): DraftFile {
  const file = files.find(({ id }) => id === fileId);
  if (file) return file;
  throw new FerryError('file_not_found', 'The file is no longer among those of this list.', {
    hint: 'Somebody may have removed it; load the page again.',
  });
}
