import type Database from 'better-sqlite3';
import type { Note, NoteKind } from '../../sign-in/sign-in-store.js';

const COLUMNS = 'kind, key, body, expires_at AS expiresAt';

/** Notes of signing in, in `control.db`. A note is over from `expires_at` on. */
export class NotesTable {
  readonly #add;
  readonly #put;
  readonly #take;
  readonly #find;
  readonly #delete;
  readonly #sweep;

  constructor(db: Database.Database) {
    const upsert = `INSERT INTO notes (kind, key, body, expires_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body, expires_at = excluded.expires_at`;
    this.#add = db.prepare(`${upsert} WHERE notes.expires_at <= ?`);
    this.#put = db.prepare(upsert);
    this.#take = db.prepare<[NoteKind, string, string], Note>(
      `DELETE FROM notes WHERE kind = ? AND key = ? AND expires_at > ? RETURNING ${COLUMNS}`,
    );
    this.#find = db.prepare<[NoteKind, string, string], Note>(
      `SELECT ${COLUMNS} FROM notes WHERE kind = ? AND key = ? AND expires_at > ?`,
    );
    this.#delete = db.prepare('DELETE FROM notes WHERE kind = ? AND key = ?');
    this.#sweep = db.prepare('DELETE FROM notes WHERE expires_at <= ?');
  }

  /** Tells whether the note was kept; one that is there stands, unless it is over by `now`. */
  add({ kind, key, body, expiresAt }: Note, now = ''): boolean {
    return this.#add.run(kind, key, body, expiresAt, now).changes === 1;
  }

  put({ kind, key, body, expiresAt }: Note): void {
    this.#put.run(kind, key, body, expiresAt);
  }

  take(kind: NoteKind, key: string, now: string): Note | undefined {
    return this.#take.get(kind, key, now);
  }

  find(kind: NoteKind, key: string, now: string): Note | undefined {
    return this.#find.get(kind, key, now);
  }

  delete(kind: NoteKind, key: string): void {
    this.#delete.run(kind, key);
  }

  /** Removes those that are over; gives their number. */
  sweep(now: string): number {
    return this.#sweep.run(now).changes;
  }
}
