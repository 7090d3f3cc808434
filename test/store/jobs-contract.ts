import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FerryError } from '../../src/errors.js';
import type { JobItem } from '../../src/jobs/job.js';
import { atMinute, makeJob } from '../support/make-results.js';
import { clientTexts, sealBatch } from '../support/seal-batch.js';
import { refusal } from './refusal.js';
import { said, type MakeStoreHouse } from './store-house.js';

const itemOf = (key: number, state = 'present', body = `{"n":${key}}`): JobItem => ({
  ...{ key, state, body },
});

const ALL = { after: -Infinity, limit: 1_000 };

/** What every store must do with jobs and what they find out. */
export function testJobs(name: string, makeHouse: MakeStoreHouse): void {
  test(`${name}: a job is found as it was written, with progress of any shape, and listed newest first by what is given`, async (t) => {
    const store = await makeHouse(t).open();
    const [one, two] = [await sealBatch(store), await sealBatch(store, { businessUid: 'b2' })];
    const jobs = [
      makeJob(one, { id: 'j_1', state: 'done', progress: { text: 'nul\0 "é" 😀', list: [1] } }),
      makeJob(one, { id: 'j_2', kind: 'undo', createdAt: atMinute(3), state: 'waiting' }),
      makeJob(one, { id: 'j_3', createdAt: atMinute(2), importId: undefined }),
      makeJob(two, { id: 'j_4', createdAt: atMinute(1), importId: 's_2', progress: null }),
    ];
    for (const job of jobs) await store.createJob(job);
    for (const job of jobs) assert.deepEqual(said(await store.findJob(job.id)), said(job));
    assert.equal(await store.findJob('j_none'), undefined);
    const ids = async (choice: Parameters<typeof store.listJobs>[0]) =>
      (await store.listJobs(choice)).map(({ id }) => id);
    assert.deepEqual(await ids({}), ['j_2', 'j_3', 'j_4', 'j_1']);
    assert.deepEqual(await ids({ live: true }), ['j_2', 'j_3', 'j_4']);
    assert.deepEqual(await ids({ businessUid: 'b1' }), ['j_2', 'j_3', 'j_1']);
    assert.deepEqual(await ids({ batchId: two.id }), ['j_4']);
    assert.deepEqual(await ids({ importId: 's_1' }), ['j_2', 'j_1']);
    assert.deepEqual(await ids({ importId: 's_1', kind: 'undo', live: true }), ['j_2']);
    assert.deepEqual(await ids({ businessUid: 'b2', kind: 'undo' }), []);
  });

  test(`${name}: a business has one live job of a kind, and a job needs its batch`, async (t) => {
    const store = await makeHouse(t).open();
    const [one, two] = [await sealBatch(store), await sealBatch(store, { businessUid: 'b2' })];
    const first = makeJob(one);
    await store.createJob(first);
    await assert.rejects(
      store.createJob(makeJob(one, { id: 'j_2', state: 'waiting' })),
      (error: unknown) =>
        refusal('job_running')(error) &&
        error instanceof FerryError &&
        error.message.includes('j_1'),
    );
    await store.createJob(makeJob(one, { id: 'j_3', kind: 'undo' }));
    await store.createJob(makeJob(two, { id: 'j_4' }));
    assert.ok(await store.saveJob({ ...first, version: 2, state: 'stopped' }));
    await store.createJob(makeJob(one, { id: 'j_5' }));
    // Nor does one that was stopped come back beside it.
    await assert.rejects(
      store.saveJob({ ...first, version: 3, state: 'running' }, [itemOf(1)]),
      refusal('job_running'),
    );
    assert.equal((await store.findJob(first.id))?.version, 2);
    assert.deepEqual(await store.countJobItems(first.id), {});
    await assert.rejects(
      store.createJob(makeJob({ id: 'b_none', businessUid: 'b3' }, { id: 'j_6' })),
      refusal('batch_not_found'),
    );
  });

  test(`${name}: a step is written whole, items in place of those with the same key, in the order of their keys`, async (t) => {
    const store = await makeHouse(t).open();
    const job = makeJob(await sealBatch(store));
    await store.createJob(job);
    const first = [itemOf(3), itemOf(-2, 'other'), itemOf(2 ** 40, 'missing'), itemOf(1)];
    assert.ok(await store.saveJob({ ...job, version: 2, progress: { page: 2 } }, first));
    const odd = itemOf(1, 'missing', JSON.stringify({ text: 'nul\0 "é" 😀' }));
    assert.ok(await store.saveJob({ ...job, version: 3 }, [itemOf(0), itemOf(1), odd]));
    const stored = [itemOf(-2, 'other'), itemOf(0), odd, itemOf(3), itemOf(2 ** 40, 'missing')];
    assert.deepEqual(await store.listJobItems(job.id, ALL), stored);
    assert.deepEqual(await store.listJobItems(job.id, { after: 0, limit: 2 }), stored.slice(2, 4));
    const states = ['missing', 'other'];
    assert.deepEqual(await store.listJobItems(job.id, { ...ALL, states }), [
      stored[0],
      odd,
      stored[4],
    ]);
    const missing = { after: 1, limit: 9, states: ['missing'] };
    assert.deepEqual(await store.listJobItems(job.id, missing), [stored[4]]);
    assert.deepEqual(await store.listJobItems(job.id, { ...ALL, states: [] }), []);
    assert.deepEqual(await store.findJobItem(job.id, 1), odd);
    assert.equal(await store.findJobItem(job.id, 2), undefined);
    assert.deepEqual(await store.countJobItems(job.id), { other: 1, present: 2, missing: 2 });
    assert.deepEqual(await store.countJobItems('j_none'), {});
  });

  test(`${name}: a step over a version that somebody else has written leaves nothing, also of 20 at once`, async (t) => {
    const house = makeHouse(t);
    const [one, two] = [await house.open(), await house.open()];
    const job = makeJob(await sealBatch(one));
    await one.createJob(job);
    assert.equal(await one.saveJob({ ...job, version: 3 }, [itemOf(99)]), false);
    assert.equal(await one.saveJob({ ...job, id: 'j_none', version: 2 }, [itemOf(99)]), false);
    const saved = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? one : two).saveJob({ ...job, version: 2, progress: n }, [
          itemOf(n, 'mine'),
          itemOf(50, `of ${n}`),
        ]),
      ),
    );
    assert.equal(saved.filter((won) => won).length, 1);
    const winner = saved.indexOf(true);
    assert.equal((await two.findJob(job.id))?.progress, winner);
    assert.deepEqual(await two.listJobItems(job.id, ALL), [
      itemOf(winner, 'mine'),
      itemOf(50, `of ${winner}`),
    ]);
  });

  test(`${name}: a step of 20,000 items is paged exactly once each`, async (t) => {
    const store = await makeHouse(t).open();
    const job = makeJob(await sealBatch(store));
    await store.createJob(job);
    const items = Array.from({ length: 20_000 }, (_, n) => itemOf(n + 1));
    assert.ok(await store.saveJob({ ...job, version: 2 }, items));
    const read: JobItem[] = [];
    for (let after = -Infinity; ;) {
      const page = await store.listJobItems(job.id, { after, limit: 3_000 });
      if (page.length === 0) break;
      read.push(...page);
      after = page.at(-1)?.key ?? after;
    }
    assert.deepEqual(read, items);
  });

  test(`${name}: a job goes with its items, and the jobs of a batch go with the batch`, async (t) => {
    const store = await makeHouse(t).open();
    const clients = clientTexts(1);
    const [kept, removed, unkept] = [
      await sealBatch(store, { clients }),
      await sealBatch(store, { clients, businessUid: 'b2' }),
      await sealBatch(store, { clients, businessUid: 'b3', isKept: false }),
    ];
    const jobs = [kept, removed, unkept].map((batch, at) => makeJob(batch, { id: `j_${at}` }));
    for (const job of jobs) {
      await store.createJob(job);
      await store.saveJob({ ...job, version: 2, state: 'done' }, [itemOf(1)]);
    }
    const left = async () => {
      const ids = (await store.listJobs({})).map(({ id }) => id).sort();
      for (const { id } of jobs)
        assert.equal((await store.listJobItems(id, ALL)).length, ids.includes(id) ? 1 : 0);
      return ids;
    };
    await store.deleteUnkeptBatch(kept.id);
    assert.deepEqual(await left(), ['j_0', 'j_1', 'j_2']);
    await store.deleteUnkeptBatch(unkept.id);
    await store.deleteBatch(removed.id);
    assert.deepEqual(await left(), ['j_0']);
    for (let round = 0; round < 2; round++) await store.deleteJob('j_0');
    assert.deepEqual(await left(), []);
    assert.equal((await store.readClients(kept.id, 1, 1)).length, 1);
  });

  test(`${name}: a batch is not removed while a job works on it, also when the job is begun at the same time`, async (t) => {
    const house = makeHouse(t);
    const [one, two] = [await house.open(), await house.open()];
    const batch = await sealBatch(one);
    const job = makeJob(batch);
    await one.createJob(job);
    await assert.rejects(one.deleteBatch(batch.id), refusal('batch_in_use'));
    assert.equal((await one.findJob(job.id))?.state, 'running');
    await one.saveJob({ ...job, version: 2, state: 'done' });
    await one.deleteBatch(batch.id);
    for (let round = 0; round < 8; round++) {
      const businessUid = `b${round}`;
      const next = await sealBatch(one, { businessUid });
      const begun = makeJob(next, { id: `j_${round}_more` });
      const work = [() => one.deleteBatch(next.id), () => two.createJob(begun)];
      if (round % 2 === 1) work.reverse();
      await Promise.allSettled(work.map((begin) => begin()));
      const isThere = (await one.findBatch(next.id)) !== undefined;
      assert.equal((await one.findJob(begun.id)) !== undefined, isThere);
    }
  });
}
