import { FerryError } from '../errors.js';
import type { Identity } from '../sign-in/identity.js';
import type { Draft } from './draft.js';
import type { DraftDeps } from './draft-deps.js';

/** A staging that was not touched for so long has died with its process. */
const DEAD_AFTER_MS = 30_000;

/**
 * The draft of that id. Throws `draft_not_found`, also for a draft whose time is over, and for one of another business, so that
 * nobody learns of it (promises S3).
 */
export async function getDraft(
  deps: Pick<DraftDeps, 'store' | 'now'>,
  who: Pick<Identity, 'businessUid'>,
  draftId: string,
): Promise<Draft> {
  const draft = await deps.store.findDraft(draftId);
  const now = deps.now();
  if (draft?.businessUid === who.businessUid && !isOver(draft, now))
    return failDeadStaging(draft, now);
  throw new FerryError('draft_not_found', 'There is no such list in preparation.', {
    hint: 'It may have been imported or removed meanwhile, or its time was over; add the file again.',
  });
}

/** Whether the time of a draft is over, so that it is only there to be removed. */
export const isOver = ({ expiresAt }: Draft, now: Date): boolean => expiresAt <= now.toISOString();

function failDeadStaging(draft: Draft, now: Date): Draft {
  const { staging } = draft;
  if (staging?.state !== 'running') return draft;
  if (now.getTime() - Date.parse(staging.touchedAt) < DEAD_AFTER_MS) return draft;
  const problem = {
    code: 'interrupted',
    message: 'Checking the list was interrupted.',
    hint: 'Check it again.',
  };
  return { ...draft, staging: { ...staging, state: 'failed', problem } };
}

/** Refuses to change a draft while it is being staged. Throws `draft_busy`. */
export function refuseBusy(draft: Draft): void {
  if (draft.staging?.state !== 'running') return;
  throw new FerryError('draft_busy', 'The list is being checked right now.', {
    hint: 'Wait until that is done, or cancel it.',
  });
}
