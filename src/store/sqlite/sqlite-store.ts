import { rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { FerryError } from '../../errors.js';
import type { MappingFile } from '../../profiles/mapping.js';
import type { Batch } from '../../staging/batch.js';
import type { Store } from '../store.js';
import { openBatchFile, type BatchFileReader } from './batch-file-reader.js';
import { createBatchFileWriter } from './batch-file-writer.js';
import { openControlDatabase } from './control-database.js';
import { openDataDir, syncFolder, type DataDir } from './data-dir.js';
import { LedgerTable } from './ledger-table.js';
import { SessionsTable } from './sessions-table.js';
import { sweepLeftOvers } from './sweep.js';

/** Batch files kept open for serving; the least recently used is closed beyond this. */
const MAX_OPEN_BATCHES = 64;

interface BatchRow {
  summary: string;
}

/**
 * Opens the embedded store in a data folder, creating it when it is missing and sweeping what dead stagings left behind.
 * Several processes may open the same folder. Throws `data_dir_unusable`, `store_too_new`.
 */
export function openSqliteStore(dataDir: string): Store {
  const dir = openDataDir(dataDir);
  const db = openControlDatabase(dir);
  const store = new SqliteStore(dir, db);
  sweepLeftOvers(dir, (id) => store.isRegistered(id));
  return store;
}

class SqliteStore implements Store {
  readonly #dir: DataDir;
  readonly #db: Database.Database;
  readonly #sessions: SessionsTable;
  readonly #ledger: LedgerTable;
  readonly #openBatches = new Map<string, BatchFileReader>();

  constructor(dir: DataDir, db: Database.Database) {
    this.#dir = dir;
    this.#db = db;
    this.#sessions = new SessionsTable(db);
    this.#ledger = new LedgerTable(db);
  }

  isRegistered(id: string): boolean {
    return this.#db.prepare('SELECT 1 FROM batches WHERE id = ?').get(id) !== undefined;
  }

  createBatchWriter = async (batchId: string) =>
    createBatchFileWriter(this.#dir, batchId, (batch) => this.#register(batch));

  /** Of two stagings with the same content the first one registered stands. */
  #register(batch: Batch): Batch {
    return this.#db
      .transaction(() => {
        const standing = this.#findByContent(batch.businessUid, batch.contentKey);
        if (standing) return standing;
        this.#db
          .prepare(
            'INSERT INTO batches (id, business_uid, content_key, clients, summary, created_at) VALUES (?, ?, ?, ?, ?, ?)',
          )
          .run(
            batch.id,
            batch.businessUid,
            batch.contentKey,
            batch.counts.clients,
            JSON.stringify(batch),
            batch.createdAt,
          );
        return batch;
      })
      .immediate();
  }

  findBatch = async (id: string) =>
    parseBatch(
      this.#db.prepare<[string], BatchRow>('SELECT summary FROM batches WHERE id = ?').get(id),
    );

  #findByContent(businessUid: string, contentKey: string): Batch | undefined {
    return parseBatch(
      this.#db
        .prepare<[string, string], BatchRow>(
          'SELECT summary FROM batches WHERE business_uid = ? AND content_key = ?',
        )
        .get(businessUid, contentKey),
    );
  }

  listBatches = async (businessUid?: string) =>
    this.#db
      .prepare<[string | null, string | null], BatchRow>(
        'SELECT summary FROM batches WHERE ? IS NULL OR business_uid = ? ORDER BY created_at DESC, rowid DESC',
      )
      .all(businessUid ?? null, businessUid ?? null)
      .flatMap((row) => parseBatch(row) ?? []);

  findMapping = async (businessUid: string, fingerprint: string) => {
    const row = this.#db
      .prepare<[string, string], { mapping: string }>(
        'SELECT mapping FROM mappings WHERE business_uid = ? AND fingerprint = ?',
      )
      .get(businessUid, fingerprint);
    return row && (JSON.parse(row.mapping) as MappingFile);
  };

  rememberMapping = async (businessUid: string, fingerprint: string, mapping: MappingFile) => {
    this.#db
      .prepare(
        `INSERT INTO mappings (business_uid, fingerprint, mapping) VALUES (?, ?, ?)
         ON CONFLICT (business_uid, fingerprint) DO UPDATE SET mapping = excluded.mapping`,
      )
      .run(businessUid, fingerprint, JSON.stringify(mapping));
  };

  deleteBatch = async (id: string) => {
    this.#db
      .transaction(() => {
        if (this.#sessions.hasOpenSessionOf(id)) {
          throw new FerryError(
            'batch_in_use',
            `The batch ${id} is being handed over by an open session.`,
            {
              hint: 'Wait until the session is closed, or end it: clientferry cancel <session>.',
            },
          );
        }
        this.#db.prepare('DELETE FROM batches WHERE id = ?').run(id);
      })
      .immediate();
    this.#forget(id);
    rmSync(this.#dir.batchFile(id), { force: true });
    syncFolder(this.#dir.batches);
  };

  readClients = async (batchId: string, firstSeq: number, lastSeq: number) =>
    lastSeq < firstSeq
      ? []
      : this.#reading(batchId, (reader) => reader.readClients(firstSeq, lastSeq));

  readOrigin = async (batchId: string, seq: number) =>
    this.#reading(batchId, (reader) => reader.readOrigin(seq));

  readRejects = async (batchId: string, afterId: number, limit: number) =>
    this.#reading(batchId, (reader) => reader.readRejects(afterId, limit));

  /** A reader that failed is not used again: the file may have been restored since. */
  #reading<T>(batchId: string, read: (reader: BatchFileReader) => T): T {
    const reader =
      this.#openBatches.get(batchId) ?? openBatchFile(this.#dir.batchFile(batchId), batchId);
    this.#openBatches.delete(batchId);
    this.#openBatches.set(batchId, reader);
    const oldest = this.#openBatches.keys().next().value;
    if (this.#openBatches.size > MAX_OPEN_BATCHES && oldest !== undefined) this.#forget(oldest);
    try {
      return read(reader);
    } catch (error) {
      this.#forget(batchId);
      throw error;
    }
  }

  #forget(batchId: string): void {
    this.#openBatches.get(batchId)?.close();
    this.#openBatches.delete(batchId);
  }

  createSession = async (session: Parameters<Store['createSession']>[0]) => {
    this.#sessions.create(session);
  };
  findSession = async (id: string) => this.#sessions.find(id);
  findCurrentSession = async (businessUid: string) => this.#sessions.findCurrent(businessUid);
  listSessions = async (businessUid?: string) => this.#sessions.list(businessUid);
  replaceSession = async (session: Parameters<Store['replaceSession']>[0]) =>
    this.#sessions.replace(session);

  recordPoll = async (entry: Parameters<Store['recordPoll']>[0]) => {
    this.#ledger.record(entry);
  };
  listSentRanges = async (sessionId: string) => this.#ledger.listSentRanges(sessionId);
  listLedger = async (sessionId: string) => this.#ledger.list(sessionId);

  check = async () => {
    this.#db.exec('BEGIN IMMEDIATE; ROLLBACK');
  };

  close = async () => {
    for (const id of [...this.#openBatches.keys()]) this.#forget(id);
    this.#db.close();
  };
}

function parseBatch(row: BatchRow | undefined): Batch | undefined {
  return row && (JSON.parse(row.summary) as Batch);
}
