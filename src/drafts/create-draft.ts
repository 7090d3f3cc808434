import type { Identity } from '../sign-in/identity.js';
import type { Draft } from './draft.js';
import type { DraftDeps } from './draft-deps.js';

/** Begins an empty draft for the business. */
export async function createDraft(deps: DraftDeps, who: Identity): Promise<Draft> {
  const now = deps.now();
  const draft: Draft = {
    id: deps.createId('d'),
    version: 1,
    businessUid: who.businessUid,
    staffUid: who.staffUid,
    files: [],
    choices: [],
    valueMaps: [],
    onDuplicate: 'keep-first',
    edits: [],
    staging: undefined,
    batchId: undefined,
    batchIsOthers: false,
    editsInBatch: 0,
    isStale: false,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + deps.settings.draftMs).toISOString(),
  };
  await deps.store.createDraft(draft);
  return draft;
}
