import type { Readable } from 'node:stream';
import { FerryError } from '../errors.js';
import type { Identity } from '../sign-in/identity.js';
import type { Draft, DraftFile } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { freeFileName, safeFileName } from './file-name.js';
import { getDraft, refuseBusy } from './get-draft.js';
import { inspectUpload } from './inspect-upload.js';
import { limitBytes } from './limit-bytes.js';
import { stale, updateIdleDraft } from './update-draft.js';

/**
 * Adds an uploaded file to a draft; one that cannot be read is added with its problem. A name that is taken is numbered. What
 * was written is removed on every failing path.
 * Throws `draft_not_found`, `draft_busy`, `draft_changed`, `too_many_files`, `file_too_large`, `disk_full`.
 */
export async function addFile(
  deps: DraftDeps,
  who: Identity,
  draftId: string,
  { name, bytes }: { name: string; bytes: Readable },
): Promise<Draft> {
  const draft = await getDraft(deps, who, draftId);
  refuseBusy(draft);
  refuseTooMany(deps, draft);
  // The sweeper finds by its name the one draft that may know an upload.
  const id = `${draftId}-${deps.createId('f')}`;
  try {
    const size = await deps.store.writeUpload(id, limitBytes(bytes, deps.settings.uploadMaxBytes));
    let file: DraftFile | undefined;
    return await updateIdleDraft(deps, who, draftId, async (current) => {
      refuseTooMany(deps, current);
      const free = freeFileName(
        safeFileName(name),
        current.files.map((one) => one.name),
      );
      // Its name is part of those of its tables, so another one needs another look.
      if (file?.name !== free) file = await inspectNew(deps, { id, name: free, bytes: size });
      return stale({ ...current, files: [...current.files, file] });
    });
  } catch (error) {
    await deps.store.deleteUpload(id);
    throw error;
  }
}

async function inspectNew(
  deps: DraftDeps,
  file: Pick<DraftFile, 'id' | 'name' | 'bytes'>,
): Promise<DraftFile> {
  return { ...file, read: {}, ...(await inspectUpload(deps, file, {})) };
}

function refuseTooMany({ settings }: DraftDeps, { files }: Draft): void {
  if (files.length < settings.maxFiles) return;
  throw new FerryError(
    'too_many_files',
    `No more than ${settings.maxFiles} files can be brought together.`,
    { hint: 'Put them into one ZIP, or import them one after the other.' },
  );
}
