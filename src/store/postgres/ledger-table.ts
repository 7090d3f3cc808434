import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { LedgerEntry, PollCounts } from '../../sessions/session.js';
import { isTaken } from './database-error.js';
import { keyText } from './key-text.js';
import { outlastOutage } from './outlast-outage.js';

interface LedgerRow {
  session_id: string;
  polled_at: string;
  page: number;
  page_size: number;
  status: number;
  first_seq: number | null;
  last_seq: number | null;
  sent_whole: boolean;
  duration_ms: number;
  unknown_params: string;
  user_agent: string | null;
}

/** One statement, so that it holds whole or not at all. An entry that waited does not take the time of a later poll back. */
const INSERT = `
  WITH polled AS (
    UPDATE sessions SET last_polled_at = greatest(last_polled_at, $2) WHERE id = $1 RETURNING id
  )
  INSERT INTO ledger (session_id, polled_at, page, page_size, status, first_seq, last_seq, sent_whole, duration_ms,
                      unknown_params, user_agent, entry_id)
  SELECT id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM polled`;

/**
 * Adds a poll to the ledger and notes its time on the session, waiting for a database that is away for a moment: the page has
 * left already, and without its entry it would not count as handed over. Throws when there is no such session.
 */
export async function recordPoll(pool: Pool, entry: LedgerEntry): Promise<void> {
  const entryId = randomUUID();
  await outlastOutage(() => insertEntry(pool, entryId, entry));
}

/** By `entryId`, an entry whose first writing was not answered is never written twice. */
async function insertEntry(pool: Pool, entryId: string, entry: LedgerEntry): Promise<void> {
  try {
    const { rowCount } = await pool.query(INSERT, [
      keyText(entry.sessionId),
      keyText(entry.polledAt),
      entry.page,
      entry.pageSize,
      entry.status,
      entry.firstSeq ?? null,
      entry.lastSeq ?? null,
      entry.sentWhole,
      entry.durationMs,
      JSON.stringify(entry.unknownParams),
      entry.userAgent === undefined ? null : JSON.stringify(entry.userAgent),
      entryId,
    ]);
    if (rowCount !== 1)
      throw new Error(`There is no session ${entry.sessionId} to record a poll of.`);
  } catch (error) {
    if (!isTaken(error, 'one_row_per_entry')) throw error;
  }
}

/** Ranges of sequence numbers in pages that went out whole, distinct, ordered by their start. */
export async function listSentRanges(
  pool: Pool,
  sessionId: string,
): Promise<{ firstSeq: number; lastSeq: number }[]> {
  const { rows } = await pool.query<{ firstSeq: number; lastSeq: number }>(
    `SELECT DISTINCT first_seq AS "firstSeq", last_seq AS "lastSeq" FROM ledger
     WHERE session_id = $1 AND sent_whole AND first_seq IS NOT NULL
     ORDER BY 1, 2`,
    [keyText(sessionId)],
  );
  return rows;
}

/** How many polls of a session there were, and how many of them had trouble. */
export async function countPolls(pool: Pool, sessionId: string): Promise<PollCounts> {
  const { rows } = await pool.query<PollCounts>(
    `SELECT count(*)::int AS polls, count(*) FILTER (WHERE status <> 200 OR NOT sent_whole)::int AS troubled
     FROM ledger WHERE session_id = $1`,
    [keyText(sessionId)],
  );
  return rows[0] ?? { polls: 0, troubled: 0 };
}

/** Every poll of a session, in order. */
export async function listLedger(pool: Pool, sessionId: string): Promise<LedgerEntry[]> {
  const { rows } = await pool.query<LedgerRow>(
    'SELECT * FROM ledger WHERE session_id = $1 ORDER BY id',
    [keyText(sessionId)],
  );
  return rows.map((row) => ({
    sessionId,
    polledAt: row.polled_at,
    page: row.page,
    pageSize: row.page_size,
    status: row.status,
    firstSeq: row.first_seq ?? undefined,
    lastSeq: row.last_seq ?? undefined,
    sentWhole: row.sent_whole,
    durationMs: row.duration_ms,
    unknownParams: JSON.parse(row.unknown_params) as string[],
    userAgent: row.user_agent === null ? undefined : (JSON.parse(row.user_agent) as string),
  }));
}
