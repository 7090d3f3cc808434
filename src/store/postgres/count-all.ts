import type { Pool, QueryResultRow } from 'pg';
import type { StoreCounts } from '../store-counts.js';
import { OPEN_STATES_SQL } from './migrations.js';

/** Counts what there is, from indexes and small tables alone, over one connection at a time. */
export async function countAll(pool: Pool): Promise<StoreCounts> {
  const all = async <Row extends QueryResultRow>(sql: string) => (await pool.query<Row>(sql)).rows;
  return {
    sessions: await all('SELECT state, count(*)::int AS count FROM sessions GROUP BY state'),
    imports: await all(
      `SELECT CASE WHEN open > 0 THEN 'open' WHEN closed > 0 THEN 'handed_over' ELSE 'unfinished' END AS outcome,
              count(*)::int AS count
       FROM (SELECT count(*) FILTER (WHERE state IN (${OPEN_STATES_SQL})) AS open,
                    count(*) FILTER (WHERE state = 'closed' AND parts_left = 0) AS closed
             FROM sessions GROUP BY import_id) AS imports
       GROUP BY outcome`,
    ),
    // Cut out as text: PostgreSQL reads no JSON that names the character NUL, as a header in it may.
    rejects: await all(
      `SELECT key AS code, sum(value::int)::int AS count
       FROM batches,
            json_each_text(substring(summary FROM '"rejectedByCause":(\\{[^{}]*\\})')::json)
       GROUP BY key`,
    ),
    jobs: await all('SELECT kind, state, count(*)::int AS count FROM jobs GROUP BY kind, state'),
    notices: await all(
      'SELECT channel, state, count(*)::int AS count FROM notices GROUP BY channel, state',
    ),
  };
}
