import { FerryError } from '../errors.js';
import type { Identity } from '../sign-in/identity.js';
import type { Draft } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { getDraft, refuseBusy } from './get-draft.js';
import { refuseTooLarge } from './refuse-too-large.js';

/** How often a change is made again to what others left meanwhile. */
export const MAX_ATTEMPTS = 10;

/** Makes another draft of a draft; the same object means that nothing is to be written. Called again when somebody was quicker. */
export type ChangeDraft = (draft: Draft) => Draft | Promise<Draft>;

/**
 * Changes a draft that is not being staged. If somebody else writes meanwhile, the change is made again to what they left, a
 * few times. Throws `draft_not_found`, `draft_busy`, `draft_changed`, `draft_too_large`, and what `change` throws.
 */
export async function updateIdleDraft(
  deps: DraftDeps,
  who: Identity,
  draftId: string,
  change: ChangeDraft,
): Promise<Draft> {
  return updateDraft(deps, who, draftId, (draft) => {
    refuseBusy(draft);
    return change(draft);
  });
}

/** As `updateIdleDraft`, also while the draft is being staged. */
export async function updateDraft(
  deps: DraftDeps,
  who: Pick<Identity, 'businessUid'>,
  draftId: string,
  change: ChangeDraft,
): Promise<Draft> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const draft = await getDraft(deps, who, draftId);
    const changed = await change(draft);
    if (changed === draft) return draft;
    refuseTooLarge(draft, changed);
    const next = touch(deps, changed, draft.version);
    if (await deps.store.replaceDraft(next)) return next;
  }
  throw changedByOthers();
}

/** Why a draft is not written: somebody else was quicker. */
export const changedByOthers = (): FerryError =>
  new FerryError('draft_changed', 'Others are changing this list at the same time.', {
    hint: 'Try again in a moment.',
  });

/** The draft as its next version, with its time beginning anew. */
export function touch(deps: DraftDeps, draft: Draft, version: number): Draft {
  const now = deps.now();
  return {
    ...draft,
    version: version + 1,
    updatedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + deps.settings.draftMs).toISOString(),
  };
}

/** A draft that no longer is what was staged of it. */
export function stale(draft: Draft): Draft {
  return draft.batchId === undefined ? draft : { ...draft, isStale: true };
}
