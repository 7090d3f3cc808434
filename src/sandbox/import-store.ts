import { randomUUID } from 'node:crypto';
import type { CrmDatabase } from './crm-database.js';

export type ImportState = 'running' | 'complete' | 'broken' | 'abandoned';

/** What became of the clients of one page. */
export interface PageCounts {
  created: number;
  updated: number;
  skipped: number;
  failed: number;
}

/** A client that was not taken, as people see it. */
export interface FailedClient {
  page: number;
  name: string;
  external_id: string | number | null;
  reason: string;
}

/** One import as `GET /sandbox/imports` lists it. */
export interface ImportAccount extends PageCounts {
  id: string;
  /** The number form of `session_id`. */
  number: number;
  business_uid: string;
  state: ImportState;
  /** Pages applied, with the last, short one. */
  pages: number;
  /** Requests sent to the app: pages, repeats, tries after 503, and `page=-1`. */
  polls: number;
  /** Pages that did not come back byte for byte when asked again. */
  mismatched_pages: number;
  ignored_fields: string[];
  reason: string | null;
  started_at: string;
  finished_at: string | null;
  faults_played: string[];
}

interface ImportRow extends Omit<ImportAccount, 'ignored_fields' | 'faults_played'> {
  ignored_fields: string;
  faults_played: string;
}

export interface StartedImport {
  /** The number form of `session_id`. */
  seq: number;
  /** The UUID form of `session_id`. */
  id: string;
  startedAt: string;
}

export interface NewImport {
  businessUid: string;
  shouldOverride: boolean;
  uploadType: 'single' | 'multi';
}

export interface ImportStore {
  start(wanted: NewImport): StartedImport;
  countPoll(seq: number): void;
  countMismatch(seq: number): void;
  noteFaults(seq: number, played: readonly string[]): void;
  /** Registers a page as applied; false when it was already, so that nothing counts twice. */
  claimPage(seq: number, page: number): boolean;
  addCounts(seq: number, counts: PageCounts): void;
  noteFailures(seq: number, failures: readonly FailedClient[]): void;
  noteIgnoredFields(seq: number, names: readonly string[]): void;
  finish(seq: number, state: Exclude<ImportState, 'running'>, reason: string | null): void;
  /** The imports of a business, newest first. */
  list(businessUid: string): ImportAccount[];
  /** The clients of an import that were not taken, in the order of the list, at most `limit`. */
  listFailures(seq: number, limit: number): FailedClient[];
  /** Marks what an earlier run left unfinished: nobody pulls it any more. */
  abandonLeftovers(): void;
}

/** The imports of every business, with their counts. */
export function createImportStore(db: CrmDatabase, now: () => Date): ImportStore {
  const time = () => now().toISOString();
  const insert = db.prepare<[string, string, number, string, string]>(`
    INSERT INTO imports (id, business_uid, state, should_override, upload_type, started_at)
    VALUES (?, ?, 'running', ?, ?, ?)`);
  const addPoll = db.prepare<[number]>('UPDATE imports SET polls = polls + 1 WHERE seq = ?');
  const addMismatch = db.prepare<[number]>(
    'UPDATE imports SET mismatched_pages = mismatched_pages + 1 WHERE seq = ?',
  );
  const setFaults = db.prepare<[string, number]>(
    'UPDATE imports SET faults_played = ? WHERE seq = ?',
  );
  const setIgnored = db.prepare<[string, number]>(
    'UPDATE imports SET ignored_fields = ? WHERE seq = ?',
  );
  const insertPage = db.prepare<[number, number]>(
    'INSERT OR IGNORE INTO import_pages (import_seq, page) VALUES (?, ?)',
  );
  const add = db.prepare<[PageCounts & { seq: number }]>(`
    UPDATE imports
    SET created = created + @created, updated = updated + @updated, skipped = skipped + @skipped,
      failed = failed + @failed
    WHERE seq = @seq`);
  const end = db.prepare<[string, string | null, string, number]>(
    "UPDATE imports SET state = ?, reason = ?, finished_at = ? WHERE seq = ? AND state = 'running'",
  );
  const select = db.prepare<[string], ImportRow>(`
    SELECT id, seq AS number, business_uid, state, created, updated, skipped, failed,
      (SELECT count(*) FROM import_pages WHERE import_seq = seq) AS pages,
      polls, mismatched_pages, ignored_fields, reason, started_at, finished_at, faults_played
    FROM imports WHERE business_uid = ? ORDER BY seq DESC`);
  const insertFailure = db.prepare<[FailedClient & { seq: number }]>(`
    INSERT INTO import_failures (import_seq, page, name, external_id, reason)
    VALUES (@seq, @page, @name, @external_id, @reason)`);
  const selectFailures = db.prepare<[number, number], FailedClient>(`
    SELECT page, name, external_id, reason FROM import_failures
    WHERE import_seq = ? ORDER BY page, seq LIMIT ?`);
  const leaveOff = db.prepare<[string, string]>(
    "UPDATE imports SET state = 'abandoned', reason = ?, finished_at = ? WHERE state = 'running'",
  );

  return {
    start({ businessUid, shouldOverride, uploadType }) {
      const id = randomUUID();
      const startedAt = time();
      const result = insert.run(id, businessUid, Number(shouldOverride), uploadType, startedAt);
      return { seq: Number(result.lastInsertRowid), id, startedAt };
    },
    countPoll: (seq) => void addPoll.run(seq),
    countMismatch: (seq) => void addMismatch.run(seq),
    noteFaults: (seq, played) => void setFaults.run(JSON.stringify(played), seq),
    claimPage: (seq, page) => insertPage.run(seq, page).changes === 1,
    addCounts: (seq, counts) => void add.run({ ...counts, seq }),
    noteFailures(seq, failures) {
      for (const failure of failures) insertFailure.run({ ...failure, seq });
    },
    noteIgnoredFields: (seq, names) => void setIgnored.run(JSON.stringify(names), seq),
    finish: (seq, state, reason) => void end.run(state, reason, time(), seq),
    list: (businessUid) => select.all(businessUid).map(accountOf),
    listFailures: (seq, limit) => selectFailures.all(seq, limit),
    abandonLeftovers: () => void leaveOff.run('the sandbox was stopped in the middle', time()),
  };
}

function accountOf(row: ImportRow): ImportAccount {
  return {
    ...row,
    ignored_fields: JSON.parse(row.ignored_fields) as string[],
    faults_played: JSON.parse(row.faults_played) as string[],
  };
}
