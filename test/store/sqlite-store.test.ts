import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { FerryError } from '../../src/errors.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type { Store } from '../../src/store/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { makeStore } from '../helpers/store.js';
import { clientTexts, sealBatch } from '../support/seal-batch.js';
import { testStoreContract } from './store-contract.js';

testStoreContract('the SQLite store', (t) => {
  const opened: Store[] = [];
  t.after(() => Promise.all(opened.map((store) => store.close())));
  const dataDir = makeTempDir(t);
  return {
    open() {
      const store = openSqliteStore(dataDir);
      opened.push(store);
      return store;
    },
  };
});

const damaged = (error: unknown) => error instanceof FerryError && error.code === 'batch_damaged';

test('a database of a newer version is refused and left as it is', async (t) => {
  const dataDir = makeTempDir(t);
  await openSqliteStore(dataDir).close();
  const path = join(dataDir, 'control.db');
  const db = new Database(path);
  db.pragma('user_version = 99');
  db.close();
  const before = readFileSync(path);
  assert.throws(
    () => openSqliteStore(dataDir),
    (error: unknown) =>
      error instanceof FerryError &&
      error.code === 'store_too_new' &&
      error.message.includes(dataDir) &&
      error.hint !== undefined,
  );
  assert.ok(readFileSync(path).equals(before));
});

test('a control file that is no database, or is damaged, is refused with the path', (t) => {
  const dataDir = makeTempDir(t);
  writeFileSync(join(dataDir, 'control.db'), 'x'.repeat(10_000));
  assert.throws(
    () => openSqliteStore(dataDir),
    (error: unknown) =>
      error instanceof FerryError &&
      error.code === 'data_dir_unusable' &&
      error.message === `The data folder ${dataDir} cannot be used: control.db is not a database.`,
  );
});

test('a batch is damaged when a byte, a client or the file is missing, and whole again once restored', async (t) => {
  const { store, dataDir } = makeStore(t);
  const clients = clientTexts(500);
  const { id } = await sealBatch(store, { clients });
  const path = join(dataDir, 'batches', `${id}.db`);
  const copy = join(dataDir, 'copy');
  copyFileSync(path, copy);
  const edit = (sql: string) => () => {
    const db = new Database(path);
    db.exec(sql);
    db.close();
  };
  for (const damage of [
    edit(
      `UPDATE blocks SET texts = CAST(replace(CAST(texts AS TEXT), 'Noa 7"', 'Noe 7"') AS BLOB)`,
    ),
    edit('DELETE FROM blocks WHERE first_seq = 101'),
    edit('DROP TABLE blocks'),
    () => {
      writeFileSync(path, 'no database');
    },
    () => {
      writeFileSync(path, readFileSync(path).subarray(0, 8192));
    },
    () => {
      rmSync(path);
    },
  ]) {
    const again = openSqliteStore(dataDir);
    t.after(() => again.close());
    damage();
    await assert.rejects(again.readClients(id, 1, 500), damaged);
    // Left-overs of a damaged copy must not be taken for part of the restored one.
    copyFileSync(copy, path);
    assert.deepEqual(await again.readClients(id, 1, 500), clients);
  }
});

test('more batches than are kept open at a time are all served', async (t) => {
  const { store } = makeStore(t);
  const ids: string[] = [];
  for (let n = 0; n < 70; n++) ids.push((await sealBatch(store, { clients: [`{"n":${n}}`] })).id);
  for (let round = 0; round < 2; round++) {
    for (const [n, id] of ids.entries())
      assert.deepEqual(await store.readClients(id, 1, 1), [`{"n":${n}}`]);
  }
});

test('only this user may look into a data folder that was created, and nothing is left over in it', async (t) => {
  const dataDir = join(makeTempDir(t), 'new', 'folder');
  const store = openSqliteStore(dataDir);
  await sealBatch(store, { clients: clientTexts(1) });
  await store.close();
  assert.equal(statSync(dataDir).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(dataDir).sort(), ['batches', 'control.db', 'uploads']);
  assert.equal(readdirSync(join(dataDir, 'batches')).length, 1);
  assert.deepEqual(readdirSync(join(dataDir, 'uploads')), []);
});

test('a data folder can be opened by several threads of one process at once', async (t) => {
  const dataDir = makeTempDir(t);
  const code = `
    import { workerData } from 'node:worker_threads';
    import { openSqliteStore } from ${JSON.stringify(new URL('../../dist/store/sqlite/sqlite-store.js', import.meta.url).href)};
    for (let n = 0; n < 100; n++) await openSqliteStore(workerData).close();
  `;
  const source = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const failures = await Promise.all(
    Array.from(
      { length: 3 },
      () =>
        new Promise<string | undefined>((resolve) => {
          const worker = new Worker(source, { workerData: dataDir, execArgv: [] });
          worker.once('error', (error: unknown) => {
            resolve(error instanceof Error ? error.message : String(error));
          });
          worker.once('exit', () => {
            resolve(undefined);
          });
        }),
    ),
  );
  assert.deepEqual(failures, [undefined, undefined, undefined]);
});
