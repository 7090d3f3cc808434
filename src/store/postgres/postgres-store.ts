import pg from 'pg';
import type { Store } from '../store.js';
import {
  appendAudit,
  copyAudit,
  listAudit,
  listAuditedBusinesses,
  readAuditChain,
} from './audit-table.js';
import { createBatchCopyWriter } from './batch-copy-writer.js';
import { readClients, readOrigin, readRejectIssues, readRejects } from './batch-reader.js';
import { readOrigins } from './read-origins.js';
import {
  deleteBatch,
  findBatch,
  keepBatch,
  listBatches,
  listUnkeptBatches,
} from './batches-table.js';
import { countAll } from './count-all.js';
import { poolOptions, type PostgresOptions } from './connection-options.js';
import {
  countDrafts,
  createDraft,
  deleteDraft,
  findDraft,
  listDrafts,
  listExpiredDrafts,
  replaceDraft,
} from './drafts-table.js';
import {
  countJobItems,
  createJob,
  deleteJob,
  findJob,
  findJobItem,
  listJobItems,
  listJobs,
  saveJob,
} from './jobs-table.js';
import { eraseFromBatch } from './erase-from-batch.js';
import { leaveNoTrace } from './leave-no-trace.js';
import { countPolls, listLedger, listSentRanges, recordPoll } from './ledger-table.js';
import { findMapping, rememberMapping } from './mappings-table.js';
import { migrate } from './migrate.js';
import { addNote, deleteNote, findNote, putNote, sweepNotes, takeNote } from './notes-table.js';
import {
  addNotice,
  listDueNotices,
  listNotices,
  listUntoldImports,
  replaceNotice,
} from './notices-table.js';
import {
  addReport,
  assignReport,
  listReports,
  listStrayReports,
  sweepStrayReports,
} from './reports-table.js';
import {
  createSession,
  findCurrentSession,
  findSession,
  listSessions,
  listSessionsByHostId,
  listSessionsOfImport,
  listSessionsToContinue,
  replaceSession,
} from './sessions-table.js';
import { listKeepUntil, setKeepUntil } from './retention-table.js';
import { eraseFromStrayReports } from './rewrite-reports.js';
import { deleteUpload, listUploads, openUpload, writeUpload } from './uploads-table.js';

const POOL_SIZE = 10;

/** Whatever the database's default: of several writers of one row those who come later look at it again, they do not fail. */
const READ_COMMITTED = 'SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED';

/**
 * Opens the store in a PostgreSQL database, bringing its tables up to date; any number of replicas may open the same one,
 * also at once. While the server is away every call but `recordPoll`, which waits a while, fails with the driver's error, and
 * works again once it is back. Throws `config_invalid`, `store_too_new`.
 */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  const pool = new pg.Pool({
    ...poolOptions(options),
    max: options.poolSize ?? POOL_SIZE,
    // The pool waits for it before it hands the connection out, although its types say nothing of a promise.
    onConnect: (db): unknown => db.query(READ_COMMITTED),
  });
  // An idle connection was lost: the pool has dropped it already, and makes another when one is needed.
  pool.on('error', () => undefined);
  try {
    await migrate(pool, options);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return createStore(pool, options);
}

function createStore(pool: pg.Pool, options: PostgresOptions): Store {
  let closing: Promise<void> | undefined;
  const writer = (id: string) => createBatchCopyWriter(options, id, (of) => findBatch(pool, of));
  return {
    createBatchWriter: (id) => Promise.resolve(id).then(writer),
    findBatch: (id) => findBatch(pool, id),
    listBatches: (businessUid) => listBatches(pool, businessUid),
    keepBatch: (id) => keepBatch(pool, id),
    listUnkeptBatches: (createdBefore) => listUnkeptBatches(pool, createdBefore),
    deleteBatch: (id) => deleteBatch(pool, id, { onlyUnkept: false }),
    deleteUnkeptBatch: (id) => deleteBatch(pool, id, { onlyUnkept: true }),
    findMapping: (businessUid, fingerprint) => findMapping(pool, businessUid, fingerprint),
    rememberMapping: (businessUid, fingerprint, mapping) =>
      rememberMapping(pool, businessUid, fingerprint, mapping),
    readClients: (batchId, firstSeq, lastSeq) => readClients(pool, batchId, firstSeq, lastSeq),
    readPage: async (batchId, firstSeq, lastSeq) =>
      Buffer.from((await readClients(pool, batchId, firstSeq, lastSeq)).join()),
    readRejects: (batchId, afterId, limit) => readRejects(pool, batchId, afterId, limit),
    readRejectIssues: (batchId, afterId, limit) => readRejectIssues(pool, batchId, afterId, limit),
    readOrigin: (batchId, seq) => readOrigin(pool, batchId, seq),
    readOrigins: (batchId, firstSeq, lastSeq) => readOrigins(pool, batchId, firstSeq, lastSeq),
    createSession: (session) => createSession(pool, session),
    findSession: (id) => findSession(pool, id),
    findCurrentSession: (businessUid) => findCurrentSession(pool, businessUid),
    listSessions: (businessUid) => listSessions(pool, businessUid),
    listSessionsOfImport: (importId) => listSessionsOfImport(pool, importId),
    listSessionsToContinue: () => listSessionsToContinue(pool),
    listSessionsByHostId: (hostSessionId) => listSessionsByHostId(pool, hostSessionId),
    replaceSession: (session) => replaceSession(pool, session),
    recordPoll: (entry) => recordPoll(pool, entry),
    listSentRanges: (sessionId) => listSentRanges(pool, sessionId),
    countPolls: (sessionId) => countPolls(pool, sessionId),
    listLedger: (sessionId) => listLedger(pool, sessionId),
    createDraft: (draft) => createDraft(pool, draft),
    findDraft: (id) => findDraft(pool, id),
    countDrafts: (businessUid) => countDrafts(pool, businessUid),
    listDrafts: (businessUid) => listDrafts(pool, businessUid),
    replaceDraft: (draft) => replaceDraft(pool, draft),
    deleteDraft: (id) => deleteDraft(pool, id),
    listExpiredDrafts: (now) => listExpiredDrafts(pool, now),
    writeUpload: (id, bytes) => writeUpload(pool, id, bytes),
    openUpload: (id) => openUpload(pool, id),
    deleteUpload: (id) => deleteUpload(pool, id),
    listUploads: (writtenBefore) => listUploads(pool, writtenBefore),
    addNote: (note, now) => addNote(pool, note, now),
    putNote: (note) => putNote(pool, note),
    takeNote: (kind, key, now) => takeNote(pool, kind, key, now),
    findNote: (kind, key, now) => findNote(pool, kind, key, now),
    deleteNote: (kind, key) => deleteNote(pool, kind, key),
    sweepNotes: (now) => sweepNotes(pool, now),
    appendAudit: (entry) => appendAudit(pool, entry),
    copyAudit: (entry) => copyAudit(pool, entry),
    listAudit: (businessUid, limit) => listAudit(pool, businessUid, limit),
    readAuditChain: (businessUid, after, limit) => readAuditChain(pool, businessUid, after, limit),
    listAuditedBusinesses: () => listAuditedBusinesses(pool),
    addReport: (report) => addReport(pool, report),
    listReports: (session) => listReports(pool, session),
    listStrayReports: (limit) => listStrayReports(pool, limit),
    assignReport: (digest, sessionId) => assignReport(pool, digest, sessionId),
    sweepStrayReports: (receivedBefore) => sweepStrayReports(pool, receivedBefore),
    createJob: (job) => createJob(pool, job),
    findJob: (id) => findJob(pool, id),
    listJobs: (choice) => listJobs(pool, choice),
    saveJob: (job, items) => saveJob(pool, job, items),
    listJobItems: (jobId, choice) => listJobItems(pool, jobId, choice),
    findJobItem: (jobId, key) => findJobItem(pool, jobId, key),
    countJobItems: (jobId) => countJobItems(pool, jobId),
    deleteJob: (id) => deleteJob(pool, id),
    addNotice: (notice) => addNotice(pool, notice),
    listDueNotices: (now, limit) => listDueNotices(pool, now, limit),
    listUntoldImports: (channel, since) => listUntoldImports(pool, channel, since),
    listNotices: (importId) => listNotices(pool, importId),
    replaceNotice: (notice) => replaceNotice(pool, notice),
    setKeepUntil: (batchId, until) => setKeepUntil(pool, batchId, until),
    listKeepUntil: () => listKeepUntil(pool),
    eraseFromBatch: (batchId, erasure) => eraseFromBatch(options, batchId, erasure),
    eraseFromStrayReports: (isGone, choice) => eraseFromStrayReports(pool, isGone, choice),
    leaveNoTrace: () => leaveNoTrace(options),
    countAll: () => countAll(pool),
    check: () => checkWritable(pool),
    close: () => (closing ??= pool.end()),
  };
}

/** A standby that only reads would fail at the first poll. */
async function checkWritable(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ transaction_read_only: string }>(
    'SHOW transaction_read_only',
  );
  if (rows[0]?.transaction_read_only !== 'off') throw new Error('The database takes no writes.');
}
