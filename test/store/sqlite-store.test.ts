import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { FerryError } from '../../src/errors.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { makeStore, stageClients } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { testStoreContract } from './store-contract.js';

testStoreContract('SQLite', (t) => {
  const { store, dataDir } = makeStore(t);
  const another = () => {
    const other = openSqliteStore(dataDir);
    t.after(() => other.close());
    return other;
  };
  return { store, another };
});

test('SQLite: a folder written by a newer version is refused', async (t) => {
  const dataDir = makeTempDir(t);
  await openSqliteStore(dataDir).close();
  const db = new Database(join(dataDir, 'control.db'));
  db.pragma('user_version = 999');
  db.close();
  assert.throws(
    () => openSqliteStore(dataDir),
    (error: unknown) => error instanceof FerryError && error.code === 'store_too_new',
  );
});

test('SQLite: removing a batch removes its file', async (t) => {
  const { store, dataDir } = makeStore(t);
  const batch = await stageClients(store, 2, 'b1');
  await store.readClients(batch.id, 1, 2);
  await store.deleteBatch(batch.id);
  assert.deepEqual(readdirSync(join(dataDir, 'batches')), []);
});
