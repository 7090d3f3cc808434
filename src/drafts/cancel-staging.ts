import type { Identity } from '../sign-in/identity.js';
import type { Draft } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { updateDraft } from './update-draft.js';

/**
 * Ends a running staging; the process that runs it notices at its next sign of life, and nothing of it stays. Harmless when none
 * runs. Throws `draft_not_found`, `draft_changed`.
 */
export async function cancelStaging(
  deps: DraftDeps,
  who: Identity,
  draftId: string,
): Promise<Draft> {
  const problem = {
    code: 'interrupted',
    message: 'Checking the list was cancelled.',
    hint: undefined,
  };
  return updateDraft(deps, who, draftId, (draft) =>
    draft.staging?.state === 'running'
      ? { ...draft, staging: { ...draft.staging, state: 'failed', problem } }
      : draft,
  );
}
