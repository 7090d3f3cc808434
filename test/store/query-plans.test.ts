import assert from 'node:assert/strict';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { openControlDatabase } from '../../src/store/sqlite/control-database.js';
import { openDataDir } from '../../src/store/sqlite/data-dir.js';
import { JobsTable } from '../../src/store/sqlite/jobs-table.js';
import { NoticesTable } from '../../src/store/sqlite/notices-table.js';
import { ReportsTable } from '../../src/store/sqlite/reports-table.js';
import { SessionsTable } from '../../src/store/sqlite/sessions-table.js';
import { makeTempDir, type Cleaner } from '../helpers/temp-dir.js';

const SESSIONS = 10_000;

/** A database with 10,000 closed sessions of one business, and what tells how it looks for rows. */
function makeWatchedDatabase(t: Cleaner) {
  const dir = openDataDir(makeTempDir(t));
  openControlDatabase(dir).close();
  const ran: string[] = [];
  const db = new Database(dir.control, { verbose: (sql) => ran.push(String(sql)) });
  t.after(() => db.close());
  db.exec(`
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${SESSIONS})
    INSERT INTO sessions (id, version, business_uid, batch_id, state, details, created_at, import_id, parts_left)
    SELECT 's_' || i, 1, 'b1', 'b_1', 'closed', '{}', printf('2026-03-01T%05d', i), 's_' || i, 0 FROM n`);
  /** The steps of the plans of all that is asked in `work`. */
  const planOf = (work: () => unknown): string[] => {
    ran.length = 0;
    work();
    return ran
      .splice(0)
      .flatMap((sql) => db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all())
      .map(({ detail }) => detail);
  };
  return { db, planOf };
}

test('what is asked for again and again in the background finds its rows by an index, however many sessions there are', (t) => {
  const { db, planOf } = makeWatchedDatabase(t);
  const [sessions, jobs, notices] = [
    new SessionsTable(db),
    new JobsTable(db),
    new NoticesTable(db),
  ];
  const reports = new ReportsTable(db);
  const now = '2026-03-01T10:00:00.000Z';
  const look = { id: 's_1', hostSessionId: '77' };
  for (const [what, index, work] of [
    ['sessions to continue', 'sessions_to_continue', () => sessions.listToContinue()],
    ['sessions of an import', 'sessions_by_import', () => sessions.listOfImport('s_1')],
    ["sessions by the host's id", 'sessions_by_host_id', () => sessions.listByHostId('77')],
    ['live jobs', 'one_live_job_of_a_kind', () => jobs.list({ live: true })],
    ['jobs of a batch', 'jobs_by_batch', () => jobs.list({ batchId: 'b_1' })],
    ['jobs of an import', 'jobs_by_import', () => jobs.list({ importId: 's_1' })],
    ['due notices', 'notices_by_time', () => notices.listDue(now, 10)],
    ['untold imports', 'imports_by_time', () => notices.listUntoldImports('mail', now)],
    ['reports of a session', 'reports_by_session', () => reports.list(look)],
    ["the same by the host's id", 'reports_by_host_id', () => reports.list(look)],
  ] as const) {
    const plan = planOf(work);
    assert.ok(
      plan.some((step) => step.includes(`INDEX ${index}`)),
      `${what}: ${plan.join('; ')}`,
    );
    assert.deepEqual(
      plan.filter((step) => step.startsWith('SCAN') && !step.includes(' USING ')),
      [],
      what,
    );
  }
});

test('the sessions of a business come in their order from an index, and so do the items of a job with one state', (t) => {
  const { db, planOf } = makeWatchedDatabase(t);
  const [sessions, jobs] = [new SessionsTable(db), new JobsTable(db)];
  for (const work of [
    () => {
      assert.equal(sessions.list('b1').length, SESSIONS);
    },
    () => sessions.findCurrent('b1'),
    () => jobs.listItems('j_1', { after: 0, limit: 100, states: ['missing'] }),
    () => jobs.listItems('j_1', { after: 0, limit: 100 }),
    () => jobs.countItems('j_1'),
  ]) {
    const plan = planOf(work);
    assert.notDeepEqual(plan, []);
    for (const step of plan) assert.match(step, /^SEARCH .* USING /);
  }
});
