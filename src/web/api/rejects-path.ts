import { layoutsOf } from '../../results/rejects-file.js';
import type { Batch } from '../../staging/batch.js';

/** Where the rejects of a batch are to be had; of a batch with files of several layouts those of the first. */
export function rejectsPath(batch: Batch): string {
  const [layout, ...others] = layoutsOf(batch);
  const choice = layout !== undefined && others.length > 0 ? `?layout=${layout}` : '';
  return `/api/batches/${batch.id}/rejects.csv${choice}`;
}
