import type { Batch, RecordPlace, Reject, Warning } from './batch.js';

/** Writes one batch; nothing of it is visible before `seal` has returned. */
export interface BatchWriter {
  /** Clients come in serving order; the first gets sequence number 1. `json` is what will be served, byte for byte. */
  addClient(place: RecordPlace, json: string): void;
  addReject(reject: Reject): void;
  addWarning(warning: Warning): void;
  /**
   * Makes the batch durable and visible. If the business has a batch with the same content key already, this one is
   * abandoned and that one is returned. Throws `disk_full`.
   */
  seal(batch: Batch): Promise<Batch>;
  /** Removes everything that was written. Harmless after `seal`. */
  abandon(): Promise<void>;
}

/** The store, as far as staging needs it. */
export interface StagingStore {
  createBatchWriter(batchId: string): Promise<BatchWriter>;
  /** Newest first. */
  listBatches(businessUid?: string): Promise<Batch[]>;
}

/** Stands in for a batch when nothing is to be stored. */
export const discardingWriter: BatchWriter = {
  addClient: () => undefined,
  addReject: () => undefined,
  addWarning: () => undefined,
  seal: (batch) => Promise.resolve(batch),
  abandon: () => Promise.resolve(),
};
