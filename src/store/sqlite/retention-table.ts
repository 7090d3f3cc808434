import type Database from 'better-sqlite3';
import { LIVE_JOB_STATES } from '../../jobs/job.js';
import type { Erasure } from '../../retention/erasure.js';
import type { Batch } from '../../staging/batch.js';
import { createIsGone, ERASED_ITEM, withoutIds, withoutProblem } from '../erase-from-records.js';
import { IS_STRAY } from '../reports-of-batches.js';

interface TextRow {
  id: number;
  body: string;
}

const LIVE = LIVE_JOB_STATES.map((state) => `'${state}'`).join();

/** What `control.db` knows of how long batches are kept, and of persons who are to be erased. */
export class RetentionTable {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** Tells whether the batch is there. */
  setKeepUntil(batchId: string, until: string | undefined): boolean {
    return (
      this.#db.prepare('UPDATE batches SET keep_until = ? WHERE id = ?').run(until ?? null, batchId)
        .changes === 1
    );
  }

  listKeepUntil(): Map<string, string> {
    return new Map(
      this.#db
        .prepare<[], [string, string]>(
          'SELECT id, keep_until FROM batches WHERE keep_until IS NOT NULL',
        )
        .raw()
        .all(),
    );
  }

  /** Whether a job has work before it on the batch. */
  isWorkedOn(batchId: string): boolean {
    return (
      this.#db
        .prepare(`SELECT 1 FROM jobs WHERE batch_id = ? AND state IN (${LIVE}) LIMIT 1`)
        .get(batchId) !== undefined
    );
  }

  /** Writes the batch as it is after an erasure, unless it is no longer as it was before; tells whether it did. */
  replaceBatch(before: Batch, after: Batch): boolean {
    return (
      this.#db
        .prepare(
          `UPDATE batches SET content_key = ?, clients = ?, summary = ?
           WHERE id = ? AND summary = ?`,
        )
        .run(
          after.contentKey,
          after.counts.clients,
          JSON.stringify(after),
          before.id,
          JSON.stringify(before),
        ).changes === 1
    );
  }

  /** Takes what is known of the clients out of the reports about the batch. */
  eraseFromReports(batchId: string, erasure: Erasure): void {
    const ids = this.#db
      .prepare<[string], number>(
        `SELECT id FROM reports AS r WHERE EXISTS (
           SELECT 1 FROM sessions AS s
           WHERE s.batch_id = ? AND (s.id = r.session_id OR s.host_session_id = r.host_session_id))`,
      )
      .pluck()
      .all(batchId);
    this.#rewriteReports(ids, createIsGone(erasure), { isDryRun: false });
  }

  /** Takes external ids out of the reports of no session that we know of; gives how many name one. */
  eraseFromStrayReports(
    isGone: (externalId: string) => boolean,
    options: { isDryRun: boolean },
  ): number {
    const list = this.#db
      .prepare<[], number>(`SELECT id FROM reports AS r WHERE ${IS_STRAY}`)
      .pluck();
    return this.#db
      .transaction(() => this.#rewriteReports(list.all(), isGone, options))
      .immediate();
  }

  /** One at a time, since each may name many clients. */
  #rewriteReports(
    ids: readonly number[],
    isGone: (externalId: string) => boolean,
    { isDryRun }: { isDryRun: boolean },
  ): number {
    const read = this.#db
      .prepare<[number], string>('SELECT body FROM reports WHERE id = ?')
      .pluck();
    const rewrite = this.#db.prepare('UPDATE reports SET body = ? WHERE id = ?');
    let found = 0;
    for (const id of ids) {
      const left = withoutIds(read.get(id) as string, isGone);
      if (left === undefined) continue;
      found += 1;
      if (!isDryRun) rewrite.run(left, id);
    }
    return found;
  }

  /** Empties what jobs found out about the clients, and why they stopped; when these get new numbers, the jobs go. */
  eraseFromJobs(batchId: string, { seqs, holds, keepsNumbers }: Erasure): void {
    if (!keepsNumbers) {
      this.#db.prepare('DELETE FROM jobs WHERE batch_id = ?').run(batchId);
      return;
    }
    const clear = this.#db.prepare('UPDATE jobs SET body = ? WHERE rowid = ?');
    const jobs = this.#db.prepare<[string], TextRow>(
      'SELECT rowid AS id, body FROM jobs WHERE batch_id = ?',
    );
    for (const { id, body } of jobs.all(batchId)) {
      const left = withoutProblem(body, holds);
      if (left !== undefined) clear.run(left, id);
    }
    const gone = new Set(seqs);
    const empty = this.#db.prepare('UPDATE job_items SET body = ? WHERE job_id = ? AND key = ?');
    const items = this.#db.prepare<[string], { job_id: string; key: number; body: string }>(
      `SELECT job_id, key, job_items.body FROM job_items JOIN jobs ON jobs.id = job_id
       WHERE batch_id = ?`,
    );
    for (const { job_id: jobId, key, body } of items.all(batchId))
      if (gone.has(key) || holds(JSON.parse(body))) empty.run(ERASED_ITEM, jobId, key);
  }
}
