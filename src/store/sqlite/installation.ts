import Database from 'better-sqlite3';
import type { MappingFile } from '../../profiles/mapping.js';
import type { LedgerEntry, Session } from '../../sessions/session.js';
import type { Batch, RecordPlace } from '../../staging/batch.js';
import type { BatchWriter } from '../../staging/batch-writer.js';
import type { Issue } from '../../staging/issue.js';
import type { Draft } from '../../drafts/draft.js';
import type { Notice } from '../../notices/notice.js';
import type { Note, NoteKind } from '../../sign-in/sign-in-store.js';
import type { Installation } from '../installation.js';
import { presentChained, type AuditRow } from './audit-table.js';
import {
  batchDamaged,
  eachClient,
  openBatchFile,
  type BatchFileReader,
} from './batch-file-reader.js';
import { openDataDir, type DataDir } from './data-dir.js';
import { presentReport, type ReportRow } from './reports-table.js';
import { openSqliteStore } from './sqlite-store.js';

const ROWS_BETWEEN_DRAINS = 2_000;

/** Everything that a data folder holds, for moving it elsewhere. Throws `data_dir_unusable`, `store_too_new`. */
export function openInstallation(dataDir: string): Installation {
  const store = openSqliteStore(dataDir);
  const dir = openDataDir(dataDir);
  const control = new Database(dir.control, { readonly: true });
  return {
    // Oldest first, as they came to be.
    listBatches: async () => (await store.listBatches()).reverse(),
    listUnkeptBatches: (createdBefore) => store.listUnkeptBatches(createdBefore),
    replayBatch: (batch, writer) => replayBatch(dir, batch, writer),
    listSessions: async (): Promise<Session[]> => (await store.listSessions()).reverse(),
    listLedger: (sessionId): Promise<LedgerEntry[]> => store.listLedger(sessionId),
    listKeepUntil: () => store.listKeepUntil(),
    listReports: () =>
      control.prepare<[], ReportRow>('SELECT * FROM reports ORDER BY id').all().map(presentReport),
    listNotices: () =>
      control
        .prepare<[], { body: string }>('SELECT body FROM notices ORDER BY rowid')
        .all()
        .map(({ body }) => JSON.parse(body) as Notice),
    listJobs: (choice) => store.listJobs(choice),
    listJobItems: (jobId, choice) => store.listJobItems(jobId, choice),
    countJobItems: (jobId) => store.countJobItems(jobId),
    listMappings: () =>
      control
        .prepare<[], { business_uid: string; fingerprint: string; mapping: string }>(
          'SELECT business_uid, fingerprint, mapping FROM mappings ORDER BY business_uid, fingerprint',
        )
        .all()
        .map((row) => ({
          businessUid: row.business_uid,
          fingerprint: row.fingerprint,
          mapping: JSON.parse(row.mapping) as MappingFile,
        })),
    listDrafts: () =>
      control
        .prepare<[], { body: string }>('SELECT body FROM drafts ORDER BY created_at, rowid')
        .all()
        .map(({ body }) => JSON.parse(body) as Draft),
    listUploads: (writtenBefore) => store.listUploads(writtenBefore),
    openUpload: (id) => store.openUpload(id),
    listNotes: (kind) =>
      control
        .prepare<[NoteKind], Note>(
          `SELECT kind, key, body, expires_at AS expiresAt FROM notes
           WHERE kind = ? ORDER BY key`,
        )
        .all(kind),
    listAudit: () =>
      control.prepare<[], AuditRow>('SELECT * FROM audit ORDER BY id').all().map(presentChained),
    async close() {
      control.close();
      await store.close();
    },
  };
}

interface ClientRow extends RecordPlace {
  seq: number;
  columns: string;
}

/** Writes everything of a batch's file into a writer, in the order in which it was staged. */
async function replayBatch(
  dir: DataDir,
  { id, counts }: Batch,
  writer: BatchWriter,
): Promise<void> {
  const db = new Database(dir.batchFile(id), { readonly: true, fileMustExist: true });
  let file: BatchFileReader | undefined;
  let rows = 0;
  const pause = async () => {
    if (++rows % ROWS_BETWEEN_DRAINS === 0) await writer.drain();
  };
  try {
    const merged = db.prepare<[number], RecordPlace>(
      'SELECT file, record, line FROM merged WHERE seq = ? ORDER BY rowid',
    );
    const hasMerged = db.prepare('SELECT 1 FROM merged LIMIT 1').get() !== undefined;
    file = openBatchFile(dir.batchFile(id), id);
    const texts = eachClient(file, counts.clients);
    for (const { seq, columns, ...place } of db
      .prepare<[], ClientRow>('SELECT seq, file, record, line, columns FROM clients ORDER BY seq')
      .iterate()) {
      const json = texts.next().value;
      if (json === undefined) throw batchDamaged(id);
      writer.addClient(place, json, columns === '' ? [] : columns.split(',').map(Number));
      if (hasMerged) for (const one of merged.all(seq)) writer.addMerged(one);
      await pause();
    }
    if (texts.next().done !== true) throw batchDamaged(id);
    for (const { cells, issues, ...place } of db
      .prepare<[], RecordPlace & { cells: string; issues: string }>(
        'SELECT file, record, line, cells, issues FROM rejects ORDER BY id',
      )
      .iterate()) {
      writer.addReject({
        ...place,
        cells: JSON.parse(cells) as string[],
        issues: JSON.parse(issues) as Issue[],
      });
      await pause();
    }
    for (const { issues, ...place } of db
      .prepare<[], RecordPlace & { issues: string }>(
        'SELECT file, record, line, issues FROM warnings ORDER BY id',
      )
      .iterate()) {
      writer.addWarning({ ...place, issues: JSON.parse(issues) as Issue[] });
      await pause();
    }
  } finally {
    db.close();
    file?.close();
  }
}
