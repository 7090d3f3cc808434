import type { AuditStore } from '../audit/audit-store.js';
import type { DraftStore } from '../drafts/draft-store.js';
import type { JobStore } from '../jobs/job-store.js';
import type { NoticeStore } from '../notices/notice-store.js';
import type { ReportStore } from '../results/report-store.js';
import type { RetentionStore } from '../retention/retention-store.js';
import type { LedgerEntry, PollCounts, Session } from '../sessions/session.js';
import type { SessionStore } from '../sessions/session-store.js';
import type { SignInStore } from '../sign-in/sign-in-store.js';
import type { NumberedReject, RecordPlace, RejectIssues } from '../staging/batch.js';
import type { Issue } from '../staging/issue.js';
import type { StagingStore } from '../staging/batch-writer.js';
import type { StoreCounts } from './store-counts.js';

/** Where a client came from. */
export interface ClientOrigin {
  /** The client as it is served. */
  json: string;
  /** Positions of the columns of that record that gave its values. */
  columns: number[];
  /** The record under which it stands. */
  lead: RecordPlace;
  /** Records that were merged into it, in file order. */
  merged: RecordPlace[];
  /** What was noticed about it. */
  warnings: Issue[];
}

/**
 * What the rest of the program keeps: what staging, sessions, drafts and signing in ask for, and what people look at and
 * clear away. Every implementation passes one contract test suite.
 */
export interface Store
  extends
    StagingStore,
    SessionStore,
    DraftStore,
    SignInStore,
    AuditStore,
    ReportStore,
    JobStore,
    NoticeStore,
    RetentionStore {
  /** Removes a batch and its data. Throws `batch_in_use` while an open session hands it over or a job works on it. */
  deleteBatch(id: string): Promise<void>;
  /** Up to `limit` rejects after the given id, in file order; start with 0. Throws `batch_damaged`. */
  readRejects(batchId: string, afterId: number, limit: number): Promise<NumberedReject[]>;
  /** What is wrong with them alone, for counting and choosing among many: less than half the work. Throws `batch_damaged`. */
  readRejectIssues(batchId: string, afterId: number, limit: number): Promise<RejectIssues[]>;
  /** A client's origin by its sequence number; undefined when the batch has no such client. Throws `batch_damaged`. */
  readOrigin(batchId: string, seq: number): Promise<ClientOrigin | undefined>;
  /**
   * Those of clients `firstSeq..lastSeq` (both included), exactly that many. Of a client that goes over as several records, the
   * merged ones stand at the last. Throws `batch_damaged`.
   */
  readOrigins(batchId: string, firstSeq: number, lastSeq: number): Promise<ClientOrigin[]>;
  /** Newest first. */
  listSessions(businessUid?: string): Promise<Session[]>;
  countPolls(sessionId: string): Promise<PollCounts>;
  /** Every poll of a session, in order. */
  listLedger(sessionId: string): Promise<LedgerEntry[]>;
  /** For the metrics: what there is, counted in few queries. */
  countAll(): Promise<StoreCounts>;
  /** Throws when the store cannot be read or written now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
