import type { Pool } from 'pg';
import { FerryError } from '../../errors.js';
import type { Session } from '../../sessions/session.js';
import { isTaken } from './database-error.js';
import { keyText } from './key-text.js';
import { OPEN_STATES_SQL } from './migrations.js';

interface SessionRow {
  details: string;
  last_polled_at: string | null;
}

/**
 * Creates a session, holding the batch's row so that it cannot be removed meanwhile.
 * Throws `session_open`, `batch_not_found`.
 */
export async function createSession(pool: Pool, session: Session): Promise<void> {
  const { id, version, businessUid, batchId, state, createdAt } = session;
  try {
    const { rowCount } = await pool.query(
      `INSERT INTO sessions (id, version, business_uid, batch_id, state, details, created_at)
       SELECT $1, $2, $3, id, $5, $6, $7 FROM batches WHERE id = $4 FOR KEY SHARE`,
      [
        keyText(id),
        version,
        keyText(businessUid),
        keyText(batchId),
        state,
        JSON.stringify(session),
        keyText(createdAt),
      ],
    );
    if (rowCount === 0) throw new FerryError('batch_not_found', `There is no batch ${batchId}.`);
  } catch (error) {
    if (!isTaken(error, 'one_open_session_per_business')) throw error;
    const open = await findCurrentSession(pool, businessUid);
    throw new FerryError(
      'session_open',
      `The business ${businessUid} has an open session already${open ? `: ${open.id} (${open.state})` : ''}.`,
      { hint: 'Wait until it is closed, or end it: clientferry cancel <session>.', cause: error },
    );
  }
}

/** The session of that id, if there is one. */
export async function findSession(pool: Pool, id: string): Promise<Session | undefined> {
  const { rows } = await pool.query<SessionRow>(
    'SELECT details, last_polled_at FROM sessions WHERE id = $1',
    [keyText(id)],
  );
  return rows.map(present)[0];
}

/** The open session of a business, else its latest. */
export async function findCurrentSession(
  pool: Pool,
  businessUid: string,
): Promise<Session | undefined> {
  const { rows } = await pool.query<SessionRow>(
    `SELECT details, last_polled_at FROM sessions WHERE business_uid = $1
     ORDER BY state IN (${OPEN_STATES_SQL}) DESC, created_at DESC, no DESC LIMIT 1`,
    [keyText(businessUid)],
  );
  return rows.map(present)[0];
}

/** Newest first, all or those of one business. */
export async function listSessions(pool: Pool, businessUid?: string): Promise<Session[]> {
  const { rows } = await pool.query<SessionRow>(
    `SELECT details, last_polled_at FROM sessions
     WHERE $1::text IS NULL OR business_uid = $1
     ORDER BY created_at DESC, no DESC`,
    [businessUid === undefined ? null : keyText(businessUid)],
  );
  return rows.map(present);
}

/** Writes `session` if the stored version is `session.version - 1`; tells whether it did. */
export async function replaceSession(pool: Pool, session: Session): Promise<boolean> {
  const { version, state, id } = session;
  const { rowCount } = await pool.query(
    'UPDATE sessions SET version = $1, state = $2, details = $3 WHERE id = $4 AND version = $5',
    [version, state, JSON.stringify(session), keyText(id), version - 1],
  );
  return rowCount === 1;
}

function present({ details, last_polled_at: lastPolledAt }: SessionRow): Session {
  return { ...(JSON.parse(details) as Session), lastPolledAt: lastPolledAt ?? undefined };
}
