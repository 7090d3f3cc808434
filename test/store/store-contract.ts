import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { FerryError, type ErrorCode } from '../../src/errors.js';
import type { LedgerEntry } from '../../src/sessions/session.js';
import type { Store } from '../../src/store/store.js';
import { clientText, createDeclaredSession, stageClients } from '../helpers/store.js';

/** Opens an empty store, and others on the same data; all are closed and removed after the test. */
export type OpenStores = (t: TestContext) => { store: Store; another: () => Store };

const withCode = (code: ErrorCode) => (error: unknown) =>
  error instanceof FerryError && error.code === code;

function poll(sessionId: string, changes: Partial<LedgerEntry>): LedgerEntry {
  return {
    sessionId,
    polledAt: new Date().toISOString(),
    page: 1,
    pageSize: 10,
    status: 200,
    firstSeq: 1,
    lastSeq: 10,
    sentWhole: true,
    durationMs: 1.5,
    unknownParams: [],
    userAgent: undefined,
    ...changes,
  };
}

/** What every store must do, whatever it is built on. */
export function testStoreContract(name: string, open: OpenStores): void {
  test(`${name}: a batch is there once it is sealed, for every store on the same data`, async (t) => {
    const { store, another } = open(t);
    const writer = await store.createBatchWriter('b_open');
    writer.addClient({ file: 0, record: 1, line: 2 }, clientText(1));
    assert.deepEqual(await store.listBatches(), []);
    await writer.abandon();
    assert.deepEqual(await store.listBatches(), []);

    const batch = await stageClients(store, 3, 'b1');
    assert.deepEqual({ ...batch, ...(await another().findBatch(batch.id)) }, batch);
    assert.equal((await another().findBatch(batch.id))?.counts.accepted, 3);
    assert.deepEqual(
      await another().readClients(batch.id, 1, 3),
      [1, 2, 3].map((seq) => clientText(seq)),
    );
    assert.equal(await store.findBatch('b_none'), undefined);
  });

  test(`${name}: of two batches with one content key the first sealed stands`, async (t) => {
    const { store } = open(t);
    const first = await stageClients(store, 2, 'b1');
    const writer = await store.createBatchWriter('b_second');
    writer.addClient({ file: 0, record: 1, line: 2 }, clientText(1));
    const standing = await writer.seal({ ...first, id: 'b_second' });
    await writer.abandon();
    assert.equal(standing.id, first.id);
    assert.deepEqual(
      (await store.listBatches('b1')).map(({ id }) => id),
      [first.id],
    );
    assert.deepEqual(await store.listBatches('b2'), []);
  });

  test(`${name}: exactly the clients asked for are read, or none`, async (t) => {
    const { store } = open(t);
    const { id } = await stageClients(store, 5, 'b1');
    assert.deepEqual(await store.readClients(id, 2, 3), [clientText(2), clientText(3)]);
    assert.deepEqual(await store.readClients(id, 6, 5), []);
    await assert.rejects(store.readClients(id, 4, 6), withCode('batch_damaged'));
    await assert.rejects(store.readClients('b_none', 1, 1), withCode('batch_damaged'));
  });

  test(`${name}: rejects come in file order, page by page, with their cells and issues`, async (t) => {
    const { store } = open(t);
    const batch = await stageClients(store, 1, 'b1');
    const writer = await store.createBatchWriter('b_rejects');
    const issue = { code: 'required', line: 2, column: 'First name', message: 'm', hint: 'h' };
    for (let record = 1; record <= 5; record++) {
      writer.addReject({
        file: 0,
        record,
        line: record + 1,
        cells: ['', '\u0000"x"'],
        issues: [issue],
      });
    }
    await writer.seal({ ...batch, id: 'b_rejects', contentKey: 'another' });
    await writer.abandon();
    const first = await store.readRejects('b_rejects', 0, 2);
    const rest = await store.readRejects('b_rejects', first.at(-1)?.id ?? 0, 10);
    assert.deepEqual(
      [...first, ...rest].map(({ record }) => record),
      [1, 2, 3, 4, 5],
    );
    assert.deepEqual(first[0], {
      id: 1,
      file: 0,
      record: 1,
      line: 2,
      cells: ['', '\u0000"x"'],
      issues: [issue],
    });
  });

  test(`${name}: a business has one open session, and as many closed ones as it likes`, async (t) => {
    const { store, another } = open(t);
    const batch = await stageClients(store, 2, 'b1');
    const first = createDeclaredSession(batch);
    await store.createSession(first);
    await assert.rejects(
      another().createSession(createDeclaredSession(batch)),
      withCode('session_open'),
    );
    assert.equal(await store.replaceSession({ ...first, version: 2, state: 'closed' }), true);
    const second = createDeclaredSession(batch);
    await store.createSession(second);
    assert.equal((await store.findCurrentSession('b1'))?.id, second.id);
    assert.equal((await store.listSessions('b1')).length, 2);
    assert.equal(await store.findCurrentSession('b2'), undefined);
    await assert.rejects(
      store.createSession(createDeclaredSession({ ...batch, id: 'b_none', businessUid: 'b3' })),
      withCode('batch_not_found'),
    );
  });

  test(`${name}: a session is replaced only by somebody who has seen its latest version`, async (t) => {
    const { store, another } = open(t);
    const session = createDeclaredSession(await stageClients(store, 2, 'b1'));
    await store.createSession(session);
    assert.equal(await another().replaceSession({ ...session, version: 2, flags: ['mine'] }), true);
    assert.equal(await store.replaceSession({ ...session, version: 2, flags: ['yours'] }), false);
    assert.deepEqual((await store.findSession(session.id))?.flags, ['mine']);
  });

  test(`${name}: the ledger gives back its entries, and the ranges that left whole`, async (t) => {
    const { store } = open(t);
    const session = createDeclaredSession(await stageClients(store, 30, 'b1'));
    await store.createSession(session);
    const entries = [
      poll(session.id, {
        page: 2,
        firstSeq: 11,
        lastSeq: 20,
        unknownParams: ['x'],
        userAgent: 'host',
      }),
      poll(session.id, { page: 1 }),
      poll(session.id, { page: 1 }),
      poll(session.id, { page: 3, firstSeq: 21, lastSeq: 30, sentWhole: false }),
      poll(session.id, { page: -1, firstSeq: undefined, lastSeq: undefined }),
    ];
    for (const entry of entries) await store.recordPoll(entry);
    assert.deepEqual(await store.listLedger(session.id), entries);
    assert.deepEqual(await store.listSentRanges(session.id), [
      { firstSeq: 1, lastSeq: 10 },
      { firstSeq: 11, lastSeq: 20 },
    ]);
    assert.equal((await store.findSession(session.id))?.lastPolledAt, entries.at(-1)?.polledAt);
  });

  test(`${name}: a batch is removed with its data, but not while an open session hands it over`, async (t) => {
    const { store } = open(t);
    const batch = await stageClients(store, 2, 'b1');
    const session = createDeclaredSession(batch);
    await store.createSession(session);
    await assert.rejects(store.deleteBatch(batch.id), withCode('batch_in_use'));
    await store.replaceSession({ ...session, version: 2, state: 'cancelled' });
    await store.deleteBatch(batch.id);
    assert.equal(await store.findBatch(batch.id), undefined);
    await assert.rejects(store.readClients(batch.id, 1, 1), withCode('batch_damaged'));
  });
}
