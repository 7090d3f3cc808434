import { rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { batchAfterErasure, type Erasure, type TakenOut } from '../../retention/erasure.js';
import type { Batch } from '../../staging/batch.js';
import { ERASED_CLIENT } from '../../staging/erased-client.js';
import type { Issue } from '../../staging/issue.js';
import { asDiskFull } from '../disk-full.js';
import { eachClient, openBatchFile } from './batch-file-reader.js';
import { BATCH_SCHEMA, makeDurable, openPartialFile } from './batch-file-writer.js';
import { ClientBlockWriter } from './client-blocks.js';
import type { DataDir } from './data-dir.js';

/**
 * Writes a batch file anew under its temporary name, without what is to be erased, and syncs it. Gives the batch as it is then.
 * Throws `disk_full`, `batch_damaged`.
 */
export function rewriteBatchFile(dir: DataDir, batch: Batch, erasure: Erasure): Batch {
  const partial = dir.partialFile(batch.id);
  rmSync(partial, { force: true });
  let db: Database.Database | undefined;
  try {
    db = openPartialFile(partial);
    db.prepare('ATTACH ? AS old').run(dir.batchFile(batch.id));
    db.exec('BEGIN IMMEDIATE');
    db.exec(BATCH_SCHEMA);
    choose(db, erasure);
    const after = batchAfterErasure(batch, countTakenOut(db), erasure);
    db.exec(erasure.keepsNumbers ? COPY_EMPTIED : COPY_RENUMBERED);
    db.exec(COPY_REST);
    copyTexts(dir, db, batch, erasure);
    db.prepare('INSERT INTO main.summary (json) VALUES (?)').run(JSON.stringify(after));
    db.exec('COMMIT; DETACH old');
    makeDurable(db);
    return after;
  } catch (cause) {
    db?.close();
    rmSync(partial, { force: true });
    throw asDiskFull(
      cause,
      `The disk is full, so the batch ${batch.id} stays as it was.`,
      'Make room in DATA_DIR and give the same command again.',
    );
  } finally {
    db?.close();
  }
}

/** Numbers only; what is chosen lives in memory and ends with the connection. */
function choose(db: Database.Database, { seqs, rejectIds, holds }: Erasure): void {
  db.pragma('temp_store = MEMORY');
  db.exec(`
    CREATE TEMP TABLE gone_clients (seq INTEGER PRIMARY KEY);
    CREATE TEMP TABLE gone_rejects (id INTEGER PRIMARY KEY);
    CREATE TEMP TABLE gone_warnings (id INTEGER PRIMARY KEY);
  `);
  const client = db.prepare('INSERT INTO gone_clients VALUES (?)');
  for (const seq of seqs) client.run(seq);
  const reject = db.prepare('INSERT INTO gone_rejects VALUES (?)');
  for (const id of rejectIds) reject.run(id);
  db.function('names_person', (issues) => (holds(JSON.parse(String(issues))) ? 1 : 0));
  db.exec(`
    INSERT INTO gone_warnings SELECT id FROM old.warnings
    WHERE names_person(issues) OR (file, record) IN (
      SELECT file, record FROM old.clients JOIN gone_clients USING (seq)
    )`);
}

/** The texts that stay; in the place of an erased client stands an empty one when the others keep their numbers. */
function copyTexts(
  dir: DataDir,
  db: Database.Database,
  { id, counts }: Batch,
  { seqs, keepsNumbers }: Erasure,
): void {
  const gone = new Set(seqs);
  const blocks = new ClientBlockWriter(db);
  const old = openBatchFile(dir.batchFile(id), id);
  try {
    let seq = 0;
    for (const text of eachClient(old, counts.clients)) {
      if (!gone.has(++seq)) blocks.add(text);
      else if (keepsNumbers) blocks.add(ERASED_CLIENT);
    }
    blocks.flush();
  } finally {
    old.close();
  }
}

function countTakenOut(db: Database.Database): TakenOut {
  const numberOf = (sql: string) => db.prepare<[], number>(sql).pluck().get() ?? 0;
  const issuesOf = (table: string) =>
    db
      .prepare<[], string>(
        `SELECT issues FROM old.${table} JOIN gone_${table} USING (id) ORDER BY id`,
      )
      .pluck()
      .all()
      .map((issues) => JSON.parse(issues) as Issue[]);
  return {
    clients: numberOf('SELECT count(*) FROM old.clients JOIN gone_clients USING (seq)'),
    accepted: numberOf(
      `SELECT count(*) FROM (
         SELECT DISTINCT file, record FROM old.clients JOIN gone_clients USING (seq)
       )`,
    ),
    merged: numberOf('SELECT count(*) FROM old.merged JOIN gone_clients USING (seq)'),
    rejects: issuesOf('rejects').map(([first]) => first?.code ?? 'unknown'),
    warnings: issuesOf('warnings').flatMap((issues) => issues.map(({ code }) => code)),
  };
}

const COPY_EMPTIED = `
  INSERT INTO main.clients (seq, file, record, line, columns)
  SELECT seq, file, record, line, iif(g.seq IS NULL, columns, '')
  FROM old.clients LEFT JOIN gone_clients AS g USING (seq) ORDER BY seq;
  INSERT INTO main.merged (seq, file, record, line)
  SELECT seq, file, record, line FROM old.merged
  WHERE seq NOT IN (SELECT seq FROM gone_clients) ORDER BY old.merged.rowid;
`;

const COPY_RENUMBERED = `
  INSERT INTO main.clients (seq, file, record, line, columns)
  SELECT row_number() OVER (ORDER BY seq), file, record, line, columns
  FROM old.clients WHERE seq NOT IN (SELECT seq FROM gone_clients) ORDER BY seq;
  INSERT INTO main.merged (seq, file, record, line)
  SELECT seq - (SELECT count(*) FROM gone_clients AS g WHERE g.seq < m.seq), file, record, line
  FROM old.merged AS m
  WHERE seq NOT IN (SELECT seq FROM gone_clients) ORDER BY m.rowid;
`;

const COPY_REST = `
  INSERT INTO main.rejects (id, file, record, line, cells, issues)
  SELECT id, file, record, line, cells, issues FROM old.rejects
  WHERE id NOT IN (SELECT id FROM gone_rejects) ORDER BY id;
  INSERT INTO main.warnings (id, file, record, line, issues)
  SELECT id, file, record, line, issues FROM old.warnings
  WHERE id NOT IN (SELECT id FROM gone_warnings) ORDER BY id;
`;
