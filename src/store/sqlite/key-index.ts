import Database from 'better-sqlite3';
import type { KeyIndex } from '../../staging/key-index.js';
import { KeyFilter } from './key-filter.js';
import { RowInserter } from './row-inserter.js';

interface Seen {
  first: number;
  last: number;
  count: number;
}

/** New keys wait for so many others, so that they go in together and in order: half the time of one by one. */
const KEYS_PER_WRITE = 10_000;

/**
 * A key index in a temporary database that SQLite itself removes; memory is bounded by its page cache, and by a filter in front
 * of it that knows most new keys without asking.
 */
export function openKeyIndex(): KeyIndex {
  const db = new Database('');
  db.pragma('journal_mode = MEMORY');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -16000');
  db.exec(
    `CREATE TABLE keys (
      key    TEXT PRIMARY KEY,
      first  INTEGER NOT NULL,
      last   INTEGER,
      count  INTEGER NOT NULL DEFAULT 1
    ) STRICT, WITHOUT ROWID`,
  );
  db.exec('BEGIN');
  const insert = db.prepare('INSERT INTO keys (key, first) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const inserter = new RowInserter(db, 'INSERT INTO keys (key, first)', 2);
  const raise = db.prepare('UPDATE keys SET last = ?, count = count + 1 WHERE key = ?');
  const select = db.prepare<[string], Seen>(
    'SELECT first, coalesce(last, first) AS last, count FROM keys WHERE key = ?',
  );
  const filter = new KeyFilter();
  /** Keys that are in no row yet, with their positions. */
  let waiting = new Map<string, number>();

  const write = () => {
    const keys = [...waiting.keys()].sort();
    for (const key of keys) inserter.add(key, waiting.get(key) ?? 0);
    inserter.flush();
    waiting = new Map();
  };

  return {
    note(key, position) {
      if (filter.add(key)) {
        waiting.set(key, position);
        if (waiting.size >= KEYS_PER_WRITE) write();
        return undefined;
      }
      if (waiting.has(key)) write();
      if (insert.run(key, position).changes === 1) return undefined;
      raise.run(position, key);
      return select.get(key)?.first;
    },
    find(key) {
      if (!filter.mayHave(key)) return undefined;
      const position = waiting.get(key);
      return position === undefined
        ? select.get(key)
        : { first: position, last: position, count: 1 };
    },
    close: () => {
      db.close();
    },
  };
}
