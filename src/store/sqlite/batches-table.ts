import type Database from 'better-sqlite3';
import type { Batch } from '../../staging/batch.js';

interface BatchRow {
  summary: string;
}

/** Registered batches in `control.db`; what is in them lies in files of their own. */
export class BatchesTable {
  readonly #db: Database.Database;
  readonly #insert;
  readonly #find;
  readonly #findByContent;
  readonly #delete;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insert = db.prepare(
      `INSERT INTO batches (id, business_uid, content_key, clients, summary, created_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#find = db.prepare<[string], BatchRow>('SELECT summary FROM batches WHERE id = ?');
    this.#findByContent = db.prepare<[string, string], BatchRow>(
      'SELECT summary FROM batches WHERE business_uid = ? AND content_key = ?',
    );
    this.#delete = db.prepare('DELETE FROM batches WHERE id = ?');
  }

  /** Of two stagings with the same content the first one registered stands, and is returned. */
  register(batch: Batch): Batch {
    const { id, businessUid, contentKey, counts, createdAt } = batch;
    return this.#db
      .transaction(() => {
        const standing = this.#findByContent.get(businessUid, contentKey);
        if (standing) return parseBatch(standing);
        const summary = JSON.stringify(batch);
        this.#insert.run(id, businessUid, contentKey, counts.clients, summary, createdAt);
        return batch;
      })
      .immediate();
  }

  find(id: string): Batch | undefined {
    const row = this.#find.get(id);
    return row && parseBatch(row);
  }

  /** Newest first, all or those of one business. */
  list(businessUid?: string): Batch[] {
    return this.#db
      .prepare<[string | null, string | null], BatchRow>(
        'SELECT summary FROM batches WHERE ? IS NULL OR business_uid = ? ORDER BY created_at DESC, rowid DESC',
      )
      .all(businessUid ?? null, businessUid ?? null)
      .map(parseBatch);
  }

  /** Removes the row unless `refuse` throws, which nobody comes between. */
  delete(id: string, refuse: () => void): void {
    this.#db
      .transaction(() => {
        refuse();
        this.#delete.run(id);
      })
      .immediate();
  }
}

const parseBatch = ({ summary }: BatchRow): Batch => JSON.parse(summary) as Batch;
