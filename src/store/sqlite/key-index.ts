import Database from 'better-sqlite3';
import type { KeyIndex } from '../../staging/key-index.js';

/** A key index in a temporary database that SQLite itself removes; memory is bounded by its page cache. */
export function openKeyIndex(): KeyIndex {
  const db = new Database('');
  db.pragma('journal_mode = MEMORY');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -8000');
  db.exec(
    'CREATE TABLE keys (key TEXT PRIMARY KEY, first INTEGER, last INTEGER, count INTEGER) STRICT, WITHOUT ROWID',
  );
  db.exec('BEGIN');
  const insert = db.prepare('INSERT INTO keys VALUES (?, ?, ?, 1) ON CONFLICT DO NOTHING');
  const raise = db.prepare('UPDATE keys SET last = ?, count = count + 1 WHERE key = ?');
  const select = db.prepare<[string], { first: number; last: number; count: number }>(
    'SELECT first, last, count FROM keys WHERE key = ?',
  );
  return {
    note(key, position) {
      if (insert.run(key, position, position).changes === 1) return undefined;
      raise.run(position, key);
      return select.get(key)?.first;
    },
    find: (key) => select.get(key),
    close: () => {
      db.close();
    },
  };
}
