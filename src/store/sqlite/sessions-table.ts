import type Database from 'better-sqlite3';
import { FerryError, hasErrorCode } from '../../errors.js';
import { OPEN_STATES, type Session, type StoredState } from '../../sessions/session.js';

interface SessionRow {
  id: string;
  version: number;
  business_uid: string;
  batch_id: string;
  state: StoredState;
  details: string;
  created_at: string;
  last_polled_at: string | null;
}

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** Sessions in `control.db`. Columns hold what SQL asks for; the rest of a session is one JSON text. */
export class SessionsTable {
  readonly #db: Database.Database;
  readonly #find;
  readonly #findOpen;
  readonly #findLatest;
  readonly #replace;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#find = db.prepare<[string], SessionRow>('SELECT * FROM sessions WHERE id = ?');
    // Asked for with every poll: the index of open sessions gives it without sorting the others.
    this.#findOpen = db.prepare<[string], SessionRow>(
      `SELECT * FROM sessions WHERE business_uid = ? AND state IN (${OPEN})`,
    );
    this.#findLatest = db.prepare<[string], SessionRow>(
      `SELECT * FROM sessions WHERE business_uid = ? ORDER BY created_at DESC, rowid DESC LIMIT 1`,
    );
    this.#replace = db.prepare(
      'UPDATE sessions SET version = ?, state = ?, details = ? WHERE id = ? AND version = ?',
    );
  }

  /** Throws `session_open`, `batch_not_found`. */
  create(session: Session): void {
    try {
      this.#db
        .transaction(() => {
          if (!this.#db.prepare('SELECT 1 FROM batches WHERE id = ?').get(session.batchId)) {
            throw new FerryError('batch_not_found', `There is no batch ${session.batchId}.`);
          }
          this.#db
            .prepare(
              `INSERT INTO sessions (id, version, business_uid, batch_id, state, details, created_at)
               VALUES (?, ?, ?, ?, ?, ?, ?)`,
            )
            .run(
              session.id,
              session.version,
              session.businessUid,
              session.batchId,
              session.state,
              JSON.stringify(session),
              session.createdAt,
            );
        })
        .immediate();
    } catch (error) {
      if (!hasErrorCode(error) || error.code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
      const open = this.findCurrent(session.businessUid);
      throw new FerryError(
        'session_open',
        `The business ${session.businessUid} has an open session already${open ? `: ${open.id} (${open.state})` : ''}.`,
        { hint: 'Wait until it is closed, or end it: clientferry cancel <session>.', cause: error },
      );
    }
  }

  find(id: string): Session | undefined {
    return present(this.#find.get(id));
  }

  /** The open session of a business, else its latest. */
  findCurrent(businessUid: string): Session | undefined {
    return present(this.#findOpen.get(businessUid) ?? this.#findLatest.get(businessUid));
  }

  list(businessUid?: string): Session[] {
    return this.#db
      .prepare<[string | null, string | null], SessionRow>(
        'SELECT * FROM sessions WHERE ? IS NULL OR business_uid = ? ORDER BY created_at DESC, rowid DESC',
      )
      .all(businessUid ?? null, businessUid ?? null)
      .flatMap((row) => present(row) ?? []);
  }

  replace(session: Session): boolean {
    const { version, state, id } = session;
    return (
      this.#replace.run(version, state, JSON.stringify(session), id, version - 1).changes === 1
    );
  }

  hasOpenSessionOf(batchId: string): boolean {
    return (
      this.#db
        .prepare(`SELECT 1 FROM sessions WHERE batch_id = ? AND state IN (${OPEN})`)
        .get(batchId) !== undefined
    );
  }
}

function present(row: SessionRow | undefined): Session | undefined {
  if (!row) return undefined;
  return { ...(JSON.parse(row.details) as Session), lastPolledAt: row.last_polled_at ?? undefined };
}
