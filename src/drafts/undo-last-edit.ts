import type { Identity } from '../sign-in/identity.js';
import type { Draft } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { stale, updateIdleDraft } from './update-draft.js';

/**
 * Takes back the last edit as a whole; gives the number of its cells, 0 when there is none. Throws `draft_not_found`,
 * `draft_busy`, `draft_changed`.
 */
export async function undoLastEdit(
  deps: DraftDeps,
  who: Identity,
  draftId: string,
): Promise<{ cells: number; draft: Draft }> {
  let cells = 0;
  const draft = await updateIdleDraft(deps, who, draftId, (current) => {
    const last = current.edits.at(-1);
    cells = last?.corrections.length ?? 0;
    if (!last) return current;
    const edits = current.edits.slice(0, -1);
    const isInBatch = current.editsInBatch > edits.length;
    return stale({
      ...current,
      edits,
      editsInBatch: Math.min(current.editsInBatch, edits.length),
      // The batch shows its cells corrected until it is made anew.
      reverted: isInBatch
        ? [...(current.reverted ?? []), ...(last.replaced ?? [])]
        : current.reverted,
    });
  });
  return { cells, draft };
}
