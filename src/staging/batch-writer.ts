import type { MappingFile } from '../profiles/mapping.js';
import type { Batch, RecordPlace, Reject, Warning } from './batch.js';

export interface SealOptions {
  /** A batch that is not kept goes away with the drafts that came to it; kept when left out. */
  isKept?: boolean;
}

/** Writes one batch; nothing of it is visible before `seal` has returned. */
export interface BatchWriter {
  /**
   * Clients come in serving order; the first gets sequence number 1. `json` is what will be served, byte for byte; `columns` are
   * the positions of the columns that gave its values.
   */
  addClient(place: RecordPlace, json: string, columns?: readonly number[]): void;
  /** A record that became part of the client added last. */
  addMerged(place: RecordPlace): void;
  addReject(reject: Reject): void;
  addWarning(warning: Warning): void;
  /** Resolves when the writer can take more; asked every few thousand records. Throws `disk_full`. */
  drain(): Promise<void>;
  /**
   * Makes the batch durable and visible. If the business has a batch with the same content key already, this one is
   * abandoned and that one is returned, kept or not as it was. Throws `disk_full`.
   */
  seal(batch: Batch, options?: SealOptions): Promise<Batch>;
  /** Removes everything that was written. Harmless after `seal`. */
  abandon(): Promise<void>;
}

/** The store, as far as staging needs it. */
export interface StagingStore {
  createBatchWriter(batchId: string): Promise<BatchWriter>;
  /** Newest first. */
  listBatches(businessUid?: string): Promise<Batch[]>;
  /** From now on the batch stays until a person removes it; false when it is gone already. */
  keepBatch(id: string): Promise<boolean>;
  /** The mapping that a person gave for a header of that fingerprint (`profiles/fingerprint.ts`), if any. */
  findMapping(businessUid: string, fingerprint: string): Promise<MappingFile | undefined>;
  /** Remembers a mapping, in place of an earlier one for the same header. */
  rememberMapping(businessUid: string, fingerprint: string, mapping: MappingFile): Promise<void>;
}

/** Stands in for a batch when nothing is to be stored. */
export const discardingWriter: BatchWriter = {
  addClient: () => undefined,
  addMerged: () => undefined,
  addReject: () => undefined,
  addWarning: () => undefined,
  drain: () => Promise.resolve(),
  seal: (batch) => Promise.resolve(batch),
  abandon: () => Promise.resolve(),
};
