import Database from 'better-sqlite3';
import type { RecordSpool, SpooledRecord } from '../../staging/record-spool.js';

interface SpoolRow {
  id: number;
  kind: string;
  code: string;
  parent_kind: string | null;
  parent_code: string | null;
  payload: string;
}

const ROWS_PER_READ = 200;

/** A spool in a temporary database that SQLite itself removes; memory is bounded by its page cache. */
export function openRecordSpool(): RecordSpool {
  const db = new Database('');
  db.pragma('journal_mode = MEMORY');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -8000');
  db.exec(`
    CREATE TABLE records (
      id           INTEGER PRIMARY KEY,
      kind         TEXT NOT NULL,
      code         TEXT NOT NULL,
      parent_kind  TEXT,
      parent_code  TEXT,
      payload      TEXT NOT NULL,
      taken        INTEGER NOT NULL DEFAULT 0,
      UNIQUE (kind, code)
    ) STRICT;
    CREATE INDEX by_parent ON records (parent_kind, parent_code, id);
    BEGIN;
  `);
  const insert = db.prepare(
    'INSERT INTO records (kind, code, parent_kind, parent_code, payload) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const select = db.prepare<[string, string], SpoolRow>(
    'SELECT * FROM records WHERE kind = ? AND code = ?',
  );
  const selectChildren = db.prepare<[string, string], SpoolRow>(
    'SELECT * FROM records WHERE parent_kind = ? AND parent_code = ? ORDER BY id',
  );
  const selectTops = db.prepare<[number], SpoolRow>(
    `SELECT * FROM records WHERE parent_kind IS NULL AND id > ? ORDER BY id LIMIT ${ROWS_PER_READ}`,
  );
  const selectRest = db.prepare<[number], SpoolRow>(
    `SELECT * FROM records WHERE taken = 0 AND id > ? ORDER BY id LIMIT ${ROWS_PER_READ}`,
  );
  const mark = db.prepare('UPDATE records SET taken = 1 WHERE kind = ? AND code = ?');
  return {
    add({ kind, code, parent, payload }) {
      const { changes } = insert.run(
        kind,
        code,
        parent?.kind ?? null,
        parent?.code ?? null,
        payload,
      );
      return changes === 1;
    },
    find: (kind, code) => present(select.get(kind, code)),
    listTops: () => readAll(selectTops),
    listChildren: (kind, code) =>
      selectChildren.all(kind, code).flatMap((row) => present(row) ?? []),
    take: (kind, code) => mark.run(kind, code),
    listRest: () => readAll(selectRest),
    close: () => {
      db.close();
    },
  };
}

/** Reads in slices, since a statement that is being stepped through keeps others from writing. */
function* readAll(select: Database.Statement<[number], SpoolRow>): Generator<SpooledRecord> {
  for (let after = 0; ;) {
    const rows = select.all(after);
    for (const row of rows) {
      const record = present(row);
      if (record) yield record;
    }
    after = rows.at(-1)?.id ?? after;
    if (rows.length < ROWS_PER_READ) return;
  }
}

function present(row: SpoolRow | undefined): SpooledRecord | undefined {
  if (!row) return undefined;
  const { kind, code, parent_kind: parentKind, parent_code: parentCode, payload } = row;
  const parent =
    parentKind === null || parentCode === null ? undefined : { kind: parentKind, code: parentCode };
  return { kind, code, parent, payload };
}
