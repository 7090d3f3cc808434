import type Database from 'better-sqlite3';
import type { StoreCounts } from '../store-counts.js';
import { OPEN_STATES_SQL } from './migrations.js';

/** Counts what there is, from indexes and small tables alone. */
export function countAll(db: Database.Database): StoreCounts {
  const all = <Row>(sql: string) => db.prepare<[], Row>(sql).all();
  return {
    sessions: all('SELECT state, count(*) AS count FROM sessions GROUP BY state'),
    imports: all(
      `SELECT CASE WHEN open > 0 THEN 'open' WHEN closed > 0 THEN 'handed_over' ELSE 'unfinished' END AS outcome,
              count(*) AS count
       FROM (SELECT count(*) FILTER (WHERE state IN (${OPEN_STATES_SQL})) AS open,
                    count(*) FILTER (WHERE state = 'closed' AND parts_left = 0) AS closed
             FROM sessions GROUP BY import_id)
       GROUP BY outcome`,
    ),
    rejects: all(
      `SELECT key AS code, sum(value) AS count
       FROM batches, json_each(summary, '$.counts.rejectedByCause') GROUP BY key`,
    ),
    jobs: all('SELECT kind, state, count(*) AS count FROM jobs GROUP BY kind, state'),
    notices: all('SELECT channel, state, count(*) AS count FROM notices GROUP BY channel, state'),
  };
}
