import type { ClientBase, Pool } from 'pg';
import { FerryError } from '../../errors.js';
import type { Job, JobChoice, JobItem } from '../../jobs/job.js';
import type { ItemsChoice } from '../../jobs/job-store.js';
import { jobRunning } from '../job-failures.js';
import { isTaken } from './database-error.js';
import { keyText } from './key-text.js';
import { LIVE_STATES_SQL } from './migrations.js';
import { inTransaction } from './transaction.js';

interface JobRow {
  body: string;
}

/** Whole numbers up to 2^53 come exactly as floating point ones; the driver would give `bigint` as text. */
const ITEMS = 'SELECT key::float8 AS key, state, body FROM job_items';

/**
 * Keeps a new job, holding the batch's row so that it cannot be removed meanwhile. Columns hold what SQL asks for; `body` is
 * the whole job as JSON. Throws `job_running`, `batch_not_found`.
 */
export async function createJob(pool: Pool, job: Job): Promise<void> {
  const { id, kind, businessUid, batchId, createdAt } = job;
  const { rowCount } = await pool
    .query(
      `INSERT INTO jobs (version, state, import_id, body, id, kind, business_uid, created_at, batch_id)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, id FROM batches WHERE id = $9 FOR KEY SHARE`,
      [
        ...columnsOf(job),
        ...[keyText(id), kind, keyText(businessUid), keyText(createdAt), keyText(batchId)],
      ],
    )
    .catch(refuseSecond(pool, job));
  if (rowCount === 0) throw new FerryError('batch_not_found', `There is no batch ${batchId}.`);
}

/** The job of that id, if there is one. */
export async function findJob(pool: Pool, id: string): Promise<Job | undefined> {
  const { rows } = await pool.query<JobRow>('SELECT body FROM jobs WHERE id = $1', [keyText(id)]);
  return rows.map(parseJob)[0];
}

/** Those that fit everything that is given, newest first. */
export async function listJobs(pool: Pool, choice: JobChoice): Promise<Job[]> {
  const { businessUid, batchId, importId, kind, live = false } = choice;
  const given = Object.entries({
    business_uid: businessUid,
    batch_id: batchId,
    import_id: importId,
    kind,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const conditions = given.map(([column], at) => `${column} = $${at + 1}`);
  if (live) conditions.push(`state IN (${LIVE_STATES_SQL})`);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const { rows } = await pool.query<JobRow>(
    `SELECT body FROM jobs ${where} ORDER BY created_at DESC, no DESC`,
    given.map(([, value]) => keyText(value)),
  );
  return rows.map(parseJob);
}

/** Writes `job` and its items if the stored version is `job.version - 1`; tells whether it did. Throws `job_running`. */
export async function saveJob(
  pool: Pool,
  job: Job,
  items: readonly JobItem[] = [],
): Promise<boolean> {
  return inTransaction(pool, async (db) => {
    const { rowCount } = await db.query(
      'UPDATE jobs SET version = $1, state = $2, import_id = $3, body = $4 WHERE id = $5 AND version = $6',
      [...columnsOf(job), keyText(job.id), job.version - 1],
    );
    if (rowCount === 0) return false;
    await putItems(db, job.id, items);
    return true;
  }).catch(refuseSecond(pool, job));
}

async function putItems(db: ClientBase, jobId: string, items: readonly JobItem[]): Promise<void> {
  // One statement cannot write a row twice: of several items with one key the last counts.
  const last = [...new Map(items.map((item) => [item.key, item])).values()];
  if (last.length === 0) return;
  await db.query(
    `INSERT INTO job_items (job_id, key, state, body)
     SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[])
     ON CONFLICT (job_id, key) DO UPDATE SET state = excluded.state, body = excluded.body`,
    [
      keyText(jobId),
      last.map(({ key }) => key),
      last.map(({ state }) => state),
      last.map(({ body }) => body),
    ],
  );
}

/** Items with keys after `after`, in the order of their keys. */
export async function listJobItems(
  pool: Pool,
  jobId: string,
  { after, limit, states }: ItemsChoice,
): Promise<JobItem[]> {
  const { rows } = await pool.query<JobItem>(
    `${ITEMS} WHERE job_id = $1 AND key > $2::bigint AND ($3::text[] IS NULL OR state = ANY ($3))
     ORDER BY job_items.key LIMIT $4`,
    [keyText(jobId), Math.max(after, Number.MIN_SAFE_INTEGER), states ?? null, limit],
  );
  return rows;
}

/** The item with that key, if there is one. */
export async function findJobItem(
  pool: Pool,
  jobId: string,
  key: number,
): Promise<JobItem | undefined> {
  const { rows } = await pool.query<JobItem>(`${ITEMS} WHERE job_id = $1 AND key = $2::bigint`, [
    keyText(jobId),
    key,
  ]);
  return rows[0];
}

/** How many items a job has, by state. */
export async function countJobItems(pool: Pool, jobId: string): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ state: string; items: number }>(
    'SELECT state, count(*)::int AS items FROM job_items WHERE job_id = $1 GROUP BY state',
    [keyText(jobId)],
  );
  return Object.fromEntries(rows.map(({ state, items }) => [state, items]));
}

/** Removes a job with its items; harmless when there is none. */
export async function deleteJob(pool: Pool, id: string): Promise<void> {
  await pool.query('DELETE FROM jobs WHERE id = $1', [keyText(id)]);
}

/** What to do with an error of writing a job: `job_running` when the business has a live one of that kind. */
const refuseSecond =
  (pool: Pool, job: Job) =>
  async (error: unknown): Promise<never> => {
    if (!isTaken(error, 'one_live_job_of_a_kind')) throw error;
    const { businessUid, kind } = job;
    const [live] = await listJobs(pool, { businessUid, kind, live: true });
    throw jobRunning(job, live, error);
  };

/** What changes with a job, in the order of the statements. */
const columnsOf = (job: Job): (string | number | null)[] => [
  ...[job.version, job.state, job.importId === undefined ? null : keyText(job.importId)],
  JSON.stringify(job),
];

const parseJob = ({ body }: JobRow): Job => JSON.parse(body) as Job;
