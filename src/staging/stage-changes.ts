import { FerryError } from '../errors.js';
import type { Batch } from './batch.js';
import { deriveBatch, type DeriveDeps } from './derive-batch.js';
import { findChanges, type ChangeCounts, type FindChangesDeps } from './find-changes.js';

/** What changed between two lists, in numbers, and the batch of it when one was wanted and there is anything in it. */
export interface Changes {
  counts: ChangeCounts;
  batch: Batch | undefined;
}

/** Counts what is new or changed in a batch since an earlier one. Throws `usage`, `batch_of_other_business`, `batch_damaged`. */
export async function countChanges(
  deps: FindChangesDeps,
  batch: Batch,
  since: Batch,
): Promise<ChangeCounts> {
  refuseUnfit(batch, since);
  const found = findChanges(deps, batch, since);
  for (;;) {
    const next = await found.next();
    if (next.done) return next.value;
  }
}

/**
 * Makes a batch of what is new or changed since an earlier one; none when everything is the same. Memory stays flat.
 * Throws `usage`, `batch_of_other_business`, `batch_damaged`, `disk_full`.
 */
export async function stageChanges(
  deps: FindChangesDeps & DeriveDeps,
  batch: Batch,
  since: Batch,
): Promise<Changes> {
  refuseUnfit(batch, since);
  const found = findChanges(deps, batch, since);
  let counts: ChangeCounts = { added: 0, changed: 0, same: 0, gone: 0 };
  async function* listSeqs() {
    for (;;) {
      const next = await found.next();
      if (!next.done) {
        yield next.value.seq;
        continue;
      }
      counts = next.value;
      return;
    }
  }
  const derived = await deriveBatch(deps, batch, listSeqs(), 'changes');
  return { counts, batch: derived };
}

function refuseUnfit(batch: Batch, since: Batch): void {
  if (batch.id === since.id) {
    throw new FerryError('usage', `The batch ${batch.id} cannot be compared with itself.`, {
      hint: 'Name an earlier batch with --since; clientferry batches lists them.',
    });
  }
  if (batch.businessUid !== since.businessUid) {
    throw new FerryError(
      'batch_of_other_business',
      `The batches ${batch.id} and ${since.id} were staged for different businesses.`,
      { hint: 'Compare two lists of one business; clientferry batches lists them.' },
    );
  }
}
