import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { makeStore } from '../helpers/store.js';
import { checksum } from '../../src/store/checksum.js';
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
      fc.array(client, { minLength: 1, maxLength: 250 }),
      fc.nat(249),
      fc.nat(249),
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

/** 250 clients lie in blocks that begin at 1, 101 and 201. */
const replaced = (from: string, to: string): string =>
  `UPDATE blocks SET texts = CAST(replace(CAST(texts AS TEXT), '${from}', '${to}') AS BLOB)`;

test('a page that is not what was staged is refused, whatever is wrong with it', async (t) => {
  const { store, dataDir } = makeStore(t);
  const clients = Array.from({ length: 250 }, (_, at) => `{"first_name":"Noa, ${at}"}`);
  for (const sql of [
    `${replaced('Noa, 106', 'Noe, 106')} WHERE first_seq = 101`,
    `${replaced('}', '} ')} WHERE first_seq = 201`,
    `UPDATE blocks SET texts = x'' WHERE first_seq = 1`,
    'UPDATE blocks SET ends = zeroblob(length(ends)) WHERE first_seq = 101',
    `UPDATE blocks SET ends = x'' WHERE first_seq = 101`,
    'UPDATE blocks SET checksum = checksum + 1 WHERE first_seq = 101',
    'UPDATE blocks SET first_seq = 102 WHERE first_seq = 101',
    'UPDATE blocks SET first_seq = 301 WHERE first_seq = 101',
    `UPDATE blocks SET (texts, ends, checksum) =
       (SELECT texts, ends, checksum FROM blocks WHERE first_seq = 1) WHERE first_seq = 101`,
    'DELETE FROM blocks WHERE first_seq = 1',
    'DELETE FROM blocks WHERE first_seq = 101',
    'DELETE FROM blocks WHERE first_seq = 201',
    'DELETE FROM blocks',
    'DROP TABLE blocks',
  ]) {
    const { id } = await sealBatch(store, { clients });
    const db = new Database(join(dataDir, 'batches', `${id}.db`));
    db.exec(sql);
    db.close();
    await assert.rejects(store.readPage(id, 1, 250), { code: 'batch_damaged' }, sql);
    await assert.rejects(store.readClients(id, 1, 250), { code: 'batch_damaged' }, sql);
    await assert.rejects(store.readOrigins(id, 1, 250), { code: 'batch_damaged' }, sql);
  }
  const { id } = await sealBatch(store, { clients });
  await assert.rejects(store.readPage(id, 245, 251), { code: 'batch_damaged' });
  await assert.rejects(store.readPage(id, 251, 260), { code: 'batch_damaged' });
});

test('a page of large clients does not read many others', async (t) => {
  const { store, dataDir } = makeStore(t);
  const clients = Array.from(
    { length: 40 },
    (_, at) => `{"n":${at},"text":"${'x'.repeat(9_000)}"}`,
  );
  const { id } = await sealBatch(store, { clients });
  const db = new Database(join(dataDir, 'batches', `${id}.db`), { readonly: true });
  const longest = db.prepare<[], number>('SELECT max(length(texts)) FROM blocks').pluck().get();
  db.close();
  assert.ok((longest ?? 0) < 80_000, String(longest));
  assert.equal((await store.readPage(id, 9, 9)).toString(), clients[8]);
});

test('a batch file of version 1, with a row for each client, is read as it was staged', async (t) => {
  const { store, dataDir } = makeStore(t);
  const clients = ['{"first_name":"Noa"}', '{"first_name":"Zoë"}', '{"first_name":"Ann, Lee"}'];
  const { id } = await sealBatch(store, { clients });
  const db = new Database(join(dataDir, 'batches', `${id}.db`));
  db.exec(`
    ALTER TABLE clients ADD COLUMN json TEXT NOT NULL DEFAULT '';
    ALTER TABLE clients ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
    DROP TABLE blocks;
    PRAGMA user_version = 1`);
  const update = db.prepare('UPDATE clients SET json = ?, checksum = ? WHERE seq = ?');
  clients.forEach((text, at) => update.run(text, checksum(text), at + 1));
  db.close();
  assert.equal((await store.readPage(id, 1, 3)).toString(), clients.join());
  assert.deepEqual(await store.readClients(id, 2, 3), clients.slice(1));
  assert.deepEqual(
    (await store.readOrigins(id, 1, 3)).map(({ json }) => json),
    clients,
  );
  assert.equal((await store.readOrigin(id, 3))?.json, clients[2]);
});
