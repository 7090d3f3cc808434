import type Database from 'better-sqlite3';
import type { LedgerEntry } from '../../sessions/session.js';

interface LedgerRow {
  session_id: string;
  polled_at: string;
  page: number;
  page_size: number;
  status: number;
  first_seq: number | null;
  last_seq: number | null;
  sent_whole: number;
  duration_ms: number;
  unknown_params: string;
  user_agent: string | null;
}

/** The ledger in `control.db`: one row per poll of a session. */
export class LedgerTable {
  readonly #db: Database.Database;
  readonly #insert;
  readonly #touch;
  readonly #record: Database.Transaction<(entry: LedgerEntry) => void>;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insert = db.prepare(
      `INSERT INTO ledger (session_id, polled_at, page, page_size, status, first_seq, last_seq, sent_whole, duration_ms,
                           unknown_params, user_agent)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#touch = db.prepare('UPDATE sessions SET last_polled_at = ? WHERE id = ?');
    this.#record = db.transaction((entry: LedgerEntry) => {
      this.#insert.run(
        entry.sessionId,
        entry.polledAt,
        entry.page,
        entry.pageSize,
        entry.status,
        entry.firstSeq ?? null,
        entry.lastSeq ?? null,
        entry.sentWhole ? 1 : 0,
        entry.durationMs,
        JSON.stringify(entry.unknownParams),
        entry.userAgent ?? null,
      );
      this.#touch.run(entry.polledAt, entry.sessionId);
    });
  }

  record(entry: LedgerEntry): void {
    this.#record.immediate(entry);
  }

  listSentRanges(sessionId: string): { firstSeq: number; lastSeq: number }[] {
    return this.#db
      .prepare<[string], { firstSeq: number; lastSeq: number }>(
        `SELECT DISTINCT first_seq AS firstSeq, last_seq AS lastSeq FROM ledger
         WHERE session_id = ? AND sent_whole = 1 AND first_seq IS NOT NULL
         ORDER BY first_seq, last_seq`,
      )
      .all(sessionId);
  }

  list(sessionId: string): LedgerEntry[] {
    return this.#db
      .prepare<[string], LedgerRow>('SELECT * FROM ledger WHERE session_id = ? ORDER BY id')
      .all(sessionId)
      .map((row) => ({
        sessionId: row.session_id,
        polledAt: row.polled_at,
        page: row.page,
        pageSize: row.page_size,
        status: row.status,
        firstSeq: row.first_seq ?? undefined,
        lastSeq: row.last_seq ?? undefined,
        sentWhole: row.sent_whole === 1,
        durationMs: row.duration_ms,
        unknownParams: JSON.parse(row.unknown_params) as string[],
        userAgent: row.user_agent ?? undefined,
      }));
  }
}
