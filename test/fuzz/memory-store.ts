import type { Batch, RecordPlace } from '../../src/staging/batch.js';
import type { StagingStore } from '../../src/staging/batch-writer.js';

/** All that one staging wrote, in the order in which it came. */
export interface Written {
  clients: { place: RecordPlace; json: string }[];
  merged: RecordPlace[];
  rejects: { place: RecordPlace; codes: string[] }[];
  warnings: RecordPlace[];
  batch: Batch | undefined;
}

/** A store for one staging that keeps all in memory: with disks a fuzzer would try a tenth. */
export function createMemoryStore(): { store: StagingStore; written: Written } {
  const written: Written = { clients: [], merged: [], rejects: [], warnings: [], batch: undefined };
  const store: StagingStore = {
    createBatchWriter: () =>
      Promise.resolve({
        addClient: (place, json) => written.clients.push({ place, json }),
        addMerged: (place) => written.merged.push(place),
        addReject: ({ issues, ...place }) =>
          written.rejects.push({ place, codes: issues.map(({ code }) => code) }),
        addWarning: (place) => written.warnings.push(place),
        drain: () => Promise.resolve(),
        seal: (batch) => {
          written.batch = batch;
          return Promise.resolve(batch);
        },
        abandon: () => Promise.resolve(),
      }),
    listBatches: () => Promise.resolve([]),
    keepBatch: () => Promise.resolve(true),
    findMapping: () => Promise.resolve(undefined),
    rememberMapping: () => Promise.resolve(),
  };
  return { store, written };
}
