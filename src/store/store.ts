import type { Batch, RecordPlace, Reject, Warning } from '../staging/batch.js';
import type { LedgerEntry, Session } from '../sessions/session.js';

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

/** One row of a batch's rejects, with its position for paging. */
export interface NumberedReject extends Reject {
  id: number;
}

/**
 * What the rest of the program keeps. The store decides nothing: every move of a session is made in `sessions/` and
 * written by `replaceSession`, which succeeds only if nobody else has written since.
 */
export interface Store {
  createBatchWriter(batchId: string): Promise<BatchWriter>;
  findBatch(id: string): Promise<Batch | undefined>;
  findBatchByContent(businessUid: string, contentKey: string): Promise<Batch | undefined>;
  /** Newest first. */
  listBatches(businessUid?: string): Promise<Batch[]>;
  /** Removes a batch and its data. Throws `batch_in_use` while an open session hands it over. */
  deleteBatch(id: string): Promise<void>;
  /**
   * The JSON texts of clients `firstSeq..lastSeq` (both included), exactly that many.
   * Throws `batch_damaged` when a client is missing or is not what was staged.
   */
  readClients(batchId: string, firstSeq: number, lastSeq: number): Promise<string[]>;
  /** Up to `limit` rejects after the given id, in file order; start with 0. Throws `batch_damaged`. */
  readRejects(batchId: string, afterId: number, limit: number): Promise<NumberedReject[]>;

  /** Throws `session_open` when the business has an open session, `batch_not_found` when the batch is gone. */
  createSession(session: Session): Promise<void>;
  findSession(id: string): Promise<Session | undefined>;
  /** The business's open session, else its latest. */
  findCurrentSession(businessUid: string): Promise<Session | undefined>;
  /** Newest first. */
  listSessions(businessUid?: string): Promise<Session[]>;
  /** Writes `session` if the stored version is `session.version - 1`; tells whether it did. */
  replaceSession(session: Session): Promise<boolean>;

  /** Adds a poll to the ledger and notes its time on the session. */
  recordPoll(entry: LedgerEntry): Promise<void>;
  /** Ranges of sequence numbers in pages that went out whole, distinct, ordered by their start. */
  listSentRanges(sessionId: string): Promise<{ firstSeq: number; lastSeq: number }[]>;
  listLedger(sessionId: string): Promise<LedgerEntry[]>;

  /** Throws when the store cannot be read or written now. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Remembers keys and where they occurred first and last, on disk, so that memory stays flat. */
export interface KeyIndex {
  /** Notes a key at a position; returns the position where it was noted first, or undefined if it is new. */
  note(key: string, position: number): number | undefined;
  /** First and last position and number of occurrences of a key. */
  find(key: string): { first: number; last: number; count: number } | undefined;
  close(): void;
}
