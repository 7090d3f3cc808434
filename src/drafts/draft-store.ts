import type { Readable } from 'node:stream';
import type { Batch } from '../staging/batch.js';
import type { NumberedReject, RejectIssues } from '../staging/batch.js';
import type { Draft } from './draft.js';

/** An upload as a file on this machine, for as long as it is needed. */
export interface LocalUpload {
  path: string;
  /** Removes what was made for this machine alone; the upload stays. */
  release(): Promise<void>;
}

/** The store, as far as drafts need it. */
export interface DraftStore {
  createDraft(draft: Draft): Promise<void>;
  findDraft(id: string): Promise<Draft | undefined>;
  /** Newest first. */
  listDrafts(businessUid: string): Promise<Draft[]>;
  countDrafts(businessUid: string): Promise<number>;
  /** Writes `draft` if the stored version is `draft.version - 1`; tells whether it did. */
  replaceDraft(draft: Draft): Promise<boolean>;
  /** Removes the draft; its uploads are removed apart. */
  deleteDraft(id: string): Promise<void>;
  /** Drafts whose time is over. */
  listExpiredDrafts(now: string): Promise<Draft[]>;

  /** Keeps the bytes of an upload whole or not at all. Gives their number. Throws `disk_full`, and what the stream throws. */
  writeUpload(id: string, bytes: Readable): Promise<number>;
  /** Throws `file_not_found` when there is no such upload. */
  openUpload(id: string): Promise<LocalUpload>;
  /** Harmless when there is none. */
  deleteUpload(id: string): Promise<void>;
  /** Ids of uploads written before a time, for clearing away those that no draft knows. */
  listUploads(writtenBefore: string): Promise<string[]>;

  findBatch(id: string): Promise<Batch | undefined>;
  readRejects(batchId: string, afterId: number, limit: number): Promise<NumberedReject[]>;
  readRejectIssues(batchId: string, afterId: number, limit: number): Promise<RejectIssues[]>;
  /** From now on the batch stays until a person removes it; false when it is gone already. */
  keepBatch(id: string): Promise<boolean>;
  /** Removes a batch unless it is kept. Throws `batch_in_use` while an open session hands it over. */
  deleteUnkeptBatch(id: string): Promise<void>;
  /** Batches that are not kept, sealed before a time. */
  listUnkeptBatches(createdBefore: string): Promise<Batch[]>;
}
