import type { Pool } from 'pg';
import type { RecordPlace } from '../../staging/batch.js';
import type { Issue } from '../../staging/issue.js';
import type { ClientOrigin } from '../store.js';
import { reading } from './batch-reader.js';
import { CLIENT, MERGED, WARNING } from './batch-table.js';
import { rowChecksum } from './copy-rows.js';

interface ClientRow extends RecordPlace {
  no: number;
  checksum: number;
  json: string;
  columns: string;
}

/** The origins of clients `firstSeq..lastSeq`, both included. Throws `batch_damaged`. */
export function readOrigins(
  pool: Pool,
  batchId: string,
  firstSeq: number,
  lastSeq: number,
): Promise<ClientOrigin[]> {
  return reading(batchId, async (table, damaged) => {
    const range = [firstSeq, lastSeq];
    const { rows } = await pool.query<ClientRow>(
      `SELECT no, checksum, json, columns, file, record, line FROM ${table}
       WHERE kind = '${CLIENT}' AND no BETWEEN $1::bigint AND $2::bigint ORDER BY no`,
      range,
    );
    if (rows.length !== lastSeq - firstSeq + 1) throw damaged();
    const merged = await readMerged(pool, table, range);
    const warnings = await readWarnings(pool, table, range);
    return rows.map(({ no, checksum, json, columns, file, record, line }, at) => {
      if (no !== firstSeq + at || checksum !== rowChecksum(json)) throw damaged();
      return {
        json,
        columns: columns === '' ? [] : columns.split(',').map(Number),
        lead: { file, record, line },
        merged: merged.get(no) ?? [],
        warnings: warnings.get(`${file}/${record}`) ?? [],
      };
    });
  });
}

async function readMerged(pool: Pool, table: string, range: readonly number[]) {
  const { rows } = await pool.query<RecordPlace & { client: number }>(
    `SELECT client, file, record, line FROM ${table}
     WHERE kind = '${MERGED}' AND client BETWEEN $1::bigint AND $2::bigint ORDER BY no`,
    [...range],
  );
  const byClient = new Map<number, RecordPlace[]>();
  for (const { client, ...place } of rows)
    byClient.set(client, [...(byClient.get(client) ?? []), place]);
  return byClient;
}

/** By the record that they are about. */
async function readWarnings(pool: Pool, table: string, range: readonly number[]) {
  const { rows } = await pool.query<{ file: number; record: number; json: string }>(
    `SELECT file, record, json FROM ${table}
     WHERE kind = '${WARNING}' AND (file, record) IN (
       SELECT file, record FROM ${table}
       WHERE kind = '${CLIENT}' AND no BETWEEN $1::bigint AND $2::bigint
     )
     ORDER BY no`,
    [...range],
  );
  const byRecord = new Map<string, Issue[]>();
  for (const { file, record, json } of rows) {
    const key = `${file}/${record}`;
    byRecord.set(key, [...(byRecord.get(key) ?? []), ...(JSON.parse(json) as Issue[])]);
  }
  return byRecord;
}
