import type Database from 'better-sqlite3';
import type { Batch } from '../../staging/batch.js';
import type { SealOptions } from '../../staging/batch-writer.js';

interface BatchRow {
  summary: string;
}

/** What else belongs to the removal of a batch: `refuse` may throw before it, `forget` removes what depends on it afterwards. */
export interface AroundRemoval {
  refuse: (batchId: string) => void;
  forget: (batchId: string) => void;
}

/** Registered batches in `control.db`; what is in them lies in files of their own. */
export class BatchesTable {
  readonly #db: Database.Database;
  readonly #insert;
  readonly #find;
  readonly #findByContent;
  readonly #keep;
  readonly #listUnkept;
  readonly #delete;
  readonly #deleteUnkept;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insert = db.prepare(
      `INSERT INTO batches (id, business_uid, content_key, clients, summary, created_at, is_kept)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#find = db.prepare<[string], BatchRow>('SELECT summary FROM batches WHERE id = ?');
    this.#findByContent = db.prepare<[string, string], BatchRow>(
      'SELECT summary FROM batches WHERE business_uid = ? AND content_key = ?',
    );
    this.#keep = db.prepare('UPDATE batches SET is_kept = 1 WHERE id = ?');
    this.#listUnkept = db.prepare<[string], BatchRow>(
      'SELECT summary FROM batches WHERE is_kept = 0 AND created_at < ? ORDER BY rowid',
    );
    this.#delete = db.prepare('DELETE FROM batches WHERE id = ?');
    this.#deleteUnkept = db.prepare('DELETE FROM batches WHERE id = ? AND is_kept = 0');
  }

  /** Of two stagings with the same content the first one registered stands, and is returned. */
  register(batch: Batch, { isKept = true }: SealOptions = {}): Batch {
    const { id, businessUid, contentKey, counts, createdAt } = batch;
    return this.#db
      .transaction(() => {
        const standing = this.#findByContent.get(businessUid, contentKey);
        if (standing) return parseBatch(standing);
        const summary = JSON.stringify(batch);
        const kept = isKept ? 1 : 0;
        this.#insert.run(id, businessUid, contentKey, counts.clients, summary, createdAt, kept);
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

  /** Tells whether the batch is there to be kept. */
  keep(id: string): boolean {
    return this.#keep.run(id).changes === 1;
  }

  listUnkept(createdBefore: string): Batch[] {
    return this.#listUnkept.all(createdBefore).map(parseBatch);
  }

  /** Removes the row with its jobs; nobody comes between it and what is done around it. */
  delete(id: string, { refuse, forget }: AroundRemoval): void {
    this.#db
      .transaction(() => {
        refuse(id);
        this.#delete.run(id);
        forget(id);
      })
      .immediate();
  }

  /** As `delete`, unless the batch is kept; tells whether there was something to remove. */
  deleteUnkept(id: string, { refuse, forget }: AroundRemoval): boolean {
    return this.#db
      .transaction(() => {
        refuse(id);
        const isGone = this.#deleteUnkept.run(id).changes === 1;
        if (isGone) forget(id);
        return isGone;
      })
      .immediate();
  }
}

const parseBatch = ({ summary }: BatchRow): Batch => JSON.parse(summary) as Batch;
