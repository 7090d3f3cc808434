import type { Session } from '../sessions/session.js';
import type { StoredReport } from './report.js';

/**
 * The store, as far as the host's reports need it. Once the batch of their sessions is removed, reports say how many clients
 * they are about and no longer which, also those that come later.
 */
export interface ReportStore {
  /** False when a report with that digest is there already. */
  addReport(report: StoredReport): Promise<boolean>;
  /** Those assigned to the session, and those of none that name its id at the host, if no other session has it, in the order in which they came. */
  listReports(session: Pick<Session, 'id' | 'hostSessionId'>): Promise<StoredReport[]>;
  /** Those of no session that we know of: neither assigned, nor naming the host's id of exactly one session. Newest first. */
  listStrayReports(limit: number): Promise<StoredReport[]>;
  /** Says which session a report is about. */
  assignReport(digest: string, sessionId: string): Promise<void>;
  /** Sessions with that id at the host, newest first. */
  listSessionsByHostId(hostSessionId: string): Promise<Session[]>;
  /** Removes reports of no session that came before a time; gives their number. */
  sweepStrayReports(receivedBefore: string): Promise<number>;
}
