import type { JobStore } from '../jobs/job-store.js';
import type { JobItem } from '../jobs/job.js';
import { readFound, type FoundClient } from '../results/reconcile/found.js';
import { isAfterImport } from '../results/reconcile/import-span.js';
import { isChangedSince } from './is-changed.js';
import { readUndone } from './undo-progress.js';
import type { UndoScope } from './undo-scope.js';

/**
 * What an import did to a client of ours in the CRM, as the look since then tells. `overridden`: it was there before, and was
 * overwritten. `left_alone`: it was there before, and stayed. `unknown`: it is there, and it is not known who created it.
 * `taken_back`: an earlier undo has deleted it. `twice`: it is another client of ours as well, who stands for both.
 */
export type Deed =
  | 'created'
  | 'changed_since'
  | 'overridden'
  | 'left_alone'
  | 'unknown'
  | 'missing'
  | 'taken_back'
  | 'twice';

/** A client of ours and what was done to it. */
export interface DoneTo {
  seq: number;
  deed: Deed;
  /** In the CRM; undefined for who is missing there. */
  found: FoundClient | undefined;
}

const ITEMS_PER_READ = 5_000;

/** Tells of every client of an import, in their order, what was done to it. */
export async function* walkDeeds(
  store: Pick<JobStore, 'listJobItems' | 'listJobs'>,
  scope: UndoScope,
): AsyncGenerator<DoneTo> {
  const takenBack = await readTakenBack(store, scope);
  const seen = new Set<string>();
  for await (const { key: seq, state, body } of readItems(store, scope.reconcileJobId)) {
    const found = readFound(body);
    if (!found) yield { seq, deed: 'missing', found };
    else if (takenBack.has(found.id)) yield { seq, deed: 'taken_back', found };
    else if (seen.has(found.id)) yield { seq, deed: 'twice', found };
    else {
      seen.add(found.id);
      yield { seq, deed: deedOf(state, found, scope), found };
    }
  }
}

function deedOf(state: string, found: FoundClient, scope: UndoScope): Deed {
  const { beganAt, endedAt, hasOverridden } = scope;
  const { createdAt, updatedAt } = found;
  if (state.endsWith('_before')) {
    const isUntouched = updatedAt !== undefined && updatedAt < beganAt;
    return hasOverridden && !isUntouched ? 'overridden' : 'left_alone';
  }
  if (createdAt === undefined || createdAt < beganAt) return 'unknown';
  if (isAfterImport(createdAt, scope)) return 'unknown';
  return isChangedSince({ createdAt, updatedAt }, endedAt) ? 'changed_since' : 'created';
}

/** Ids of clients that an earlier undo of the import has taken away. */
async function readTakenBack(
  store: Pick<JobStore, 'listJobItems' | 'listJobs'>,
  { importId }: UndoScope,
): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const { id } of await store.listJobs({ importId, kind: 'undo' }))
    for await (const { body } of readItems(store, id, ['deleted', 'gone']))
      ids.add(readUndone(body).id);
  return ids;
}

/** All items of a job, or those in some states, in the order of their keys. */
export async function* readItems(
  store: Pick<JobStore, 'listJobItems'>,
  jobId: string,
  states?: readonly string[],
): AsyncGenerator<JobItem> {
  for (let after = -Infinity; ;) {
    const choice = { after, limit: ITEMS_PER_READ, ...(states && { states }) };
    const items = await store.listJobItems(jobId, choice);
    yield* items;
    if (items.length < ITEMS_PER_READ) return;
    after = items.at(-1)?.key ?? after;
  }
}
