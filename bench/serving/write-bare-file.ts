import Database from 'better-sqlite3';

/** What the bare join reads: a table of texts by number, and nothing else. */
export function writeBareFile(path: string, texts: Iterable<string>): void {
  const db = new Database(path);
  db.exec(`
    PRAGMA page_size = 8192;
    PRAGMA synchronous = OFF;
    CREATE TABLE clients (seq INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
  `);
  const insert = db.prepare('INSERT INTO clients (json) VALUES (?)');
  db.transaction(() => {
    for (const text of texts) insert.run(text);
  })();
  db.close();
}
