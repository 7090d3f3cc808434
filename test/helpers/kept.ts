import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type { Batch } from '../../src/staging/batch.js';

/** The files of a data folder's batches. */
export function batchFiles(dataDir: string): string[] {
  return readdirSync(join(dataDir, 'batches')).sort();
}

/** Opens the store as a next start would, and checks that every batch it lists is whole. */
export async function checkKept(dataDir: string): Promise<Batch[]> {
  const store = openSqliteStore(dataDir);
  try {
    const batches = await store.listBatches();
    for (const { id, counts } of batches) {
      const db = new Database(join(dataDir, 'batches', `${id}.db`), { readonly: true });
      assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
      const rows = db
        .prepare(
          'SELECT (SELECT count(*) FROM clients) AS clients, (SELECT count(*) FROM rejects) AS rejects',
        )
        .get();
      db.close();
      assert.deepEqual(rows, { clients: counts.accepted, rejects: counts.rejected });
      const clients = await store.readClients(id, 1, counts.accepted);
      assert.equal(clients.length, counts.accepted);
    }
    return batches;
  } finally {
    await store.close();
  }
}
