import type { Session, SessionState } from '../sessions/session.js';
import type { Result } from './report.js';

/** What is known of a client that was to be imported. `unknown` until the host reports it or is asked. */
export type ClientResult = Result | 'unknown';

/** One part of an import, handed over or still to be. */
export interface PartAccount {
  /** From 1. */
  part: number;
  firstSeq: number;
  lastSeq: number;
  /** The latest session of the part; undefined while there is none. */
  session: Session | undefined;
  state: SessionState | undefined;
  handedOver: number;
}

/** What the host reported of one page; several reports of a page are one line. */
export interface PageReport {
  sessionId: string;
  page: number;
  results: Record<Result, number>;
}

/** What a look at the host's clients found; numbers are of clients of the batch. */
export interface ReconciliationSummary {
  jobId: string;
  state: 'running' | 'waiting' | 'done' | 'stopped';
  problem: string | undefined;
  /** Clients of the host that were read, and of the batch that were looked at. */
  progress: { read: number; compared: number };
  isSample: boolean;
  startedAt: string;
  finishedAt: string | undefined;
  present: number;
  missing: number;
  /** Among the present: with at least one field that is not as it was sent. */
  different: number;
  /** Among the present: the host had them before the import began. */
  presentBefore: number;
}

/**
 * One import whole, over all its parts. The books: `clients = created + updated + skipped + failed + unknown`, always; and
 * `records = accepted + merged + rejected (+ left out)` as the batch tells.
 */
export interface ImportAccount {
  importId: string;
  businessUid: string;
  batchId: string;
  /** Newest last. */
  sessions: Session[];
  parts: PartAccount[];
  isOver: boolean;
  /** Whether the next part begins by itself. */
  goesOn: boolean;
  clients: number;
  handedOver: number;
  rejected: number;
  results: Record<ClientResult, number>;
  /** Of the failed and unknown: looked for in the CRM and not found there. */
  missing: number;
  /** Of the created: deleted in the CRM again by a person's word. */
  takenBack: number;
  pages: PageReport[];
  /** Whether the host said that it is done with every part. */
  isReportedDone: boolean;
  lastReportAt: string | undefined;
  /** More was reported than was handed over, or ids that are not ours: told, never counted. */
  oddities: string[];
  reconciliation: ReconciliationSummary | undefined;
}
