import type Database from 'better-sqlite3';
import type { StoredReport } from '../../results/report.js';
import type { Session } from '../../sessions/session.js';
import {
  IS_OF_REMOVED_BATCH,
  IS_STRAY,
  NAMES_ONE_SESSION,
  withoutExternalIds,
} from '../reports-of-batches.js';

/** A row of the reports. */
export interface ReportRow {
  id: number;
  session_id: string | null;
  body: string;
}

const REPORTS = 'SELECT r.id, r.session_id, r.body FROM reports AS r';

/** The host's reports in `control.db`. They name clients by external id for as long as the batch is there. */
export class ReportsTable {
  readonly #db: Database.Database;
  readonly #insert;
  readonly #assign;
  readonly #rewrite;
  readonly #findOfRemovedBatch;
  readonly #listOfBatch;
  readonly #list;
  readonly #listStray;
  readonly #sweepStray;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insert = db.prepare(
      `INSERT INTO reports (digest, session_id, host_session_id, received_at, body)
       VALUES (?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING`,
    );
    this.#assign = db.prepare('UPDATE reports SET session_id = ? WHERE digest = ?');
    this.#rewrite = db.prepare('UPDATE reports SET body = ? WHERE id = ?');
    this.#findOfRemovedBatch = db.prepare<[string], ReportRow>(
      `${REPORTS} WHERE r.digest = ? AND ${IS_OF_REMOVED_BATCH}`,
    );
    this.#listOfBatch = db.prepare<[string, string], ReportRow>(
      `${REPORTS}
       WHERE (r.session_id IN (SELECT id FROM sessions WHERE batch_id = ?)
              OR r.host_session_id IN (SELECT host_session_id FROM sessions WHERE batch_id = ?))
         AND ${IS_OF_REMOVED_BATCH}`,
    );
    this.#list = db.prepare<[string, string | null], ReportRow>(
      `${REPORTS}
       WHERE r.session_id = ?
          OR (r.session_id IS NULL AND r.host_session_id = ? AND ${NAMES_ONE_SESSION})
       ORDER BY r.id`,
    );
    this.#listStray = db.prepare<[number], ReportRow>(
      `${REPORTS} WHERE ${IS_STRAY} ORDER BY r.id DESC LIMIT ?`,
    );
    this.#sweepStray = db.prepare(
      `DELETE FROM reports AS r WHERE ${IS_STRAY} AND r.received_at < ?`,
    );
  }

  /** Tells whether it is the first with its digest. */
  add(report: StoredReport): boolean {
    const { digest, sessionId, hostSessionId, receivedAt } = report;
    const body = JSON.stringify(report);
    return this.#db
      .transaction(() => {
        const ids = [sessionId ?? null, hostSessionId ?? null];
        if (this.#insert.run(digest, ...ids, receivedAt, body).changes === 0) return false;
        this.#forget(this.#findOfRemovedBatch.all(digest));
        return true;
      })
      .immediate();
  }

  assign(digest: string, sessionId: string): void {
    this.#db
      .transaction(() => {
        this.#assign.run(sessionId, digest);
        this.#forget(this.#findOfRemovedBatch.all(digest));
      })
      .immediate();
  }

  /** Takes the external ids out of the reports about a batch that has just been removed, within the same transaction. */
  forgetClientsOf(batchId: string): void {
    this.#forget(this.#listOfBatch.all(batchId, batchId));
  }

  #forget(rows: readonly ReportRow[]): void {
    for (const row of rows)
      this.#rewrite.run(JSON.stringify(withoutExternalIds(presentReport(row))), row.id);
  }

  /** In the order in which they came. */
  list({ id, hostSessionId }: Pick<Session, 'id' | 'hostSessionId'>): StoredReport[] {
    return this.#list.all(id, hostSessionId ?? null).map(presentReport);
  }

  /** Newest first. */
  listStray(limit: number): StoredReport[] {
    return this.#listStray.all(limit).map(presentReport);
  }

  /** Gives their number. */
  sweepStray(receivedBefore: string): number {
    return this.#sweepStray.run(receivedBefore).changes;
  }
}

/** A report from its row. */
export function presentReport({ session_id: sessionId, body }: ReportRow): StoredReport {
  return { ...(JSON.parse(body) as StoredReport), sessionId: sessionId ?? undefined };
}
