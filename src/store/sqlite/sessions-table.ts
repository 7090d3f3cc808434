import type Database from 'better-sqlite3';
import { FerryError, hasErrorCode } from '../../errors.js';
import type { Session } from '../../sessions/session.js';
import { sessionContinued, sessionOpen } from '../session-failures.js';
import { OPEN_STATES_SQL } from './migrations.js';

interface SessionRow {
  details: string;
  last_polled_at: string | null;
}

const SESSIONS = 'SELECT details, last_polled_at FROM sessions';
/** As they came to be: the clock may have been set back in between (promises R37). */
const NEWEST_FIRST = 'ORDER BY rowid DESC';

/** Sessions in `control.db`. Columns hold what SQL asks for; the rest of a session is one JSON text. */
export class SessionsTable {
  readonly #db: Database.Database;
  readonly #find;
  readonly #findOpen;
  readonly #findLatest;
  readonly #findContinuing;
  readonly #hasBatch;
  readonly #insert;
  readonly #replace;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#find = db.prepare<[string], SessionRow>(`${SESSIONS} WHERE id = ?`);
    // Asked for with every poll: the index of open sessions gives it without sorting the others.
    this.#findOpen = db.prepare<[string], SessionRow>(
      `${SESSIONS} WHERE business_uid = ? AND state IN (${OPEN_STATES_SQL})`,
    );
    this.#findLatest = db.prepare<[string], SessionRow>(
      `${SESSIONS} WHERE business_uid = ? ${NEWEST_FIRST} LIMIT 1`,
    );
    this.#findContinuing = db.prepare<[string], SessionRow>(`${SESSIONS} WHERE continues = ?`);
    this.#hasBatch = db.prepare('SELECT 1 FROM batches WHERE id = ?');
    this.#insert = db.prepare(
      `INSERT INTO sessions (version, state, import_id, continues, host_session_id, parts_left, details, id,
                             business_uid, batch_id, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#replace = db.prepare(
      `UPDATE sessions SET version = ?, state = ?, import_id = ?, continues = ?, host_session_id = ?, parts_left = ?,
                           details = ?
       WHERE id = ? AND version = ?`,
    );
  }

  /** Throws `session_open`, `session_continued`, `batch_not_found`. */
  create(session: Session): void {
    const { id, businessUid, batchId, createdAt } = session;
    try {
      this.#db
        .transaction(() => {
          if (!this.#hasBatch.get(batchId))
            throw new FerryError('batch_not_found', `There is no batch ${batchId}.`);
          this.#insert.run(...columnsOf(session), id, businessUid, batchId, createdAt);
        })
        .immediate();
    } catch (error) {
      if (!hasErrorCode(error) || error.code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
      const next = present(this.#findContinuing.get(session.continues ?? ''));
      throw next
        ? sessionContinued(next, error)
        : sessionOpen(businessUid, this.findCurrent(businessUid), error);
    }
  }

  find(id: string): Session | undefined {
    return present(this.#find.get(id));
  }

  /** The open session of a business, else its latest. */
  findCurrent(businessUid: string): Session | undefined {
    return present(this.#findOpen.get(businessUid) ?? this.#findLatest.get(businessUid));
  }

  /** Newest first, all or those of one business. */
  list(businessUid?: string): Session[] {
    const rows =
      businessUid === undefined
        ? this.#db.prepare<[], SessionRow>(`${SESSIONS} ${NEWEST_FIRST}`).all()
        : this.#db
            .prepare<[string], SessionRow>(`${SESSIONS} WHERE business_uid = ? ${NEWEST_FIRST}`)
            .all(businessUid);
    return presentAll(rows);
  }

  /** In the order in which they were created. */
  listOfImport(importId: string): Session[] {
    const rows = this.#db
      .prepare<[string], SessionRow>(`${SESSIONS} WHERE import_id = ? ORDER BY rowid`)
      .all(importId);
    return presentAll(rows);
  }

  /** Closed ones that have parts left and from which none goes on, oldest first. */
  listToContinue(): Session[] {
    const rows = this.#db
      .prepare<[], SessionRow>(
        `${SESSIONS} WHERE state = 'closed' AND parts_left > 0
         AND NOT EXISTS (SELECT 1 FROM sessions AS next WHERE next.continues = sessions.id) ORDER BY rowid`,
      )
      .all();
    return presentAll(rows);
  }

  /** Newest first. */
  listByHostId(hostSessionId: string): Session[] {
    const rows = this.#db
      .prepare<[string], SessionRow>(`${SESSIONS} WHERE host_session_id = ? ${NEWEST_FIRST}`)
      .all(hostSessionId);
    return presentAll(rows);
  }

  /** Writes over the version before; tells whether it did. */
  replace(session: Session): boolean {
    const { id, version } = session;
    return this.#replace.run(...columnsOf(session), id, version - 1).changes === 1;
  }

  hasOpenSessionOf(batchId: string): boolean {
    return (
      this.#db
        .prepare(`SELECT 1 FROM sessions WHERE batch_id = ? AND state IN (${OPEN_STATES_SQL})`)
        .get(batchId) !== undefined
    );
  }
}

/** What changes with a session, in the order of the statements. */
function columnsOf(session: Session): (string | number | null)[] {
  const { version, state, importId, continues, hostSessionId, part, parts } = session;
  return [
    ...[version, state, importId, continues ?? null, hostSessionId ?? null, parts - part],
    JSON.stringify(session),
  ];
}

const presentAll = (rows: readonly SessionRow[]): Session[] =>
  rows.flatMap((row) => present(row) ?? []);

function present(row: SessionRow | undefined): Session | undefined {
  if (!row) return undefined;
  return { ...(JSON.parse(row.details) as Session), lastPolledAt: row.last_polled_at ?? undefined };
}
