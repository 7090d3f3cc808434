import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredReport } from '../../src/results/report.js';
import type { Store } from '../../src/store/store.js';
import { createDeclaredSession } from '../helpers/store.js';
import { atMinute, makeReport } from '../support/make-results.js';
import { sealBatch } from '../support/seal-batch.js';
import { said, type MakeStoreHouse } from './store-house.js';

const digestsOf = (reports: readonly StoredReport[]) => reports.map(({ digest }) => digest);

/** Two closed sessions of two batches, with the ids 77 and 78 at the host. */
async function twoSessions(store: Store) {
  const batches = [await sealBatch(store), await sealBatch(store, { businessUid: 'b2' })];
  const [first, second] = batches.map((batch, at) =>
    createDeclaredSession(batch, {
      ...{ id: `s_${at + 1}`, state: 'closed', hostSessionId: String(77 + at) },
    }),
  );
  assert.ok(first && second);
  for (const session of [first, second]) await store.createSession(session);
  return [first, second] as const;
}

/** What every store must do with the host's reports. */
export function testReports(name: string, makeHouse: MakeStoreHouse): void {
  test(`${name}: reports are a session's when they are assigned to it or name its id at the host, in the order in which they came`, async (t) => {
    const store = await makeHouse(t).open();
    const [first, second] = await twoSessions(store);
    const reports = [
      makeReport({ digest: 'd', page: 3, receivedAt: atMinute(9) }, ['nul\0 \\0', '0044', '😀']),
      makeReport({ digest: 'c', hostSessionId: undefined, sessionId: first.id }),
      makeReport({ digest: 'b', hostSessionId: '78', page: undefined, importDone: true }),
      makeReport({ digest: 'a', hostSessionId: '77', sessionId: second.id }, ['9'], 'failed'),
    ];
    for (const report of reports) assert.equal(await store.addReport(report), true);
    const [d, c, b, a] = reports;
    assert.deepEqual(said(await store.listReports(first)), said([d, c]));
    assert.deepEqual(said(await store.listReports(second)), said([b, a]));
    assert.deepEqual(
      digestsOf(await store.listReports({ id: 's_none', hostSessionId: undefined })),
      [],
    );
    assert.deepEqual(await store.listStrayReports(10), []);
  });

  test(`${name}: a repeat is not kept, also of 20 that come at once`, async (t) => {
    const house = makeHouse(t);
    const [one, two] = [await house.open(), await house.open()];
    const added = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? one : two).addReport(makeReport({ receivedAt: atMinute(n) })),
      ),
    );
    assert.equal(added.filter((isNew) => isNew).length, 1);
    const [kept, ...more] = await two.listStrayReports(10);
    assert.equal(kept?.receivedAt, atMinute(added.indexOf(true)));
    assert.deepEqual(more, []);
  });

  test(`${name}: stray reports are kept aside, newest first, until they find their session or are swept`, async (t) => {
    const store = await makeHouse(t).open();
    for (const [digest, hostSessionId] of [
      ['d1', '77'],
      ['d2', undefined],
      ['d3', '99'],
      ['d4', '98'],
    ] as const)
      await store.addReport(
        makeReport({ digest, hostSessionId, receivedAt: atMinute(Number(digest[1])) }),
      );
    assert.deepEqual(digestsOf(await store.listStrayReports(10)), ['d4', 'd3', 'd2', 'd1']);
    assert.deepEqual(digestsOf(await store.listStrayReports(2)), ['d4', 'd3']);

    // The host's id of the session becomes known, and a person assigns one.
    const [first] = await twoSessions(store);
    await store.assignReport('d2', first.id);
    await store.assignReport('d_none', first.id);
    assert.deepEqual(digestsOf(await store.listReports(first)), ['d1', 'd2']);
    assert.equal((await store.listReports(first))[1]?.sessionId, first.id);
    assert.deepEqual(digestsOf(await store.listStrayReports(10)), ['d4', 'd3']);

    assert.equal(await store.sweepStrayReports(atMinute(4)), 1);
    assert.equal(await store.sweepStrayReports(atMinute(4)), 0);
    assert.deepEqual(digestsOf(await store.listStrayReports(10)), ['d4']);
    assert.equal((await store.listReports(first)).length, 2);
    // One that was swept may come again.
    assert.equal(await store.addReport(makeReport({ digest: 'd3', hostSessionId: '99' })), true);
  });

  test(`${name}: once a batch is removed its reports say how many clients, not which, also those that come later`, async (t) => {
    const store = await makeHouse(t).open();
    const [first, second] = await twoSessions(store);
    const told = async (session: typeof first) =>
      (await store.listReports(session)).map(({ clients: { created } }) => created);
    const named = { count: 2, externalIds: ['ext-7', 'ext-8'] };
    const unnamed = { count: 2, externalIds: [] };
    await store.addReport(makeReport({ digest: 'd1' }));
    await store.addReport(makeReport({ digest: 'd2', hostSessionId: undefined, sessionId: 's_1' }));
    await store.addReport(makeReport({ digest: 'd3', hostSessionId: '78' }));
    assert.deepEqual(await told(first), [named, named]);

    await store.deleteBatch(first.batchId);
    assert.deepEqual(await told(first), [unnamed, unnamed]);
    assert.deepEqual(await told(second), [named]);
    await store.addReport(makeReport({ digest: 'd4' }));
    await store.addReport(makeReport({ digest: 'd5', hostSessionId: '99' }));
    assert.equal((await store.listStrayReports(1))[0]?.clients.created.externalIds.length, 2);
    await store.assignReport('d5', first.id);
    assert.deepEqual(await told(first), [unnamed, unnamed, unnamed, unnamed]);
    assert.equal(await store.addReport(makeReport({ digest: 'd1' })), false);
  });

  test(`${name}: a report that two sessions may be meant by keeps its ids as long as one of their batches is there`, async (t) => {
    const store = await makeHouse(t).open();
    const [first, second] = await twoSessions(store);
    await store.replaceSession({ ...second, version: 2, hostSessionId: '77' });
    await store.addReport(makeReport());
    const idsOf = async () => (await store.listStrayReports(1))[0]?.clients.created.externalIds;
    await store.deleteBatch(first.batchId);
    assert.deepEqual(await idsOf(), ['ext-7', 'ext-8']);
    await store.deleteBatch(second.batchId);
    assert.deepEqual(await idsOf(), []);
  });

  test(`${name}: a report that names the host's id of two sessions counts for neither until it is assigned`, async (t) => {
    const store = await makeHouse(t).open();
    const [first, second] = await twoSessions(store);
    await store.addReport(makeReport());
    assert.deepEqual(digestsOf(await store.listReports(first)), ['digest-1']);
    await store.replaceSession({ ...second, version: 2, hostSessionId: '77' });
    const renamed = { ...second, hostSessionId: '77' };
    for (const session of [first, renamed]) assert.deepEqual(await store.listReports(session), []);
    assert.deepEqual(digestsOf(await store.listStrayReports(10)), ['digest-1']);
    await store.assignReport('digest-1', second.id);
    assert.deepEqual(digestsOf(await store.listReports(renamed)), ['digest-1']);
    assert.deepEqual(await store.listReports(first), []);
    assert.deepEqual(await store.listStrayReports(10), []);
  });

  test(`${name}: a report and the removal of its batch may come at once, and no external id is left`, async (t) => {
    const house = makeHouse(t);
    const [one, two] = [await house.open(), await house.open()];
    for (let round = 0; round < 8; round++) {
      const batch = await sealBatch(one, { businessUid: `b${round}` });
      const hostSessionId = `host-${round}`;
      const session = createDeclaredSession(batch, { hostSessionId, state: 'closed' });
      await one.createSession(session);
      const reports = Array.from({ length: 6 }, (_, n) =>
        makeReport({ digest: `${round}-${n}`, hostSessionId }),
      );
      const work = reports.map((report) => () => two.addReport(report));
      work.splice(round % 7, 0, () => one.deleteBatch(batch.id).then(() => true));
      await Promise.all(work.map((begin) => begin()));
      const kept = await two.listReports(session);
      assert.equal(kept.length, 6);
      for (const { clients } of kept) assert.deepEqual(clients.created.externalIds, []);
    }
  });
}
