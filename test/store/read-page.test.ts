import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { makeStore } from '../helpers/store.js';
import { sealBatch } from '../support/seal-batch.js';

const client = fc
  .dictionary(fc.string({ unit: 'binary', maxLength: 5 }), fc.string({ unit: 'binary' }), {
    maxKeys: 4,
  })
  .map((value) => JSON.stringify(value));

test('the bytes of a page are those of its clients, joined', async (t) => {
  const { store } = makeStore(t);
  await fc.assert(
    fc.asyncProperty(
      fc.array(client, { minLength: 1, maxLength: 40 }),
      fc.nat(39),
      fc.nat(39),
      async (clients, a, b) => {
        const { id } = await sealBatch(store, { clients });
        const [first = 1, last = 1] = [a, b]
          .map((at) => 1 + (at % clients.length))
          .sort((x, y) => x - y);
        const page = await store.readPage(id, first, last);
        assert.deepEqual(page, Buffer.from((await store.readClients(id, first, last)).join(',')));
        assert.equal(page.toString(), clients.slice(first - 1, last).join(','));
        assert.equal((await store.readPage(id, last, first - 1)).length, 0);
      },
    ),
    { numRuns: 100 },
  );
});

test('a page that is not what was staged is refused, whatever is wrong with it', async (t) => {
  const { store, dataDir } = makeStore(t);
  const clients = Array.from({ length: 20 }, (_, at) => `{"first_name":"Noa, ${at}"}`);
  for (const sql of [
    `UPDATE clients SET json = replace(json, 'Noa', 'Noe') WHERE seq = 7`,
    `UPDATE clients SET json = json || ' ' WHERE seq = 20`,
    `UPDATE clients SET json = '' WHERE seq = 1`,
    `UPDATE clients SET checksum = checksum + 1 WHERE seq = 7`,
    `UPDATE clients SET json = (SELECT json FROM clients WHERE seq = 8) WHERE seq = 7`,
    'DELETE FROM clients WHERE seq = 1',
    'DELETE FROM clients WHERE seq = 7',
    'DELETE FROM clients WHERE seq = 20',
    'DELETE FROM clients',
    'DROP TABLE clients',
  ]) {
    const { id } = await sealBatch(store, { clients });
    const db = new Database(join(dataDir, 'batches', `${id}.db`));
    db.exec(sql);
    db.close();
    await assert.rejects(store.readPage(id, 1, 20), { code: 'batch_damaged' }, sql);
    await assert.rejects(store.readClients(id, 1, 20), { code: 'batch_damaged' }, sql);
  }
  const { id } = await sealBatch(store, { clients });
  await assert.rejects(store.readPage(id, 15, 21), { code: 'batch_damaged' });
  await assert.rejects(store.readPage(id, 21, 25), { code: 'batch_damaged' });
});
