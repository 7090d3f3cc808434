import assert from 'node:assert/strict';
import { existsSync, linkSync, renameSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import type { Erasure } from '../../src/retention/erasure.js';
import { openDataDir } from '../../src/store/sqlite/data-dir.js';
import { rewriteBatchFile } from '../../src/store/sqlite/rewrite-batch-file.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { clientText, makeStore, stageClients } from '../helpers/store.js';

const erasure: Erasure = {
  ...{ seqs: [2], rejectIds: [], externalIds: [], keepsNumbers: false },
  holds: () => false,
};

async function stage(t: TestContext) {
  const { store, dataDir } = makeStore(t);
  const batch = await stageClients(store, 5, 'b1');
  const dir = openDataDir(dataDir);
  const reopen = () => {
    const next = openSqliteStore(dataDir);
    t.after(() => next.close());
    return next;
  };
  return { store, batch, dir, reopen };
}

const all = Array.from({ length: 5 }, (_, at) => clientText(at + 1));
const withoutTwo = all.filter((_, at) => at !== 1);

test('an erasure that broke off before the database was told is undone at the next start', async (t) => {
  const { batch, dir, reopen } = await stage(t);
  rewriteBatchFile(dir, batch, erasure);
  linkSync(dir.batchFile(batch.id), dir.formerFile(batch.id));
  renameSync(dir.partialFile(batch.id), dir.batchFile(batch.id));
  assert.deepEqual(await reopen().readClients(batch.id, 1, 5), all);
  assert.equal(existsSync(dir.formerFile(batch.id)), false);
});

test('an erasure that broke off before anything was replaced leaves nothing behind', async (t) => {
  const { batch, dir, reopen } = await stage(t);
  linkSync(dir.batchFile(batch.id), dir.formerFile(batch.id));
  assert.deepEqual(await reopen().readClients(batch.id, 1, 5), all);
  assert.equal(existsSync(dir.formerFile(batch.id)), false);
});

test('of an erasure that broke off after the database was told the former file goes at the next start', async (t) => {
  const { store, batch, dir, reopen } = await stage(t);
  const kept = `${dir.batchFile(batch.id)}-kept`;
  linkSync(dir.batchFile(batch.id), kept);
  await store.eraseFromBatch(batch.id, erasure);
  renameSync(kept, dir.formerFile(batch.id));
  assert.deepEqual(await reopen().readClients(batch.id, 1, 4), withoutTwo);
  assert.equal(existsSync(dir.formerFile(batch.id)), false);
});

test('another process that has the batch open serves it without the person from then on', async (t) => {
  const { store, batch, reopen } = await stage(t);
  const other = reopen();
  assert.deepEqual(await other.readClients(batch.id, 1, 5), all);
  await store.eraseFromBatch(batch.id, erasure);
  assert.deepEqual(await other.readClients(batch.id, 1, 4), withoutTwo);
});
