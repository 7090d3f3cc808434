import type { Identity } from '../sign-in/identity.js';
import type { NumberedReject } from '../staging/batch.js';
import { findBatchOf, readRejectsAfter } from './batch-of-draft.js';
import type { DraftDeps } from './draft-deps.js';
import { getDraft } from './get-draft.js';
import { createRejectChecker, type CheckedReject } from './reject-checker.js';

/** A page of rejects. */
export interface DraftRejects {
  rejects: CheckedReject[];
  /** Undefined at the end. */
  nextAfter: number | undefined;
  /** Header of each source that occurs. */
  headers: { source: string; columns: readonly string[] }[];
}

/**
 * The rejects of what was staged of a draft, in file order, as they stand with its corrections: up to `limit` after the id
 * `after`, of one `code` or of all. Empty before the first staging. Throws `draft_not_found`, `batch_not_found`.
 */
export async function listDraftRejects(
  deps: DraftDeps,
  who: Identity,
  draftId: string,
  { after, limit, code }: { after: number; limit: number; code: string | undefined },
): Promise<DraftRejects> {
  const draft = await getDraft(deps, who, draftId);
  const batch = await findBatchOf(deps, draft);
  if (!batch) return { rejects: [], nextAfter: undefined, headers: [] };
  const hasCode = ({ issues }: NumberedReject) =>
    code === undefined || issues.some((issue) => issue.code === code);
  const found: NumberedReject[] = [];
  // One more than is asked for tells whether it is the end.
  const perRead = code === undefined ? limit + 1 : undefined;
  for await (const reject of readRejectsAfter(deps, batch, after, perRead)) {
    if (hasCode(reject)) found.push(reject);
    if (found.length > limit) break;
  }
  const page = found.slice(0, limit);
  const checker = createRejectChecker(deps, who, draft, batch);
  const rejects: CheckedReject[] = [];
  const headers = new Map<string, readonly string[]>();
  for (const reject of page) {
    const checked = await checker.check(reject);
    rejects.push(checked);
    headers.set(checked.source, batch.files[reject.file]?.header ?? []);
  }
  return {
    rejects,
    nextAfter: found.length > limit ? page.at(-1)?.id : undefined,
    headers: [...headers].map(([source, columns]) => ({ source, columns })),
  };
}
