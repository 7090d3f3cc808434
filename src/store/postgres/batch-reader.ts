import type { Pool } from 'pg';
import { FerryError } from '../../errors.js';
import type { RecordPlace } from '../../staging/batch.js';
import type { Issue } from '../../staging/issue.js';
import type { NumberedReject, RejectIssues } from '../../staging/batch.js';
import type { ClientOrigin } from '../store.js';
import { batchTable, CLIENT, MERGED, REJECT, WARNING } from './batch-table.js';
import { rowChecksum } from './copy-rows.js';
import { isDamage } from './database-error.js';

interface StoredRow extends RecordPlace {
  no: number;
  checksum: number;
  json: string;
}

/** The JSON texts of clients `firstSeq..lastSeq`, both included. Throws `batch_damaged`. */
export function readClients(
  pool: Pool,
  batchId: string,
  firstSeq: number,
  lastSeq: number,
): Promise<string[]> {
  return reading(batchId, async (table, damaged) => {
    if (lastSeq < firstSeq) return [];
    const { rows } = await pool.query<[number, number, string]>({
      text: `SELECT no, checksum, json FROM ${table}
             WHERE kind = '${CLIENT}' AND no BETWEEN $1::bigint AND $2::bigint
             ORDER BY no`,
      values: [firstSeq, lastSeq],
      rowMode: 'array',
    });
    if (rows.length !== lastSeq - firstSeq + 1) throw damaged();
    return rows.map(([no, sum, json], at) => {
      if (no !== firstSeq + at || sum !== rowChecksum(json)) throw damaged();
      return json;
    });
  });
}

/** Up to `limit` rejects after the given id, in file order. Throws `batch_damaged`. */
export function readRejects(
  pool: Pool,
  batchId: string,
  afterId: number,
  limit: number,
): Promise<NumberedReject[]> {
  return reading(batchId, async (table, damaged) => {
    const { rows } = await pool.query<StoredRow>(
      `SELECT no, file, record, line, checksum, json FROM ${table}
       WHERE kind = '${REJECT}' AND no > $1::bigint ORDER BY no LIMIT $2`,
      [afterId, limit],
    );
    return rows.map(({ no, file, record, line, checksum, json }) => {
      if (checksum !== rowChecksum(json)) throw damaged();
      const { cells, issues } = JSON.parse(json) as { cells: string[]; issues: Issue[] };
      return { id: no, file, record, line, cells, issues };
    });
  });
}

/** The same without their cells, which are checked all the same: the checksum is over both. Throws `batch_damaged`. */
export async function readRejectIssues(
  pool: Pool,
  batchId: string,
  afterId: number,
  limit: number,
): Promise<RejectIssues[]> {
  const rejects = await readRejects(pool, batchId, afterId, limit);
  return rejects.map(({ id, issues }) => ({ id, issues }));
}

/** Where a client came from; undefined when the batch has no such client. Rarely asked, so it may scan. Throws `batch_damaged`. */
export function readOrigin(
  pool: Pool,
  batchId: string,
  seq: number,
): Promise<ClientOrigin | undefined> {
  return reading(batchId, async (table) => {
    const found = await pool.query<RecordPlace & { json: string; columns: string }>(
      `SELECT json, columns, file, record, line FROM ${table}
       WHERE kind = '${CLIENT}' AND no = $1::bigint`,
      [seq],
    );
    const [client] = found.rows;
    if (!client) return undefined;
    const { json, columns: list, ...lead } = client;
    const columns = list === '' ? [] : list.split(',').map(Number);
    const place = [lead.file, lead.record];
    // A client that goes over as several records has its merged ones at the last.
    const merged = await pool.query<RecordPlace>(
      `SELECT file, record, line FROM ${table}
       WHERE kind = '${MERGED}' AND client = (
         SELECT max(no) FROM ${table} WHERE kind = '${CLIENT}' AND file = $1 AND record = $2
       )
       ORDER BY no`,
      place,
    );
    const warned = await pool.query<{ json: string }>(
      `SELECT json FROM ${table} WHERE kind = '${WARNING}' AND file = $1 AND record = $2 ORDER BY no`,
      place,
    );
    const warnings = warned.rows.flatMap((row) => JSON.parse(row.json) as Issue[]);
    return { json, columns, lead, merged: merged.rows, warnings };
  });
}

/** Finds a batch's table and tells damage from trouble with the connection, which may be tried again. */
export async function reading<T>(
  batchId: string,
  read: (table: string, damaged: () => FerryError) => Promise<T>,
): Promise<T> {
  const damaged = (cause?: unknown) =>
    new FerryError('batch_damaged', `The batch ${batchId} cannot be read as it was staged.`, {
      hint: 'Restore the database from a backup, or stage the list again.',
      cause,
    });
  const table = batchTable(batchId);
  if (table === undefined) throw damaged();
  try {
    return await read(table, damaged);
  } catch (error) {
    throw isDamage(error) ? damaged(error) : error;
  }
}
