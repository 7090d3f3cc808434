import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPEN_STATES, SESSION_STATES, type LedgerEntry } from '../../src/sessions/session.js';
import type { Reject } from '../../src/staging/batch.js';
import { createDeclaredSession } from '../helpers/store.js';
import { clientTexts, sealBatch, summaryOf } from '../support/seal-batch.js';
import { testDrafts, testUploads } from './draft-contract.js';
import { testImportSessions } from './import-sessions-contract.js';
import { testJobs } from './jobs-contract.js';
import { testNotices } from './notices-contract.js';
import { refusal } from './refusal.js';
import { testReports } from './reports-contract.js';
import { testAudit, testNotes } from './sign-in-contract.js';
import { said, type MakeStoreHouse } from './store-house.js';

const rejectNumber = (record: number): Reject => ({
  file: 0,
  record,
  line: record + 1,
  cells: ['', `00${record}`, '=1+1', 'two\r\nlines'],
  issues: [{ code: 'required', line: record + 1, column: 'First name', message: 'm', hint: 'h' }],
});

function pollOf(sessionId: string, changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    sessionId,
    polledAt: '2026-03-01T10:00:00.000Z',
    page: 1,
    pageSize: 100,
    status: 200,
    firstSeq: undefined,
    lastSeq: undefined,
    sentWhole: true,
    durationMs: 1.5,
    unknownParams: [],
    userAgent: undefined,
    ...changes,
  };
}

/** What every store must do, whatever it is made of. */
export function testStoreContract(name: string, makeHouse: MakeStoreHouse): void {
  testBatches(name, makeHouse);
  testSessions(name, makeHouse);
  testImportSessions(name, makeHouse);
  testLedger(name, makeHouse);
  testSharing(name, makeHouse);
  testDrafts(name, makeHouse);
  testUploads(name, makeHouse);
  testNotes(name, makeHouse);
  testAudit(name, makeHouse);
  testReports(name, makeHouse);
  testJobs(name, makeHouse);
  testNotices(name, makeHouse);
}

function testBatches(name: string, makeHouse: MakeStoreHouse): void {
  test(`${name}: nothing of a batch is visible before it is sealed, and nothing after it is abandoned`, async (t) => {
    const house = makeHouse(t);
    const store = await house.open();
    const writer = await store.createBatchWriter('b_1');
    writer.addClient({ file: 0, record: 1, line: 2 }, '{}');
    writer.addReject(rejectNumber(2));
    for (const one of [store, await house.open()]) {
      assert.deepEqual(await one.listBatches(), []);
      assert.equal(await one.findBatch('b_1'), undefined);
    }
    await writer.abandon();
    assert.deepEqual(await store.listBatches(), []);
  });

  test(`${name}: a sealed batch reads back as it was written, and abandoning it then does nothing`, async (t) => {
    const store = await makeHouse(t).open();
    const clients = ['{"first_name":"Zoé"}', '{"first_name":"李","phone":"0044"}', '{}'];
    const plan = { clients, rejects: [rejectNumber(4)], contentKey: 'k1' };
    const batch = await sealBatch(store, plan);
    assert.deepEqual(said(await store.findBatch(batch.id)), said(batch));
    assert.deepEqual(said(await store.listBatches()), [said(batch)]);
    assert.deepEqual(await store.readClients(batch.id, 1, 3), clients);
    assert.deepEqual(await store.readRejects(batch.id, 0, 10), [{ id: 1, ...rejectNumber(4) }]);
  });

  test(`${name}: readClients gives exactly what was asked for, or refuses the batch as damaged`, async (t) => {
    const store = await makeHouse(t).open();
    const clients = clientTexts(12_345);
    const { id } = await sealBatch(store, { clients });
    for (const [first, last] of [
      [1, 1],
      [12_345, 12_345],
      [4_999, 5_002],
      [1, 12_345],
    ] as const) {
      assert.deepEqual(await store.readClients(id, first, last), clients.slice(first - 1, last));
    }
    assert.deepEqual(await store.readClients(id, 5, 4), []);
    for (const [first, last] of [
      [0, 1],
      [12_345, 12_346],
      [12_346, 12_400],
    ] as const) {
      await assert.rejects(store.readClients(id, first, last), refusal('batch_damaged'));
    }
    await assert.rejects(store.readClients('b_none', 1, 1), refusal('batch_damaged'));
    await assert.rejects(store.readRejects('b_none', 0, 1), refusal('batch_damaged'));
    await assert.rejects(store.readRejectIssues('b_none', 0, 1), refusal('batch_damaged'));
  });

  test(`${name}: rejects are paged by id in file order, each exactly once`, async (t) => {
    const store = await makeHouse(t).open();
    const rejects = Array.from({ length: 7 }, (_, at) => rejectNumber(at + 1));
    const { id } = await sealBatch(store, { rejects });
    const seen: number[] = [];
    for (let after = 0; ;) {
      const page = await store.readRejects(id, after, 3);
      assert.ok(page.length <= 3);
      assert.deepEqual(
        await store.readRejectIssues(id, after, 3),
        page.map((reject) => ({ id: reject.id, issues: reject.issues })),
      );
      if (page.length === 0) break;
      seen.push(...page.map(({ record }) => record));
      after = page.at(-1)?.id ?? after;
    }
    assert.deepEqual(seen, [1, 2, 3, 4, 5, 6, 7]);
  });

  test(`${name}: of two batches with one content key the first stands; another business has its own`, async (t) => {
    const store = await makeHouse(t).open();
    const plan = { contentKey: 'same', clients: clientTexts(2) };
    const first = await sealBatch(store, plan);
    assert.deepEqual(said(await sealBatch(store, plan)), said(first));
    assert.deepEqual(await store.readClients(first.id, 1, 2), plan.clients);
    const other = await sealBatch(store, { ...plan, businessUid: 'b2' });
    assert.notEqual(other.id, first.id);
    assert.equal((await store.listBatches()).length, 2);
  });

  test(`${name}: batches are listed newest first, all or those of one business`, async (t) => {
    const store = await makeHouse(t).open();
    const at = (day: number) => `2026-03-0${day}T00:00:00.000Z`;
    const second = await sealBatch(store, { createdAt: at(2) });
    const third = await sealBatch(store, { createdAt: at(3), businessUid: 'b2' });
    const first = await sealBatch(store, { createdAt: at(1) });
    const ids = async (business?: string) =>
      (await store.listBatches(business)).map(({ id }) => id);
    assert.deepEqual(await ids(), [third.id, second.id, first.id]);
    assert.deepEqual(await ids('b1'), [second.id, first.id]);
    assert.deepEqual(await ids('b3'), []);
  });

  test(`${name}: a batch is not deleted while an open session hands it over, and is gone afterwards`, async (t) => {
    const store = await makeHouse(t).open();
    const batch = await sealBatch(store, { clients: clientTexts(3), contentKey: 'k' });
    const session = createDeclaredSession(batch);
    await store.createSession(session);
    await store.readClients(batch.id, 1, 1);
    await assert.rejects(store.deleteBatch(batch.id), refusal('batch_in_use'));
    assert.equal((await store.readClients(batch.id, 1, 3)).length, 3);

    assert.ok(await store.replaceSession({ ...session, version: 2, state: 'closed' }));
    await store.deleteBatch(batch.id);
    assert.equal(await store.findBatch(batch.id), undefined);
    await assert.rejects(store.readClients(batch.id, 1, 1), refusal('batch_damaged'));
    await assert.rejects(
      store.createSession({ ...session, id: 's_2' }),
      refusal('batch_not_found'),
    );
    // The session and what it says outlive the batch.
    assert.equal((await store.findSession(session.id))?.state, 'closed');
    assert.notEqual((await sealBatch(store, { contentKey: 'k' })).id, batch.id);
  });

  test(`${name}: a batch that is not kept can be listed and removed as such, until somebody keeps it`, async (t) => {
    const house = makeHouse(t);
    const [one, two] = [await house.open(), await house.open()];
    const kept = await sealBatch(one, { clients: clientTexts(1) });
    const clients = clientTexts(2);
    const at = (day: number) => `2026-03-0${day}T00:00:00.000Z`;
    const [first, second] = [
      await sealBatch(one, { clients, isKept: false, createdAt: at(1) }),
      await sealBatch(one, { clients, isKept: false, createdAt: at(2) }),
    ];
    const unkept = async (before: string) =>
      (await two.listUnkeptBatches(before)).map(({ id }) => id);
    assert.deepEqual(await unkept(at(9)), [first.id, second.id]);
    assert.deepEqual(await unkept(at(2)), [first.id]);
    assert.equal(await two.keepBatch(first.id), true);
    assert.equal(await two.keepBatch(first.id), true);
    assert.deepEqual(await unkept(at(9)), [second.id]);
    for (const { id } of [kept, first, second]) await one.deleteUnkeptBatch(id);
    assert.equal(await two.findBatch(second.id), undefined);
    assert.equal(await two.keepBatch(second.id), false);
    for (const { id, counts } of [kept, first])
      assert.equal((await one.readClients(id, 1, counts.clients)).length, counts.clients);
    const handedOver = await sealBatch(one, { clients, isKept: false });
    await one.createSession(createDeclaredSession(handedOver));
    await assert.rejects(two.deleteUnkeptBatch(handedOver.id), refusal('batch_in_use'));
    await one.deleteBatch(first.id);
    assert.equal(await two.findBatch(first.id), undefined);
  });
}

function testSessions(name: string, makeHouse: MakeStoreHouse): void {
  test(`${name}: a business has one open session at most, and others are not in its way`, async (t) => {
    const store = await makeHouse(t).open();
    const batch = await sealBatch(store);
    const other = await sealBatch(store, { businessUid: 'b2' });
    for (const state of SESSION_STATES) {
      const session = createDeclaredSession(batch, { state });
      await store.createSession(session);
      assert.deepEqual(said(await store.findSession(session.id)), said(session));
      const next = store.createSession(createDeclaredSession(batch));
      if ((OPEN_STATES as readonly string[]).includes(state)) {
        await assert.rejects(next, refusal('session_open'));
        await store.replaceSession({ ...session, version: 2, state: 'cancelled' });
      } else {
        await next;
        const open = await store.findCurrentSession('b1');
        assert.ok(open);
        await store.replaceSession({ ...open, version: open.version + 1, state: 'closed' });
      }
    }
    await store.createSession(createDeclaredSession(other));
    assert.equal((await store.listSessions('b2')).length, 1);
    assert.equal(await store.findSession('s_none'), undefined);
  });

  test(`${name}: replaceSession writes only over the version before`, async (t) => {
    const store = await makeHouse(t).open();
    const session = createDeclaredSession(await sealBatch(store));
    await store.createSession(session);
    assert.equal(await store.replaceSession({ ...session, version: 1, flags: ['a'] }), false);
    assert.equal(await store.replaceSession({ ...session, version: 3, flags: ['b'] }), false);
    assert.equal(await store.replaceSession({ ...session, version: 2, flags: ['c'] }), true);
    assert.equal(await store.replaceSession({ ...session, version: 2, flags: ['d'] }), false);
    assert.equal(await store.replaceSession({ ...session, id: 's_none', version: 2 }), false);
    assert.deepEqual(
      said(await store.findSession(session.id)),
      said({ ...session, version: 2, flags: ['c'] }),
    );
  });

  test(`${name}: the current session is the open one, though it is older; else the one that came last, whatever the clock said (promises R37)`, async (t) => {
    const store = await makeHouse(t).open();
    const batch = await sealBatch(store);
    const at = (day: number) => `2026-03-0${day}T00:00:00.000Z`;
    const open = createDeclaredSession(batch, { createdAt: at(1) });
    await store.createSession(open);
    for (const day of [2, 4, 3]) {
      await store.createSession(
        createDeclaredSession(batch, { id: `s_${day}`, createdAt: at(day), state: 'failed' }),
      );
    }
    assert.equal((await store.findCurrentSession('b1'))?.id, open.id);
    await store.replaceSession({ ...open, version: 2, state: 'closed' });
    assert.equal((await store.findCurrentSession('b1'))?.id, 's_3');
    assert.deepEqual(
      (await store.listSessions('b1')).map(({ id }) => id),
      ['s_3', 's_4', 's_2', open.id],
    );
    assert.equal(await store.findCurrentSession('b2'), undefined);
  });
}

function testLedger(name: string, makeHouse: MakeStoreHouse): void {
  test(`${name}: the ledger keeps every poll in order and notes its time on the session`, async (t) => {
    const store = await makeHouse(t).open();
    const session = createDeclaredSession(await sealBatch(store));
    await store.createSession(session);
    const polls = [
      pollOf(session.id, { firstSeq: 1, lastSeq: 100, userAgent: 'host/1', unknownParams: ['x'] }),
      pollOf(session.id, { page: 3, status: 409 }),
      pollOf(session.id, { page: 2, polledAt: '2026-03-01T10:00:01.000Z', sentWhole: false }),
    ];
    for (const entry of polls) await store.recordPoll(entry);
    assert.deepEqual(await store.listLedger(session.id), polls);
    assert.deepEqual(await store.countPolls(session.id), { polls: 3, troubled: 2 });
    assert.deepEqual(await store.countPolls('s_none'), { polls: 0, troubled: 0 });
    assert.equal((await store.findSession(session.id))?.lastPolledAt, '2026-03-01T10:00:01.000Z');
    assert.deepEqual(await store.listLedger('s_none'), []);
    await assert.rejects(store.recordPoll(pollOf('s_none')));
  });

  test(`${name}: sent ranges are distinct, ordered, and only those that left whole`, async (t) => {
    const store = await makeHouse(t).open();
    const batch = await sealBatch(store);
    const session = createDeclaredSession(batch);
    const other = createDeclaredSession(batch, { state: 'failed' });
    for (const one of [session, other]) await store.createSession(one);
    for (const [firstSeq, lastSeq, sentWhole, id] of [
      [101, 150, true, session.id],
      [1, 100, true, session.id],
      [1, 100, true, session.id],
      [151, 200, false, session.id],
      [201, 300, true, other.id],
      [undefined, undefined, true, session.id],
    ] as const) {
      await store.recordPoll(pollOf(id, { firstSeq, lastSeq, sentWhole }));
    }
    assert.deepEqual(await store.listSentRanges(session.id), [
      { firstSeq: 1, lastSeq: 100 },
      { firstSeq: 101, lastSeq: 150 },
    ]);
  });
}

function testSharing(name: string, makeHouse: MakeStoreHouse): void {
  test(`${name}: two instances on one place see each other's work and keep the same rules`, async (t) => {
    const house = makeHouse(t);
    const [one, two] = [await house.open(), await house.open()];
    const plan = { contentKey: 'same', clients: clientTexts(3) };
    const first = await one.createBatchWriter('b_one');
    const second = await two.createBatchWriter('b_two');
    for (const writer of [first, second]) {
      for (const client of plan.clients) writer.addClient({ file: 0, record: 1, line: 2 }, client);
    }
    const standing = await second.seal(summaryOf('b_two', plan));
    await second.abandon();
    assert.deepEqual(said(await first.seal(summaryOf('b_one', plan))), said(standing));
    await first.abandon();
    assert.deepEqual(said(await one.listBatches()), [said(standing)]);
    assert.deepEqual(await one.readClients('b_two', 1, 3), plan.clients);

    const session = createDeclaredSession(standing);
    await one.createSession(session);
    await assert.rejects(
      two.createSession(createDeclaredSession(standing)),
      refusal('session_open'),
    );
    const wins = await Promise.all(
      [one, two].map((store, at) =>
        store.replaceSession({ ...session, version: 2, flags: [String(at)] }),
      ),
    );
    assert.deepEqual(wins.sort(), [false, true]);
    await assert.rejects(two.deleteBatch(standing.id), refusal('batch_in_use'));
  });

  test(`${name}: what was written is there after closing and opening again, and check says that it can be used`, async (t) => {
    const house = makeHouse(t);
    const before = await house.open();
    await before.check();
    const batch = await sealBatch(before, { clients: clientTexts(2) });
    await before.createSession(createDeclaredSession(batch, { id: 's_1' }));
    await before.close();
    await assert.rejects(before.check());
    const after = await house.open();
    assert.deepEqual(said(await after.listBatches()), [said(batch)]);
    assert.deepEqual(await after.readClients(batch.id, 1, 2), clientTexts(2));
    assert.equal((await after.findCurrentSession('b1'))?.id, 's_1');
  });
}
