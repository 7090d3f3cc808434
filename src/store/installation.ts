import type { DraftStore } from '../drafts/draft-store.js';
import type { Draft } from '../drafts/draft.js';
import type { JobStore } from '../jobs/job-store.js';
import type { Notice } from '../notices/notice.js';
import type { MappingFile } from '../profiles/mapping.js';
import type { StoredReport } from '../results/report.js';
import type { LedgerEntry, Session } from '../sessions/session.js';
import type { ChainedEntry } from '../audit/audit-store.js';
import type { Note } from '../sign-in/sign-in-store.js';
import type { Batch } from '../staging/batch.js';
import type { BatchWriter } from '../staging/batch-writer.js';

/** Everything that a store holds, to be moved into another one. */
export interface Installation
  extends
    Pick<DraftStore, 'listUnkeptBatches' | 'listUploads' | 'openUpload'>,
    Pick<JobStore, 'listJobs' | 'listJobItems' | 'countJobItems'> {
  /** Oldest first. */
  listBatches(): Promise<Batch[]>;
  /** Writes the clients, rejects and warnings of a batch, in the order in which they were staged. */
  replayBatch(batch: Batch, writer: BatchWriter): Promise<void>;
  /** Oldest first. */
  listSessions(): Promise<Session[]>;
  listLedger(sessionId: string): Promise<LedgerEntry[]>;
  /** By batch, until when a person wants it kept. */
  listKeepUntil(): Promise<ReadonlyMap<string, string>>;
  /** In the order in which they came. */
  listReports(): StoredReport[];
  /** Oldest first. */
  listNotices(): Notice[];
  listMappings(): { businessUid: string; fingerprint: string; mapping: MappingFile }[];
  /** Oldest first, of all businesses. */
  listDrafts(): Draft[];
  /** Notes that stay for days; those of the other kinds live for minutes and are not worth moving. */
  listNotes(kind: 'token' | 'staff'): Note[];
  /** In the order in which it was written, of all businesses. */
  listAudit(): ChainedEntry[];
  close(): Promise<void>;
}

/** One line of the books of a move: what was there, and what is in the new store. */
export interface MoveLine {
  what: string;
  before: number | string;
  after: number | string;
}
