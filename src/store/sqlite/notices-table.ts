import type Database from 'better-sqlite3';
import type { Notice, NoticeChannel } from '../../notices/notice.js';
import { OPEN_STATES_SQL } from './migrations.js';

interface NoticeRow {
  body: string;
}

/** Notices on their way, in `control.db`. Columns hold what SQL asks for; `body` is the whole notice as JSON. */
export class NoticesTable {
  readonly #insert;
  readonly #listDue;
  readonly #listUntold;
  readonly #list;
  readonly #replace;

  constructor(db: Database.Database) {
    this.#insert = db.prepare(
      `INSERT INTO notices (version, state, due_at, body, id, channel, import_id)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (import_id, channel) DO NOTHING`,
    );
    this.#listDue = db.prepare<[string, number], NoticeRow>(
      `SELECT body FROM notices WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at, rowid LIMIT ?`,
    );
    this.#listUntold = db
      .prepare<[string, string], string>(
        `SELECT id FROM sessions AS first
         WHERE id = import_id AND created_at >= ?
           AND NOT EXISTS (SELECT 1 FROM sessions AS open
                           WHERE open.import_id = first.id AND open.state IN (${OPEN_STATES_SQL}))
           AND NOT EXISTS (SELECT 1 FROM notices WHERE notices.import_id = first.id AND channel = ?)
         ORDER BY created_at, rowid`,
      )
      .pluck();
    this.#list = db.prepare<[string], NoticeRow>(
      'SELECT body FROM notices WHERE import_id = ? ORDER BY rowid',
    );
    this.#replace = db.prepare(
      'UPDATE notices SET version = ?, state = ?, due_at = ?, body = ? WHERE id = ? AND version = ?',
    );
  }

  /** Tells whether it is the first of its import and channel. */
  add(notice: Notice): boolean {
    const { id, channel, importId } = notice;
    return this.#insert.run(...columnsOf(notice), id, channel, importId).changes === 1;
  }

  listDue(now: string, limit: number): Notice[] {
    return this.#listDue.all(now, limit).map(parseNotice);
  }

  /** Ids of imports, oldest first. */
  listUntoldImports(channel: NoticeChannel, since: string): string[] {
    return this.#listUntold.all(since, channel);
  }

  /** Oldest first. */
  list(importId: string): Notice[] {
    return this.#list.all(importId).map(parseNotice);
  }

  /** Writes over the version before; tells whether it did. */
  replace(notice: Notice): boolean {
    const { id, version } = notice;
    return this.#replace.run(...columnsOf(notice), id, version - 1).changes === 1;
  }
}

/** What changes with a notice, in the order of the statements. */
const columnsOf = (notice: Notice): (string | number)[] => [
  ...[notice.version, notice.state, notice.dueAt],
  JSON.stringify(notice),
];

const parseNotice = ({ body }: NoticeRow): Notice => JSON.parse(body) as Notice;
