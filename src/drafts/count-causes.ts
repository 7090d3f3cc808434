import type { Identity } from '../sign-in/identity.js';
import { findBatchOf, readIssuesAfter } from './batch-of-draft.js';
import type { DraftDeps } from './draft-deps.js';
import { getDraft } from './get-draft.js';

/**
 * How many rejects of what was staged of a draft have an issue, by its code, as `listDraftRejects` finds them by it: one with
 * two issues counts for both. Empty before the first staging. Throws `draft_not_found`, `batch_not_found`.
 */
export async function countCauses(
  deps: DraftDeps,
  who: Identity,
  draftId: string,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const batch = await findBatchOf(deps, await getDraft(deps, who, draftId));
  if (!batch) return counts;
  for await (const { issues } of readIssuesAfter(deps, batch, 0))
    for (const code of new Set(issues.map((issue) => issue.code)))
      counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
