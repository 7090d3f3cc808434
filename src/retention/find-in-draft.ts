import { FerryError } from '../errors.js';
import type { Draft, DraftFile } from '../drafts/draft.js';
import type { DraftStore } from '../drafts/draft-store.js';
import type { OpenSources } from '../staging/record-source.js';

export interface SearchDeps {
  store: Pick<DraftStore, 'openUpload'>;
  openSources: OpenSources;
}

/** `unreadable`: a file of it cannot be read as a list, so nobody knows whom it holds. */
export type FoundInDraft = 'found' | 'not_found' | 'unreadable';

/** Looks for a person in a draft: in what is kept of it, and in every record of its uploads. */
export async function findInDraft(
  deps: SearchDeps,
  draft: Draft,
  names: (value: unknown) => boolean,
): Promise<FoundInDraft> {
  if (names(draft)) return 'found';
  let found: FoundInDraft = 'not_found';
  for (const file of draft.files) {
    const inFile = await findInUpload(deps, file, names);
    if (inFile === 'found') return 'found';
    if (inFile === 'unreadable') found = 'unreadable';
  }
  return found;
}

async function findInUpload(
  { store, openSources }: SearchDeps,
  { id, name, read }: DraftFile,
  names: (value: unknown) => boolean,
): Promise<FoundInDraft> {
  try {
    const upload = await store.openUpload(id);
    try {
      for (const source of await openSources(upload.path, { ...read, name })) {
        if (names(source.header)) return 'found';
        for await (const { cells } of source.records()) if (names(cells)) return 'found';
      }
      return 'not_found';
    } finally {
      await upload.release();
    }
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    return error.code === 'file_not_found' ? 'not_found' : 'unreadable';
  }
}
