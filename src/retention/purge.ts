import { FerryError } from '../errors.js';
import type { Batch } from '../staging/batch.js';
import { listRetention, type KeptBatch, type RetentionDeps } from './list-retention.js';
import { removeBatch, type RemoveDeps } from './remove-batch.js';

export interface PurgeDeps extends Omit<RetentionDeps, 'store'>, Omit<RemoveDeps, 'store'> {
  store: RetentionDeps['store'] & RemoveDeps['store'];
}

/** The batches whose time is over. */
export async function listExpired(deps: RetentionDeps): Promise<KeptBatch[]> {
  const now = deps.now().toISOString();
  return (await listRetention(deps)).filter(
    ({ retention: { until } }) => until !== undefined && until <= now,
  );
}

/**
 * Removes the batches whose time is over, and every trace of them; gives those that are gone. One that came to be in use
 * meanwhile is left for the next time. Harmless when called often, and by several processes at once.
 */
export async function purgeExpired(deps: PurgeDeps): Promise<KeptBatch[]> {
  return purgeBatches(deps, await listExpired(deps));
}

/** Removes these batches, and every trace of them, but for those that are in use by now; gives those that are gone. */
export async function purgeBatches<T extends { batch: Batch }>(
  deps: RemoveDeps,
  chosen: readonly T[],
): Promise<T[]> {
  const gone: T[] = [];
  for (const one of chosen) {
    try {
      await removeBatch(deps, one.batch);
      gone.push(one);
    } catch (error) {
      if (!(error instanceof FerryError && error.code === 'batch_in_use')) throw error;
    }
  }
  if (gone.length > 0) await deps.store.leaveNoTrace();
  return gone;
}
