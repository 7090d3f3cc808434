import type { Pool } from 'pg';
import { FerryError } from '../../errors.js';
import type { Session } from '../../sessions/session.js';
import { sessionContinued, sessionOpen } from '../session-failures.js';
import { isTaken } from './database-error.js';
import { keyText } from './key-text.js';
import { OPEN_STATES_SQL } from './migrations.js';

interface SessionRow {
  details: string;
  last_polled_at: string | null;
}

const SESSIONS = 'SELECT details, last_polled_at FROM sessions';
/** As they came to be: the clock may have been set back in between (promises R37). */
const NEWEST_FIRST = 'ORDER BY no DESC';

/**
 * Creates a session, holding the batch's row so that it cannot be removed meanwhile.
 * Throws `session_open`, `session_continued`, `batch_not_found`.
 */
export async function createSession(pool: Pool, session: Session): Promise<void> {
  const { id, businessUid, batchId, continues, createdAt } = session;
  try {
    const { rowCount } = await pool.query(
      `INSERT INTO sessions (version, state, import_id, continues, host_session_id, parts_left, details, id,
                             business_uid, created_at, batch_id)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, id FROM batches WHERE id = $11 FOR KEY SHARE`,
      [
        ...columnsOf(session),
        ...[keyText(id), keyText(businessUid), keyText(createdAt), keyText(batchId)],
      ],
    );
    if (rowCount === 0) throw new FerryError('batch_not_found', `There is no batch ${batchId}.`);
  } catch (error) {
    if (
      !isTaken(error, 'one_open_session_per_business') &&
      !isTaken(error, 'one_session_continues')
    )
      throw error;
    const next = continues === undefined ? undefined : await findContinuing(pool, continues);
    throw next
      ? sessionContinued(next, error)
      : sessionOpen(businessUid, await findCurrentSession(pool, businessUid), error);
  }
}

async function findContinuing(pool: Pool, continued: string): Promise<Session | undefined> {
  const { rows } = await pool.query<SessionRow>(`${SESSIONS} WHERE continues = $1`, [
    keyText(continued),
  ]);
  return rows.map(present)[0];
}

/** The session of that id, if there is one. */
export async function findSession(pool: Pool, id: string): Promise<Session | undefined> {
  const { rows } = await pool.query<SessionRow>(`${SESSIONS} WHERE id = $1`, [keyText(id)]);
  return rows.map(present)[0];
}

/** The open session of a business, else its latest. */
export async function findCurrentSession(
  pool: Pool,
  businessUid: string,
): Promise<Session | undefined> {
  const { rows } = await pool.query<SessionRow>(
    `${SESSIONS} WHERE business_uid = $1
     ORDER BY state IN (${OPEN_STATES_SQL}) DESC, no DESC LIMIT 1`,
    [keyText(businessUid)],
  );
  return rows.map(present)[0];
}

/** Newest first, all or those of one business. */
export async function listSessions(pool: Pool, businessUid?: string): Promise<Session[]> {
  const { rows } =
    businessUid === undefined
      ? await pool.query<SessionRow>(`${SESSIONS} ${NEWEST_FIRST}`)
      : await pool.query<SessionRow>(`${SESSIONS} WHERE business_uid = $1 ${NEWEST_FIRST}`, [
          keyText(businessUid),
        ]);
  return rows.map(present);
}

/** The sessions of an import, in the order in which they were created. */
export async function listSessionsOfImport(pool: Pool, importId: string): Promise<Session[]> {
  const { rows } = await pool.query<SessionRow>(`${SESSIONS} WHERE import_id = $1 ORDER BY no`, [
    keyText(importId),
  ]);
  return rows.map(present);
}

/** Closed sessions that have parts left and from which none goes on, oldest first. */
export async function listSessionsToContinue(pool: Pool): Promise<Session[]> {
  const { rows } = await pool.query<SessionRow>(
    `${SESSIONS} WHERE state = 'closed' AND parts_left > 0
     AND NOT EXISTS (SELECT 1 FROM sessions AS next WHERE next.continues = sessions.id) ORDER BY no`,
  );
  return rows.map(present);
}

/** Sessions with that id at the host, newest first. */
export async function listSessionsByHostId(pool: Pool, hostSessionId: string): Promise<Session[]> {
  const { rows } = await pool.query<SessionRow>(
    `${SESSIONS} WHERE host_session_id = $1 ${NEWEST_FIRST}`,
    [keyText(hostSessionId)],
  );
  return rows.map(present);
}

/** Writes `session` if the stored version is `session.version - 1`; tells whether it did. */
export async function replaceSession(pool: Pool, session: Session): Promise<boolean> {
  const { id, version } = session;
  const { rowCount } = await pool.query(
    `UPDATE sessions SET version = $1, state = $2, import_id = $3, continues = $4, host_session_id = $5,
                         parts_left = $6, details = $7
     WHERE id = $8 AND version = $9`,
    [...columnsOf(session), keyText(id), version - 1],
  );
  return rowCount === 1;
}

/** What changes with a session, in the order of the statements. */
function columnsOf(session: Session): (string | number | null)[] {
  const { version, state, importId, continues, hostSessionId, part, parts } = session;
  const key = (name: string | undefined) => (name === undefined ? null : keyText(name));
  return [
    ...[version, state, key(importId), key(continues), key(hostSessionId), parts - part],
    JSON.stringify(session),
  ];
}

function present({ details, last_polled_at: lastPolledAt }: SessionRow): Session {
  return { ...(JSON.parse(details) as Session), lastPolledAt: lastPolledAt ?? undefined };
}
