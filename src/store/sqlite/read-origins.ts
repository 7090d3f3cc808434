import type Database from 'better-sqlite3';
import type { RecordPlace } from '../../staging/batch.js';
import type { Issue } from '../../staging/issue.js';
import type { ClientOrigin } from '../store.js';
import type { ClientBlockReader } from './client-blocks.js';

interface ClientRow extends RecordPlace {
  seq: number;
  columns: string;
}

/** The origins of clients `firstSeq..lastSeq` of a batch file; undefined when one is missing or not what was staged. */
export function readOrigins(
  db: Database.Database,
  blocks: ClientBlockReader,
  firstSeq: number,
  lastSeq: number,
): ClientOrigin[] | undefined {
  const texts = blocks.readTexts(firstSeq, lastSeq);
  const clients = db
    .prepare<[number, number], ClientRow>(
      `SELECT seq, columns, file, record, line
       FROM clients WHERE seq BETWEEN ? AND ? ORDER BY seq`,
    )
    .all(firstSeq, lastSeq);
  if (texts?.length !== clients.length || !clients.every(({ seq }, at) => seq === firstSeq + at))
    return undefined;
  const merged = readMerged(db, firstSeq, lastSeq);
  const warnings = readWarnings(db, firstSeq, lastSeq);
  return clients.map(({ seq, columns, file, record, line }, at) => ({
    json: texts[at] ?? '',
    columns: columns === '' ? [] : columns.split(',').map(Number),
    lead: { file, record, line },
    merged: merged.get(seq) ?? [],
    warnings: warnings.get(`${file}/${record}`) ?? [],
  }));
}

function readMerged(db: Database.Database, firstSeq: number, lastSeq: number) {
  const rows = db
    .prepare<[number, number], RecordPlace & { seq: number }>(
      'SELECT seq, file, record, line FROM merged WHERE seq BETWEEN ? AND ? ORDER BY rowid',
    )
    .iterate(firstSeq, lastSeq);
  const bySeq = new Map<number, RecordPlace[]>();
  for (const { seq, ...place } of rows) bySeq.set(seq, [...(bySeq.get(seq) ?? []), place]);
  return bySeq;
}

/** By the record that they are about. */
function readWarnings(db: Database.Database, firstSeq: number, lastSeq: number) {
  const rows = db
    .prepare<[number, number], { file: number; record: number; issues: string }>(
      `SELECT file, record, issues FROM warnings
       WHERE (file, record) IN (SELECT file, record FROM clients WHERE seq BETWEEN ? AND ?)
       ORDER BY id`,
    )
    .iterate(firstSeq, lastSeq);
  const byRecord = new Map<string, Issue[]>();
  for (const { file, record, issues } of rows) {
    const key = `${file}/${record}`;
    byRecord.set(key, [...(byRecord.get(key) ?? []), ...(JSON.parse(issues) as Issue[])]);
  }
  return byRecord;
}
