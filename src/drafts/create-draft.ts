import { FerryError } from '../errors.js';
import type { Identity } from '../sign-in/identity.js';
import type { Draft } from './draft.js';
import type { DraftDeps } from './draft-deps.js';

/** More than any office prepares at a time. */
const MAX_DRAFTS = 20;

/** Begins an empty draft for the business. Throws `too_many_drafts`. */
export async function createDraft(deps: DraftDeps, who: Identity): Promise<Draft> {
  await refuseTooMany(deps, who);
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
    editsInBatch: 0,
    isStale: false,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + deps.settings.draftMs).toISOString(),
  };
  await deps.store.createDraft(draft);
  return draft;
}

async function refuseTooMany({ store }: DraftDeps, { businessUid }: Identity): Promise<void> {
  if ((await store.countDrafts(businessUid)) < MAX_DRAFTS) return;
  throw new FerryError(
    'too_many_drafts',
    `${MAX_DRAFTS} lists are being prepared for this business already.`,
    { hint: 'Import or discard one of them, then begin another.' },
  );
}
