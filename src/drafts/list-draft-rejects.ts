import type { Identity } from '../sign-in/identity.js';
import type { Batch, NumberedReject } from '../staging/batch.js';
import { findBatchOf, readIssuesAfter } from './batch-of-draft.js';
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
  // One more than is asked for tells whether it is the end.
  const found =
    code === undefined
      ? await deps.store.readRejects(batch.id, after, limit + 1)
      : await findWithCode(deps, batch, { after, count: limit + 1, code });
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

/** The first so many rejects after an id that have an issue of that code; the others are not read whole. */
async function findWithCode(
  deps: DraftDeps,
  batch: Batch,
  { after, count, code }: { after: number; count: number; code: string },
): Promise<NumberedReject[]> {
  const ids: number[] = [];
  for await (const { id, issues } of readIssuesAfter(deps, batch, after)) {
    if (issues.some((issue) => issue.code === code)) ids.push(id);
    if (ids.length === count) break;
  }
  const found: NumberedReject[] = [];
  for (const id of ids) {
    const [reject] = await deps.store.readRejects(batch.id, id - 1, 1);
    // An erasure may have taken it meanwhile.
    if (reject?.id === id) found.push(reject);
  }
  return found;
}
