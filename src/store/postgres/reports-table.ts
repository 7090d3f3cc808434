import type { ClientBase, Pool } from 'pg';
import type { StoredReport } from '../../results/report.js';
import type { Session } from '../../sessions/session.js';
import {
  IS_OF_REMOVED_BATCH,
  IS_STRAY,
  NAMES_ONE_SESSION,
  withoutExternalIds,
} from '../reports-of-batches.js';
import { keyText, nameOf } from './key-text.js';
import { inTransaction } from './transaction.js';

interface ReportRow {
  digest: string;
  session_id: string | null;
  body: string;
}

const REPORTS = 'SELECT r.digest, r.session_id, r.body FROM reports AS r';

const nameOrNull = (name: string | undefined) => (name === undefined ? null : keyText(name));

/** Keeps a report; tells whether it is the first with its digest. */
export async function addReport(pool: Pool, report: StoredReport): Promise<boolean> {
  const { digest, sessionId, hostSessionId, receivedAt } = report;
  const ids = [nameOrNull(sessionId), nameOrNull(hostSessionId)];
  return inTransaction(pool, async (db) => {
    await holdBatches(db, ids);
    const { rowCount } = await db.query(
      `INSERT INTO reports (digest, session_id, host_session_id, received_at, body)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (digest) DO NOTHING`,
      [keyText(digest), ...ids, keyText(receivedAt), JSON.stringify(report)],
    );
    if (rowCount === 0) return false;
    await forgetIfRemoved(db, digest);
    return true;
  });
}

/** Says which session a report is about; harmless when there is no such report. */
export async function assignReport(pool: Pool, digest: string, sessionId: string): Promise<void> {
  await inTransaction(pool, async (db) => {
    await holdBatches(db, [keyText(sessionId), null]);
    await db.query('UPDATE reports SET session_id = $1 WHERE digest = $2', [
      keyText(sessionId),
      keyText(digest),
    ]);
    await forgetIfRemoved(db, digest);
  });
}

/** Takes the external ids out of the reports about a batch that has just been removed, within the same transaction. */
export async function forgetClientsOf(db: ClientBase, batchId: string): Promise<void> {
  const { rows } = await db.query<ReportRow>(
    `${REPORTS}
     WHERE (r.session_id IN (SELECT id FROM sessions WHERE batch_id = $1)
            OR r.host_session_id IN (SELECT host_session_id FROM sessions WHERE batch_id = $1))
       AND ${IS_OF_REMOVED_BATCH}`,
    [keyText(batchId)],
  );
  await forget(db, rows);
}

/** Holds the batches of the sessions, so that a removal of one comes before all this and is seen, or after it and sees it. */
async function holdBatches(db: ClientBase, ids: readonly (string | null)[]): Promise<void> {
  await db.query(
    `SELECT 1 FROM batches WHERE id IN (
       SELECT batch_id FROM sessions WHERE id = $1 OR host_session_id = $2
     ) FOR KEY SHARE`,
    [...ids],
  );
}

async function forgetIfRemoved(db: ClientBase, digest: string): Promise<void> {
  const { rows } = await db.query<ReportRow>(
    `${REPORTS} WHERE r.digest = $1 AND ${IS_OF_REMOVED_BATCH}`,
    [keyText(digest)],
  );
  await forget(db, rows);
}

async function forget(db: ClientBase, rows: readonly ReportRow[]): Promise<void> {
  for (const row of rows)
    await db.query('UPDATE reports SET body = $1 WHERE digest = $2', [
      JSON.stringify(withoutExternalIds(present(row))),
      row.digest,
    ]);
}

/** Those assigned to the session, and those of none that name its id at the host and no other session's, in the order in which they came. */
export async function listReports(
  pool: Pool,
  { id, hostSessionId }: Pick<Session, 'id' | 'hostSessionId'>,
): Promise<StoredReport[]> {
  const { rows } = await pool.query<ReportRow>(
    `${REPORTS}
       WHERE r.session_id = $1
          OR (r.session_id IS NULL AND r.host_session_id = $2 AND ${NAMES_ONE_SESSION})
       ORDER BY r.id`,
    [keyText(id), nameOrNull(hostSessionId)],
  );
  return rows.map(present);
}

/** Those of which it is not known which session they are about, newest first. */
export async function listStrayReports(pool: Pool, limit: number): Promise<StoredReport[]> {
  const { rows } = await pool.query<ReportRow>(
    `${REPORTS} WHERE ${IS_STRAY} ORDER BY r.id DESC LIMIT $1`,
    [limit],
  );
  return rows.map(present);
}

/** Removes reports of no session that came before a time; gives their number. */
export async function sweepStrayReports(pool: Pool, receivedBefore: string): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM reports AS r WHERE ${IS_STRAY} AND r.received_at < $1`,
    [keyText(receivedBefore)],
  );
  return rowCount ?? 0;
}

function present({ session_id: sessionId, body }: ReportRow): StoredReport {
  const report = JSON.parse(body) as StoredReport;
  return { ...report, sessionId: sessionId === null ? undefined : nameOf(sessionId) };
}
