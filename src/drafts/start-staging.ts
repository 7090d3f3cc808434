import { FerryError } from '../errors.js';
import type { Identity } from '../sign-in/identity.js';
import type { Draft } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { listSources } from './keep-known.js';
import { runStaging } from './run-staging.js';
import { updateIdleDraft } from './update-draft.js';

/**
 * Begins to stage a draft and gives it as running; how it goes on is written to the draft. Throws `draft_not_found`,
 * `draft_busy`, `draft_changed`, `draft_empty`.
 */
export async function startStaging(
  deps: DraftDeps,
  who: Identity,
  draftId: string,
): Promise<Draft> {
  const draft = await updateIdleDraft(deps, who, draftId, (current) => {
    const sources = listSources(current);
    if (sources.length === 0) throw emptyDraft(current);
    const at = deps.now().toISOString();
    const totalBytes = sources.reduce((sum, { bytes }) => sum + bytes, 0);
    const counters = { records: 0, bytes: 0, totalBytes };
    const times = { startedAt: at, touchedAt: at };
    return {
      ...current,
      staging: { state: 'running', ...counters, ...times, problem: undefined },
    };
  });
  // It tells its troubles to the draft and never fails.
  deps.onGoingOn(runStaging(deps, who, draft));
  return draft;
}

function emptyDraft({ files }: Draft): FerryError {
  const message =
    files.length === 0 ? 'There is no file yet.' : 'None of the files can be read as a list.';
  return new FerryError('draft_empty', message, {
    hint: 'Add a file with a list of clients: CSV, Excel, vCard, or a ZIP of them.',
  });
}
