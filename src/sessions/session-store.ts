import type { JobStore } from '../jobs/job-store.js';
import type { Batch } from '../staging/batch.js';
import type { LedgerEntry, Session } from './session.js';

/**
 * The store, as far as sessions need it. It decides nothing: every move of a session is made here and written by
 * `replaceSession`, which succeeds only if nobody else has written since.
 */
export interface SessionStore extends Pick<JobStore, 'listJobs'> {
  findBatch(id: string): Promise<Batch | undefined>;
  /**
   * The JSON texts of clients `firstSeq..lastSeq` (both included), exactly that many.
   * Throws `batch_damaged` when a client is missing or is not what was staged.
   */
  readClients(batchId: string, firstSeq: number, lastSeq: number): Promise<string[]>;
  /** The same as UTF-8, with commas between them: the inside of a page. */
  readPage(batchId: string, firstSeq: number, lastSeq: number): Promise<Buffer>;

  /**
   * Throws `session_open` when the business has an open session, `session_continued` when another one goes on from
   * `continues` already, `batch_not_found` when the batch is gone.
   */
  createSession(session: Session): Promise<void>;
  findSession(id: string): Promise<Session | undefined>;
  /** The business's open session, else its latest. */
  findCurrentSession(businessUid: string): Promise<Session | undefined>;
  /** The sessions of an import, in the order in which they were created. */
  listSessionsOfImport(importId: string): Promise<Session[]>;
  /** Closed sessions with parts left, from which none goes on yet; also those where the import was ended (`endsHere`). */
  listSessionsToContinue(): Promise<Session[]>;
  /** Writes `session` if the stored version is `session.version - 1`; tells whether it did. */
  replaceSession(session: Session): Promise<boolean>;

  /** Adds a poll to the ledger and notes its time on the session. */
  recordPoll(entry: LedgerEntry): Promise<void>;
  /** Ranges of sequence numbers in pages that went out whole, distinct, ordered by their start. */
  listSentRanges(sessionId: string): Promise<{ firstSeq: number; lastSeq: number }[]>;
}
