import { FerryError } from '../errors.js';
import type { JobStore } from '../jobs/job-store.js';
import { getUndoScope, type ScopeStore, type UndoScope } from './undo-scope.js';
import { readItems, walkDeeds } from './walk-deeds.js';

export type PlanStore = ScopeStore & Pick<JobStore, 'listJobItems'>;

/** What undoing an import would do. Clients of the CRM that are several of ours count once. */
export interface UndoPlan extends UndoScope {
  /** Created by the import and not changed since: these would be deleted. */
  created: number;
  /** Created by it and changed since: deleted only when that is asked for. */
  changedSince: number;
  /** Were there before and were overwritten; they stay as they are. */
  overridden: number;
  /** Of those, with the values before. */
  overriddenKnown: number;
  /** Were there before and stayed as they were. */
  leftAlone: number;
  /** There, but it is not known whether the import created them; they stay. */
  unknown: number;
  /** Not in the CRM. */
  missing: number;
  /** Deleted by an earlier undo. */
  takenBack: number;
}

/**
 * What undoing an import would do, by the latest look at the host since it ended. Changes nothing. Throws `session_not_found`,
 * `import_not_over`, `reconcile_first`, `batch_not_found`.
 */
export async function planUndo(
  { store }: { store: PlanStore },
  importId: string,
): Promise<UndoPlan> {
  const scope = await getUndoScope(store, importId);
  const counts = {
    ...{ created: 0, changed_since: 0, overridden: 0, left_alone: 0 },
    ...{ unknown: 0, missing: 0, taken_back: 0, twice: 0 },
  };
  const overridden = new Set<number>();
  for await (const { seq, deed } of walkDeeds(store, scope)) {
    counts[deed] += 1;
    if (deed === 'overridden') overridden.add(seq);
  }
  return {
    ...scope,
    created: counts.created,
    changedSince: counts.changed_since,
    overridden: counts.overridden,
    overriddenKnown: await countKnownBefore(store, scope, overridden),
    leftAlone: counts.left_alone,
    unknown: counts.unknown,
    missing: counts.missing,
    takenBack: counts.taken_back,
  };
}

async function countKnownBefore(
  store: PlanStore,
  { looksBeforeJobId }: UndoScope,
  overridden: ReadonlySet<number>,
): Promise<number> {
  if (looksBeforeJobId === undefined || overridden.size === 0) return 0;
  let known = 0;
  for await (const { key, state } of readItems(store, looksBeforeJobId))
    if (overridden.has(key) && state !== 'missing') known += 1;
  return known;
}

/** How many clients would be deleted; this number is what a person confirms. */
export const countToDelete = (plan: UndoPlan, alsoChanged: boolean): number =>
  plan.created + (alsoChanged ? plan.changedSince : 0);

/** Makes sure that a person has agreed to as many as would go. Throws `not_confirmed`, and `nothing_to_send` when there is none. */
export function checkConfirmed(plan: UndoPlan, alsoChanged: boolean, confirm: number): void {
  const number = countToDelete(plan, alsoChanged);
  if (number === 0) {
    throw new FerryError('nothing_to_send', 'There is no client to delete.', {
      hint:
        plan.changedSince > 0
          ? `${plan.changedSince} were changed since the import; --also-changed deletes them as well.`
          : 'Look again after a new reconciliation if you think otherwise.',
    });
  }
  if (number === confirm) return;
  throw new FerryError(
    'not_confirmed',
    `${number} clients would be deleted in the CRM, and ${confirm} were confirmed.`,
    { hint: `If you want that, confirm ${number}.` },
  );
}
