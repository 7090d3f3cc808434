import type Database from 'better-sqlite3';
import { FerryError, hasErrorCode } from '../../errors.js';
import type { Job, JobChoice, JobItem } from '../../jobs/job.js';
import type { ItemsChoice } from '../../jobs/job-store.js';
import { jobRunning } from '../job-failures.js';
import { emptyLog } from './control-database.js';
import { LIVE_STATES_SQL } from './migrations.js';

interface JobRow {
  body: string;
}

/** Jobs with what they found out, in `control.db`. Columns hold what SQL asks for; `body` is the whole job as JSON. */
export class JobsTable {
  readonly #db: Database.Database;
  readonly #insert;
  readonly #hasBatch;
  readonly #find;
  readonly #replace;
  readonly #putItem;
  readonly #findItem;
  readonly #countItems;
  readonly #delete;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insert = db.prepare(
      `INSERT INTO jobs (version, state, import_id, body, id, kind, business_uid, batch_id, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#hasBatch = db.prepare('SELECT 1 FROM batches WHERE id = ?');
    this.#find = db.prepare<[string], JobRow>('SELECT body FROM jobs WHERE id = ?');
    this.#replace = db.prepare(
      'UPDATE jobs SET version = ?, state = ?, import_id = ?, body = ? WHERE id = ? AND version = ?',
    );
    this.#putItem = db.prepare(
      `INSERT INTO job_items (job_id, key, state, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (job_id, key) DO UPDATE SET state = excluded.state, body = excluded.body`,
    );
    this.#findItem = db.prepare<[string, number], JobItem>(
      'SELECT key, state, body FROM job_items WHERE job_id = ? AND key = ?',
    );
    this.#countItems = db
      .prepare<[string], [state: string, items: number]>(
        'SELECT state, count(*) FROM job_items WHERE job_id = ? GROUP BY state',
      )
      .raw();
    this.#delete = db.prepare('DELETE FROM jobs WHERE id = ?');
  }

  /** Throws `job_running`, `batch_not_found`. */
  create(job: Job): void {
    const { id, kind, businessUid, batchId, createdAt } = job;
    this.#alone(job, () => {
      if (!this.#hasBatch.get(batchId))
        throw new FerryError('batch_not_found', `There is no batch ${batchId}.`);
      this.#insert.run(...columnsOf(job), id, kind, businessUid, batchId, createdAt);
    });
  }

  find(id: string): Job | undefined {
    return this.#find.all(id).map(parseJob)[0];
  }

  /** Newest first. */
  list({ businessUid, batchId, importId, kind, live = false }: JobChoice): Job[] {
    const given = Object.entries({
      business_uid: businessUid,
      batch_id: batchId,
      import_id: importId,
      kind,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const conditions = given.map(([column]) => `${column} = ?`);
    if (live) conditions.push(`state IN (${LIVE_STATES_SQL})`);
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    return this.#db
      .prepare<string[], JobRow>(
        `SELECT body FROM jobs ${where} ORDER BY created_at DESC, rowid DESC`,
      )
      .all(...given.map(([, value]) => value))
      .map(parseJob);
  }

  /** Writes over the version before, with the items; tells whether it did. Throws `job_running`. */
  save(job: Job, items: readonly JobItem[] = []): boolean {
    return this.#alone(job, () => {
      if (this.#replace.run(...columnsOf(job), job.id, job.version - 1).changes === 0) return false;
      for (const { key, state, body } of items) this.#putItem.run(job.id, key, state, body);
      return true;
    });
  }

  /** In the order of their keys. */
  listItems(jobId: string, { after, limit, states }: ItemsChoice): JobItem[] {
    // The words one by one: with a single state the index gives the items in order.
    const wanted = states ? `AND state IN (${states.map(() => '?').join()})` : '';
    return this.#db
      .prepare<(string | number)[], JobItem>(
        `SELECT key, state, body FROM job_items WHERE job_id = ? ${wanted} AND key > ? ORDER BY key LIMIT ?`,
      )
      .all(jobId, ...(states ?? []), after, limit);
  }

  findItem(jobId: string, key: number): JobItem | undefined {
    return this.#findItem.get(jobId, key);
  }

  /** By state. */
  countItems(jobId: string): Record<string, number> {
    return Object.fromEntries(this.#countItems.all(jobId));
  }

  /** Leaves nothing of the job and its items in the files of the database. */
  delete(id: string): void {
    if (this.#delete.run(id).changes > 0) emptyLog(this.#db);
  }

  #alone<T>(job: Job, work: () => T): T {
    try {
      return this.#db.transaction(work).immediate();
    } catch (error) {
      if (!hasErrorCode(error) || error.code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
      const { businessUid, kind } = job;
      throw jobRunning(job, this.list({ businessUid, kind, live: true })[0], error);
    }
  }
}

/** What changes with a job, in the order of the statements. */
const columnsOf = (job: Job): (string | number | null)[] => [
  ...[job.version, job.state, job.importId ?? null],
  JSON.stringify(job),
];

const parseJob = ({ body }: JobRow): Job => JSON.parse(body) as Job;
