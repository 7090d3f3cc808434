import { rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { syncFolder } from '../../sync-folder.js';
import type { Store } from '../store.js';
import { AuditTable } from './audit-table.js';
import { createBatchFileWriter } from './batch-file-writer.js';
import { BatchesTable, type AroundRemoval } from './batches-table.js';
import { emptyLog, openControlDatabase } from './control-database.js';
import { countAll } from './count-all.js';
import { openDataDir, type DataDir } from './data-dir.js';
import { asDiskTrouble, tellDiskTrouble } from './disk-trouble.js';
import { DraftsTable } from './drafts-table.js';
import { eraseFromBatch } from './erase-from-batch.js';
import { JobsTable } from './jobs-table.js';
import { LedgerTable } from './ledger-table.js';
import { leaveNoTrace } from './leave-no-trace.js';
import { MappingsTable } from './mappings-table.js';
import { NotesTable } from './notes-table.js';
import { NoticesTable } from './notices-table.js';
import { OpenBatches } from './open-batches.js';
import { refuseInUse } from './refuse-in-use.js';
import { ReportsTable } from './reports-table.js';
import { RetentionTable } from './retention-table.js';
import { SessionsTable } from './sessions-table.js';
import { sweepLeftOvers, sweepUploads } from './sweep.js';
import { undoAllReplacing } from './undo-replacing.js';
import { UploadFiles } from './upload-files.js';

/**
 * Opens the embedded store in a data folder, creating it when it is missing and sweeping what dead stagings and uploads left
 * behind. Several processes may open the same folder. Throws `data_dir_unusable`, `store_too_new`, `disk_full`.
 */
export function openSqliteStore(dataDir: string): Store {
  const dir = openDataDir(dataDir);
  const db = openControlDatabase(dir);
  try {
    const batches = new BatchesTable(db);
    undoAllReplacing(dir, db, batches);
    sweepLeftOvers(dir, (id) => batches.find(id) !== undefined);
    sweepUploads(dir);
    return tellDiskTrouble(createStore(dir, db, batches), dir.root);
  } catch (cause) {
    db.close();
    throw asDiskTrouble(dir.root, cause);
  }
}

/** Every method is asynchronous, so that what SQLite throws at once is a rejection like any other. */
function createStore(dir: DataDir, db: Database.Database, batches: BatchesTable): Store {
  const open = new OpenBatches(dir);
  const sessions = new SessionsTable(db);
  const ledger = new LedgerTable(db);
  const mappings = new MappingsTable(db);
  const drafts = new DraftsTable(db);
  const uploads = new UploadFiles(dir);
  const notes = new NotesTable(db);
  const audit = new AuditTable(db);
  const reports = new ReportsTable(db);
  const jobs = new JobsTable(db);
  const notices = new NoticesTable(db);
  const retention = new RetentionTable(db);
  const aroundRemoval: AroundRemoval = {
    refuse: (batchId) => {
      refuseInUse({ sessions, retention }, batchId);
    },
    forget: (batchId) => {
      reports.forgetClientsOf(batchId);
    },
  };
  const removeFile = (batchId: string) => {
    open.close(batchId);
    rmSync(dir.batchFile(batchId), { force: true });
    syncFolder(dir.batches);
    emptyLog(db);
  };
  return {
    createBatchWriter: async (id) =>
      createBatchFileWriter(dir, id, (batch, options) => batches.register(batch, options)),
    findBatch: async (id) => batches.find(id),
    listBatches: async (businessUid) => batches.list(businessUid),
    keepBatch: async (id) => batches.keep(id),
    listUnkeptBatches: async (createdBefore) => batches.listUnkept(createdBefore),
    deleteBatch: async (id) => {
      batches.delete(id, aroundRemoval);
      removeFile(id);
    },
    deleteUnkeptBatch: async (id) => {
      if (batches.deleteUnkept(id, aroundRemoval)) removeFile(id);
    },
    readClients: async (batchId, firstSeq, lastSeq) =>
      lastSeq < firstSeq ? [] : open.read(batchId, (file) => file.readClients(firstSeq, lastSeq)),
    readPage: async (batchId, firstSeq, lastSeq) =>
      lastSeq < firstSeq
        ? Buffer.alloc(0)
        : open.read(batchId, (file) => file.readPage(firstSeq, lastSeq)),
    readOrigin: async (batchId, seq) => open.read(batchId, (file) => file.readOrigin(seq)),
    readOrigins: async (batchId, firstSeq, lastSeq) =>
      open.read(batchId, (file) => file.readOrigins(firstSeq, lastSeq)),
    readRejects: async (batchId, afterId, limit) =>
      open.read(batchId, (file) => file.readRejects(afterId, limit)),
    readRejectIssues: async (batchId, afterId, limit) =>
      open.read(batchId, (file) => file.readRejectIssues(afterId, limit)),

    findMapping: async (businessUid, fingerprint) => mappings.find(businessUid, fingerprint),
    rememberMapping: async (businessUid, fingerprint, mapping) => {
      mappings.remember(businessUid, fingerprint, mapping);
    },

    createSession: async (session) => {
      sessions.create(session);
    },
    findSession: async (id) => sessions.find(id),
    findCurrentSession: async (businessUid) => sessions.findCurrent(businessUid),
    listSessions: async (businessUid) => sessions.list(businessUid),
    listSessionsOfImport: async (importId) => sessions.listOfImport(importId),
    listSessionsToContinue: async () => sessions.listToContinue(),
    listSessionsByHostId: async (hostSessionId) => sessions.listByHostId(hostSessionId),
    replaceSession: async (session) => sessions.replace(session),
    recordPoll: (entry) => ledger.record(entry),
    listSentRanges: async (sessionId) => ledger.listSentRanges(sessionId),
    countPolls: async (sessionId) => ledger.countPolls(sessionId),
    listLedger: async (sessionId) => ledger.list(sessionId),

    createDraft: async (draft) => {
      drafts.create(draft);
    },
    findDraft: async (id) => drafts.find(id),
    listDrafts: async (businessUid) => drafts.list(businessUid),
    countDrafts: async (businessUid) => drafts.count(businessUid),
    replaceDraft: async (draft) => drafts.replace(draft),
    deleteDraft: async (id) => {
      drafts.delete(id);
    },
    listExpiredDrafts: async (now) => drafts.listExpired(now),
    writeUpload: (id, bytes) => uploads.write(id, bytes),
    openUpload: async (id) => uploads.open(id),
    deleteUpload: async (id) => {
      uploads.delete(id);
    },
    listUploads: async (writtenBefore) => uploads.list(writtenBefore),

    addNote: async (note, now) => notes.add(note, now),
    putNote: async (note) => {
      notes.put(note);
    },
    takeNote: async (kind, key, now) => notes.take(kind, key, now),
    findNote: async (kind, key, now) => notes.find(kind, key, now),
    deleteNote: async (kind, key) => {
      notes.delete(kind, key);
    },
    sweepNotes: async (now) => notes.sweep(now),
    appendAudit: async (entry) => {
      audit.append(entry);
    },
    copyAudit: async (entry) => {
      audit.copy(entry);
    },
    listAudit: async (businessUid, limit) => audit.list(businessUid, limit),
    readAuditChain: async (businessUid, after, limit) => audit.readChain(businessUid, after, limit),
    listAuditedBusinesses: async () => audit.listBusinesses(),

    addReport: async (report) => reports.add(report),
    listReports: async (session) => reports.list(session),
    listStrayReports: async (limit) => reports.listStray(limit),
    assignReport: async (digest, sessionId) => {
      reports.assign(digest, sessionId);
    },
    sweepStrayReports: async (receivedBefore) => reports.sweepStray(receivedBefore),

    createJob: async (job) => {
      jobs.create(job);
    },
    findJob: async (id) => jobs.find(id),
    listJobs: async (choice) => jobs.list(choice),
    saveJob: async (job, items) => jobs.save(job, items),
    listJobItems: async (jobId, choice) => jobs.listItems(jobId, choice),
    findJobItem: async (jobId, key) => jobs.findItem(jobId, key),
    countJobItems: async (jobId) => jobs.countItems(jobId),
    deleteJob: async (id) => {
      jobs.delete(id);
    },

    addNotice: async (notice) => notices.add(notice),
    listDueNotices: async (now, limit) => notices.listDue(now, limit),
    listUntoldImports: async (channel, since) => notices.listUntoldImports(channel, since),
    listNotices: async (importId) => notices.list(importId),
    replaceNotice: async (notice) => notices.replace(notice),

    setKeepUntil: async (batchId, until) => retention.setKeepUntil(batchId, until),
    listKeepUntil: async () => retention.listKeepUntil(),
    eraseFromBatch: async (batchId, erasure) => {
      eraseFromBatch({ dir, db, batches, sessions }, batchId, erasure);
      open.close(batchId);
    },
    eraseFromStrayReports: async (isGone, choice) =>
      retention.eraseFromStrayReports(isGone, choice),
    leaveNoTrace: () => leaveNoTrace(dir, db),

    countAll: async () => countAll(db),
    check: async () => {
      db.exec('BEGIN IMMEDIATE; ROLLBACK');
    },
    close: async () => {
      open.closeAll();
      await ledger.close();
      db.close();
    },
  };
}
