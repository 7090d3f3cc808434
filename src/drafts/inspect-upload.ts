import type { ReadOptions } from '../staging/record-source.js';
import type { DraftFile } from './draft.js';
import type { DraftDeps } from './draft-deps.js';

/** What an upload holds when it is read so. Throws `file_not_found` when it is gone. */
export async function inspectUpload(
  deps: DraftDeps,
  { id, name }: Pick<DraftFile, 'id' | 'name'>,
  read: ReadOptions,
): Promise<Pick<DraftFile, 'entries' | 'sheets' | 'sources' | 'problem'>> {
  const upload = await deps.store.openUpload(id);
  try {
    return await deps.inspectFile(upload.path, name, read);
  } finally {
    await upload.release();
  }
}
