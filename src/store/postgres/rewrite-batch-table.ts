import type { ClientBase } from 'pg';
import type { Erasure, TakenOut } from '../../retention/erasure.js';
import { ERASED_CLIENT } from '../../staging/erased-client.js';
import type { Issue } from '../../staging/issue.js';
import {
  CLIENT,
  createBatchTable,
  indexBatchTable,
  MERGED,
  REJECT,
  WARNING,
} from './batch-table.js';
import { rowChecksum } from './copy-rows.js';

interface IssuesRow {
  no: number;
  json: string;
}

/**
 * Writes the table of a batch anew without what is to be erased, in a transaction that has the batch's row locked; the old table
 * goes away with its rows. Tells what was taken out.
 */
export async function rewriteBatchTable(
  db: ClientBase,
  table: string,
  erasure: Erasure,
): Promise<TakenOut> {
  const gone = await choose(db, table, erasure);
  const taken = await countTakenOut(db, table, gone);
  const anew = table.replace('batch_', 'anew_');
  await db.query(createBatchTable(anew));
  await db.query(erasure.keepsNumbers ? copyEmptied(table, anew) : copyRenumbered(table, anew), [
    gone.seqs,
  ]);
  const rest = `
    INSERT INTO ${anew} SELECT * FROM ${table}
    WHERE (kind = '${REJECT}' AND no <> ALL ($1::int[]))
       OR (kind = '${WARNING}' AND no <> ALL ($2::int[]))`;
  await db.query(rest, [gone.rejectIds, gone.warnings]);
  await db.query(`DROP TABLE ${table}`);
  await db.query(`ALTER TABLE ${anew} RENAME TO ${table}`);
  await db.query(indexBatchTable(table));
  return taken;
}

interface Gone {
  seqs: readonly number[];
  rejectIds: readonly number[];
  /** Numbers of the warnings about these clients, and of those that name the person. */
  warnings: readonly number[];
}

async function choose(
  db: ClientBase,
  table: string,
  { seqs, rejectIds, holds }: Erasure,
): Promise<Gone> {
  const { rows } = await db.query<IssuesRow & { is_theirs: boolean }>(
    `SELECT no, json, (file, record) IN (
       SELECT file, record FROM ${table} WHERE kind = '${CLIENT}' AND no = ANY ($1::int[])
     ) AS is_theirs
     FROM ${table} WHERE kind = '${WARNING}'`,
    [seqs],
  );
  const warnings = rows.filter((row) => row.is_theirs || holds(JSON.parse(row.json)));
  return { seqs, rejectIds, warnings: warnings.map(({ no }) => no) };
}

async function countTakenOut(db: ClientBase, table: string, gone: Gone): Promise<TakenOut> {
  const { rows } = await db.query<{ clients: number; accepted: number; merged: number }>(
    `SELECT count(*) FILTER (WHERE kind = '${CLIENT}')::int AS clients,
            count(DISTINCT (file, record)) FILTER (WHERE kind = '${CLIENT}')::int AS accepted,
            count(*) FILTER (WHERE kind = '${MERGED}')::int AS merged
     FROM ${table}
     WHERE (kind = '${CLIENT}' AND no = ANY ($1::int[]))
        OR (kind = '${MERGED}' AND client = ANY ($1::int[]))`,
    [gone.seqs],
  );
  const read = async (kind: string, numbers: readonly number[]) =>
    (
      await db.query<IssuesRow>(
        `SELECT no, json FROM ${table} WHERE kind = '${kind}' AND no = ANY ($1::int[])`,
        [numbers],
      )
    ).rows.map(({ json }) => JSON.parse(json) as unknown);
  const rejects = (await read(REJECT, gone.rejectIds)) as { issues: Issue[] }[];
  const warnings = (await read(WARNING, gone.warnings)) as Issue[][];
  return {
    ...(rows[0] ?? { clients: 0, accepted: 0, merged: 0 }),
    rejects: rejects.map(({ issues }) => issues[0]?.code ?? 'unknown'),
    warnings: warnings.flatMap((issues) => issues.map(({ code }) => code)),
  };
}

const copyEmptied = (table: string, anew: string): string => `
  INSERT INTO ${anew}
  SELECT kind, no, file, record, line, client,
         CASE WHEN no = ANY ($1::int[]) AND kind = '${CLIENT}' THEN ${rowChecksum(ERASED_CLIENT)} ELSE checksum END,
         CASE WHEN no = ANY ($1::int[]) AND kind = '${CLIENT}' THEN '' ELSE columns END,
         CASE WHEN no = ANY ($1::int[]) AND kind = '${CLIENT}' THEN '${ERASED_CLIENT}' ELSE json END
  FROM ${table}
  WHERE kind = '${CLIENT}' OR (kind = '${MERGED}' AND client <> ALL ($1::int[]))`;

/** How many of the erased clients stand before the one with the number in a column. */
const before = (column: string): string =>
  `(SELECT count(*)::int FROM unnest($1::int[]) AS gone WHERE gone < ${column})`;

/** A merged record goes on belonging to its client, which has another number now. */
const copyRenumbered = (table: string, anew: string): string => `
  INSERT INTO ${anew}
  SELECT kind, CASE kind WHEN '${CLIENT}' THEN no - ${before('no')} ELSE no END, file, record, line,
         client - ${before('client')}, checksum, columns, json
  FROM ${table}
  WHERE (kind = '${CLIENT}' AND no <> ALL ($1::int[]))
     OR (kind = '${MERGED}' AND client <> ALL ($1::int[]))`;
