import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { createId } from '../../src/create-id.js';
import type { Batch, DerivedFrom } from '../../src/staging/batch.js';
import { deriveBatch } from '../../src/staging/derive-batch.js';
import { stageChanges } from '../../src/staging/stage-changes.js';
import { openKeyIndex } from '../../src/store/sqlite/key-index.js';
import type { Store } from '../../src/store/store.js';
import { openTestStore, usePostgres } from '../helpers/postgres.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { clientTexts, sealBatch, summaryOf } from '../support/seal-batch.js';

const postgres = usePostgres();

const ENGINES: Record<string, (t: TestContext) => Promise<Store>> = {
  SQLite: (t) => Promise.resolve(makeStore(t).store),
  PostgreSQL: async (t) => openTestStore(t, await postgres.createDatabase()),
};

const depsOf = (store: Store) => ({
  ...{ store, openKeyIndex, createId: () => createId('b') },
  now: () => new Date('2026-03-01T10:00:00.000Z'),
});

// eslint-disable-next-line @typescript-eslint/require-await -- a list as it comes from a database
async function* listOf(seqs: readonly number[]): AsyncGenerator<number> {
  yield* seqs;
}

async function getDerived(
  store: Store,
  from: Batch,
  seqs: readonly number[],
  why: DerivedFrom['why'] = 'retry',
): Promise<Batch> {
  const batch = await deriveBatch(depsOf(store), from, listOf(seqs), why);
  assert.ok(batch);
  return batch;
}

/** Clients with a warning (the phone) each, in a list with one reject. */
const LIST = `Client ID,First name,Last name,Email,Phone
007,Noa,Brandt,noa@example.org,call me
8,,,not an address,
9,Idris,,idris@example.org,+442079460101
10,Mira,Okafor,,0x
`;

async function stageList(t: TestContext, store: Store, text = LIST): Promise<Batch> {
  const path = join(makeTempDir(t), 'clients.csv');
  writeFileSync(path, text);
  return (await stageHere(store, [path])).batch;
}

for (const [engine, open] of Object.entries(ENGINES)) {
  suite(engine, () => {
    test('a derived batch has the chosen clients byte for byte, and each can still be explained', async (t) => {
      const store = await open(t);
      const from = await stageList(t, store);
      assert.equal(from.counts.clients, 3);
      const batch = await getDerived(store, from, [1, 3]);

      const [first, , third] = await store.readClients(from.id, 1, 3);
      assert.deepEqual(await store.readClients(batch.id, 1, 2), [first, third]);
      assert.deepEqual(await store.readOrigin(batch.id, 1), await store.readOrigin(from.id, 1));
      assert.deepEqual(await store.readOrigin(batch.id, 2), await store.readOrigin(from.id, 3));
      assert.deepEqual(batch.derivedFrom, { batchId: from.id, why: 'retry' });
      assert.deepEqual(batch.files, from.files);
      const { records, accepted, merged, rejected, clients, warnings } = batch.counts;
      assert.deepEqual([records, accepted, merged, rejected, clients], [2, 2, 0, 0, 2]);
      assert.deepEqual(warnings, { phone_unclear: 2 });
      assert.deepEqual(await store.findBatch(batch.id), JSON.parse(JSON.stringify(batch)));
    });

    test('R7: the same choice again is the same batch; another choice, or another reason, is another one', async (t) => {
      const store = await open(t);
      const from = await sealBatch(store, { clients: clientTexts(5) });
      const derive = (seqs: readonly number[], why?: DerivedFrom['why']) =>
        getDerived(store, from, seqs, why);
      const all = await Promise.all(Array.from({ length: 4 }, () => derive([2, 4])));
      const [first] = all;
      assert.equal(new Set(all.map(({ id }) => id)).size, 1);
      assert.notEqual((await derive([2, 5])).id, first?.id);
      assert.notEqual((await derive([2, 4], 'changes')).id, first?.id);
      assert.equal((await store.listBatches('b1')).length, 4);
    });

    test('a choice of nothing, and one that is not there, leave no batch behind', async (t) => {
      const store = await open(t);
      const from = await sealBatch(store, { clients: clientTexts(5) });
      const derive = (seqs: readonly number[]) =>
        deriveBatch(depsOf(store), from, listOf(seqs), 'retry');
      assert.equal(await derive([]), undefined);
      await assert.rejects(derive([5, 6]), { code: 'batch_damaged' });
      assert.deepEqual(
        (await store.listBatches()).map(({ id }) => id),
        [from.id],
      );
    });

    test('chosen clients that lie far apart come in order, and none besides them', async (t) => {
      const store = await open(t);
      const texts = clientTexts(4_500);
      const from = await sealBatch(store, { clients: texts });
      const seqs = [1, 999, 1_000, 1_001, 2_002, 4_499, 4_500];
      const batch = await getDerived(store, from, seqs);
      assert.deepEqual(
        await store.readClients(batch.id, 1, seqs.length),
        seqs.map((seq) => texts[seq - 1]),
      );
    });

    test('origins of a range are those of the clients one by one', async (t) => {
      const store = await open(t);
      const { id } = await stageList(t, store);
      const single = await Promise.all([1, 2, 3].map((seq) => store.readOrigin(id, seq)));
      assert.deepEqual(await store.readOrigins(id, 1, 3), single);
      assert.deepEqual(await store.readOrigins(id, 2, 2), single.slice(1, 2));
      await assert.rejects(store.readOrigins(id, 1, 4), { code: 'batch_damaged' });
    });

    test('merged records and the several records of one client go along, and the books balance', async (t) => {
      const store = await open(t);
      const texts = clientTexts(3);
      const writer = await store.createBatchWriter('b_merged');
      const place = (record: number) => ({ file: 0, record, line: record + 1 });
      const issues = [
        { code: 'phone_unclear', line: 2, column: 'Phone', message: 'Unclear.', hint: 'Look.' },
      ];
      writer.addClient(place(1), texts[0] ?? '', [0, 2]);
      writer.addMerged(place(2));
      // One record that goes over as two clients: what was merged stands at the last of them.
      writer.addClient(place(3), texts[1] ?? '', [0]);
      writer.addClient(place(3), texts[2] ?? '', [0, 1]);
      writer.addMerged(place(4));
      writer.addMerged(place(5));
      writer.addWarning({ ...place(3), issues });
      const counts = { ...summaryOf('b_merged').counts, records: 5, accepted: 2, merged: 3 };
      const from = await writer.seal({
        ...summaryOf('b_merged'),
        counts: { ...counts, clients: 3, warnings: { phone_unclear: 1 } },
      });
      await writer.abandon();

      const derive = (seqs: readonly number[]) => getDerived(store, from, seqs);
      const whole = await derive([1, 2, 3]);
      assert.deepEqual(whole.counts, from.counts);
      for (const seq of [1, 2, 3])
        assert.deepEqual(
          await store.readOrigin(whole.id, seq),
          await store.readOrigin(from.id, seq),
        );
      const last = await derive([3]);
      const { records, accepted, merged, clients } = last.counts;
      assert.deepEqual([records, accepted, merged, clients], [3, 1, 2, 1]);
      assert.deepEqual((await store.readOrigin(last.id, 1))?.merged, [place(4), place(5)]);
      assert.deepEqual((await store.readOrigin(last.id, 1))?.warnings, issues);
    });

    test('changes since an earlier list are a batch; a list in which nothing changed is none', async (t) => {
      const store = await open(t);
      const before = await stageList(t, store);
      const after = await stageList(
        t,
        store,
        LIST.replace('Brandt', 'Brand').concat('11,Ada,Lovelace,ada@example.org,\n'),
      );
      const { counts, batch } = await stageChanges(depsOf(store), after, before);
      assert.deepEqual(counts, { added: 1, changed: 1, same: 2, gone: 0 });
      assert.ok(batch);
      assert.deepEqual(batch.derivedFrom, { batchId: after.id, why: 'changes' });
      const texts = await store.readClients(batch.id, 1, 2);
      assert.deepEqual(
        texts.map((text) => (JSON.parse(text) as { external_id: string }).external_id),
        ['007', '11'],
      );
      const nothing = await stageChanges(depsOf(store), before, after);
      assert.deepEqual(nothing.counts, { added: 0, changed: 1, same: 2, gone: 1 });
      const reordered = await stageList(t, store, LIST.concat('\n'));
      const same = await stageChanges(depsOf(store), reordered, before);
      assert.deepEqual([same.counts.same, same.batch], [3, undefined]);
      await assert.rejects(stageChanges(depsOf(store), after, after), { code: 'usage' });
      const foreign = await sealBatch(store, { businessUid: 'b2', clients: clientTexts(1) });
      await assert.rejects(stageChanges(depsOf(store), after, foreign), {
        code: 'batch_of_other_business',
      });
    });
  });
}
