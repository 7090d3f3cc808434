import type Database from 'better-sqlite3';
import type { LedgerEntry, PollCounts } from '../../sessions/session.js';
import { LaterSync } from './later-sync.js';

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

/** An entry on its way into the table, and whoever waits for it. */
interface Waiting {
  entry: LedgerEntry;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * The ledger in `control.db`: one row per poll of a session. Entries of one turn of the event loop go in together, and reading
 * writes what waits. They say what has happened already, so commits do not wait for the disk: a killed process loses no more than
 * that turn, a power loss little more than the last second, and then the account counts less than was handed over, never more.
 * Every move of a session is synced, and with it all entries before.
 */
export class LedgerTable {
  readonly #db: Database.Database;
  readonly #insert;
  readonly #touch;
  readonly #countPolls;
  readonly #insertAll: Database.Transaction<(entries: readonly LedgerEntry[]) => void>;
  readonly #sync: LaterSync;
  #waiting: Waiting[] = [];

  constructor(db: Database.Database) {
    this.#db = db;
    this.#sync = new LaterSync(`${db.name}-wal`);
    this.#insert = db.prepare(
      `INSERT INTO ledger (session_id, polled_at, page, page_size, status, first_seq, last_seq, sent_whole, duration_ms,
                           unknown_params, user_agent)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#touch = db.prepare('UPDATE sessions SET last_polled_at = ? WHERE id = ?');
    this.#countPolls = db.prepare<[string], PollCounts>(
      `SELECT count(*) AS polls, count(*) FILTER (WHERE status <> 200 OR sent_whole = 0) AS troubled
       FROM ledger WHERE session_id = ?`,
    );
    this.#insertAll = db.transaction((entries) => {
      for (const entry of entries) this.#insertOne(entry);
      const last = new Map(entries.map(({ sessionId, polledAt }) => [sessionId, polledAt]));
      for (const [sessionId, polledAt] of last) this.#touch.run(polledAt, sessionId);
    });
  }

  /** Resolves when the entry is written; rejects when there is no such session. */
  record(entry: LedgerEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ entry, resolve, reject }) > 1) return;
      setImmediate(() => {
        this.flush();
      });
    });
  }

  /** Writes what waits; an entry that cannot be written does not keep others out. */
  flush(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    try {
      this.#write(waiting.map(({ entry }) => entry));
      for (const { resolve } of waiting) resolve();
    } catch (error) {
      if (waiting.length === 1) waiting[0]?.reject(error);
      else for (const one of waiting) this.#writeAlone(one);
    }
  }

  /** Writes what waits, and has the disk take it. */
  async close(): Promise<void> {
    this.flush();
    await this.#sync.close();
  }

  #writeAlone({ entry, resolve, reject }: Waiting): void {
    try {
      this.#write([entry]);
      resolve();
    } catch (error) {
      reject(error);
    }
  }

  #write(entries: readonly LedgerEntry[]): void {
    if (this.#sync.hasFailed()) {
      this.#insertAll.immediate(entries);
      this.#sync.forgetFailure();
      return;
    }
    this.#db.pragma('synchronous = NORMAL');
    try {
      this.#insertAll.immediate(entries);
    } finally {
      this.#db.pragma('synchronous = FULL');
    }
    this.#sync.request();
  }

  #insertOne(entry: LedgerEntry): void {
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
  }

  listSentRanges(sessionId: string): { firstSeq: number; lastSeq: number }[] {
    this.flush();
    return this.#db
      .prepare<[string], { firstSeq: number; lastSeq: number }>(
        `SELECT DISTINCT first_seq AS firstSeq, last_seq AS lastSeq FROM ledger
         WHERE session_id = ? AND sent_whole = 1 AND first_seq IS NOT NULL
         ORDER BY first_seq, last_seq`,
      )
      .all(sessionId);
  }

  countPolls(sessionId: string): PollCounts {
    this.flush();
    return this.#countPolls.get(sessionId) ?? { polls: 0, troubled: 0 };
  }

  list(sessionId: string): LedgerEntry[] {
    this.flush();
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
