import type Database from 'better-sqlite3';
import type { Draft } from '../../drafts/draft.js';
import { draftFailure } from '../draft-failures.js';
import { emptyLog } from './control-database.js';

interface DraftRow {
  body: string;
}

/** Drafts in `control.db`. Columns hold what SQL asks for; `body` is the whole draft as JSON. */
export class DraftsTable {
  readonly #db: Database.Database;
  readonly #insert;
  readonly #find;
  readonly #list;
  readonly #count;
  readonly #replace;
  readonly #delete;
  readonly #listExpired;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insert = db.prepare(
      `INSERT INTO drafts (id, version, business_uid, expires_at, created_at, body)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#find = db.prepare<[string], DraftRow>('SELECT body FROM drafts WHERE id = ?');
    this.#list = db.prepare<[string], DraftRow>(
      'SELECT body FROM drafts WHERE business_uid = ? ORDER BY created_at DESC, rowid DESC',
    );
    this.#count = db
      .prepare<[string], number>('SELECT count(*) FROM drafts WHERE business_uid = ?')
      .pluck();
    this.#replace = db.prepare(
      `UPDATE drafts SET version = ?, expires_at = ?, body = ?
       WHERE id = ? AND business_uid = ? AND version = ?`,
    );
    this.#delete = db.prepare('DELETE FROM drafts WHERE id = ?');
    this.#listExpired = db.prepare<[string], DraftRow>(
      'SELECT body FROM drafts WHERE expires_at <= ? ORDER BY expires_at',
    );
  }

  /** Throws `disk_full`. */
  create(draft: Draft): void {
    const { id, version, businessUid, expiresAt, createdAt } = draft;
    const body = JSON.stringify(draft);
    writing(() => this.#insert.run(id, version, businessUid, expiresAt, createdAt, body));
  }

  find(id: string): Draft | undefined {
    const row = this.#find.get(id);
    return row && parseDraft(row);
  }

  /** Newest first. */
  list(businessUid: string): Draft[] {
    return this.#list.all(businessUid).map(parseDraft);
  }

  count(businessUid: string): number {
    return this.#count.get(businessUid) ?? 0;
  }

  /** Writes over the version before; tells whether it did. Throws `disk_full`. */
  replace(draft: Draft): boolean {
    const { id, version, businessUid, expiresAt } = draft;
    const body = JSON.stringify(draft);
    const { changes } = writing(() =>
      this.#replace.run(version, expiresAt, body, id, businessUid, version - 1),
    );
    return changes === 1;
  }

  /** Leaves nothing of the draft in the files of the database. */
  delete(id: string): void {
    if (this.#delete.run(id).changes > 0) emptyLog(this.#db);
  }

  listExpired(now: string): Draft[] {
    return this.#listExpired.all(now).map(parseDraft);
  }
}

function writing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw draftFailure(error);
  }
}

const parseDraft = ({ body }: DraftRow): Draft => JSON.parse(body) as Draft;
