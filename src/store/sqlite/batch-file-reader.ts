import Database from 'better-sqlite3';
import { FerryError } from '../../errors.js';
import type { RecordPlace } from '../../staging/batch.js';
import type { NumberedReject } from '../../staging/batch.js';
import type { ClientOrigin } from '../store.js';
import type { Issue } from '../../staging/issue.js';
import { checksum, checksumOfBytes } from '../checksum.js';
import { readOrigins } from './read-origins.js';

interface ClientRow {
  seq: number;
  json: string;
  checksum: number;
}

interface RejectRow {
  id: number;
  file: number;
  record: number;
  line: number;
  cells: string;
  issues: string;
}

/** A sealed batch file, open read-only. */
export interface BatchFileReader {
  readClients(firstSeq: number, lastSeq: number): string[];
  /** The same as UTF-8, with commas between them. */
  readPage(firstSeq: number, lastSeq: number): Buffer;
  readRejects(afterId: number, limit: number): NumberedReject[];
  readOrigin(seq: number): ClientOrigin | undefined;
  readOrigins(firstSeq: number, lastSeq: number): ClientOrigin[];
  close(): void;
}

/** Opens a sealed batch file. Every method throws `batch_damaged` when the file is not what was staged. */
export function openBatchFile(path: string, id: string): BatchFileReader {
  const damaged = (cause?: unknown) =>
    new FerryError('batch_damaged', `The batch ${id} cannot be read as it was staged.`, {
      hint: 'Restore its file from a backup, or stage the list again.',
      cause,
    });
  const reading = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw error instanceof FerryError ? error : damaged(error);
    }
  };

  const db = reading(
    () => new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 }),
  );
  try {
    return reading(() => prepareReader(db, reading, damaged));
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepareReader(
  db: Database.Database,
  reading: <T>(work: () => T) => T,
  damaged: () => FerryError,
): BatchFileReader {
  const selectClients = db.prepare<[number, number], ClientRow>(
    'SELECT seq, json, checksum FROM clients WHERE seq BETWEEN ? AND ? ORDER BY seq',
  );
  const selectPage = db
    .prepare<[number, number], [joined: Buffer | null, marks: string | null]>(
      `SELECT CAST(group_concat(json) AS BLOB), group_concat(checksum || ' ' || octet_length(json))
       FROM (SELECT json, checksum FROM clients WHERE seq BETWEEN ? AND ? ORDER BY seq)`,
    )
    .raw();
  const selectRejects = db.prepare<[number, number], RejectRow>(
    'SELECT id, file, record, line, cells, issues FROM rejects WHERE id > ? ORDER BY id LIMIT ?',
  );
  return {
    readOrigin: (seq) => reading(() => readOrigin(db, seq)),
    readOrigins: (firstSeq, lastSeq) =>
      reading(() => {
        const origins = readOrigins(db, firstSeq, lastSeq);
        if (!origins) throw damaged();
        return origins;
      }),
    readClients: (firstSeq, lastSeq) =>
      reading(() => {
        const rows = selectClients.all(firstSeq, lastSeq);
        const isWhole = rows.length === lastSeq - firstSeq + 1;
        if (
          !isWhole ||
          !rows.every((row, at) => row.seq === firstSeq + at && row.checksum === checksum(row.json))
        ) {
          throw damaged();
        }
        return rows.map((row) => row.json);
      }),
    readPage: (firstSeq, lastSeq) =>
      reading(() => {
        const [joined, marks] = selectPage.get(firstSeq, lastSeq) ?? [];
        if (!joined || !isAsStaged(joined, marks?.split(',') ?? [], lastSeq - firstSeq + 1))
          throw damaged();
        return joined;
      }),
    readRejects: (afterId, limit) =>
      reading(() =>
        selectRejects.all(afterId, limit).map(({ cells, issues, ...row }) => ({
          ...row,
          cells: JSON.parse(cells) as string[],
          issues: JSON.parse(issues) as Issue[],
        })),
      ),
    close: () => {
      db.close();
    },
  };
}

/** Whether joined texts are so many and have the checksums and lengths that were stored beside them. */
function isAsStaged(joined: Buffer, marks: readonly string[], clients: number): boolean {
  let at = 0;
  const areTrue = marks.every((mark) => {
    const space = mark.indexOf(' ');
    const end = at + Number(mark.slice(space + 1));
    const isTrue = checksumOfBytes(joined.subarray(at, end)) === Number(mark.slice(0, space));
    at = end + 1;
    return isTrue;
  });
  return areTrue && marks.length === clients && at === joined.length + 1;
}

/** Rarely asked, so nothing is kept prepared. A client that goes over as several records has its merged ones at the last. */
function readOrigin(db: Database.Database, seq: number): ClientOrigin | undefined {
  const found = db
    .prepare<[number], RecordPlace & { json: string; columns: string }>(
      'SELECT json, columns, file, record, line FROM clients WHERE seq = ?',
    )
    .get(seq);
  if (!found) return undefined;
  const { json, columns: list, ...lead } = found;
  const columns = list === '' ? [] : list.split(',').map(Number);
  const merged = db
    .prepare<[number, number], RecordPlace>(
      `SELECT file, record, line FROM merged
       WHERE seq = (SELECT max(seq) FROM clients WHERE file = ? AND record = ?)
       ORDER BY rowid`,
    )
    .all(lead.file, lead.record);
  const warnings = db
    .prepare<[number, number], { issues: string }>(
      'SELECT issues FROM warnings WHERE file = ? AND record = ?',
    )
    .all(lead.file, lead.record)
    .flatMap(({ issues }) => JSON.parse(issues) as Issue[]);
  return { json, columns, lead, merged, warnings };
}
