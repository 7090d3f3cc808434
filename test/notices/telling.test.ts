import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Channel, Delivery } from '../../src/notices/channel.js';
import { deliverNotices } from '../../src/notices/deliver-notices.js';
import { noticeEndedImports, type NoticeDeps } from '../../src/notices/notice-ended-imports.js';
import type { Notice, NoticeChannel } from '../../src/notices/notice.js';
import { drawUpImport } from '../../src/results/draw-up-import.js';
import { FerryError } from '../../src/errors.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type { Store } from '../../src/store/store.js';
import { makeClock, type Clock } from '../helpers/sign-in.js';
import { makeStore, openSession } from '../helpers/store.js';

const MINUTE = 60_000;
const quiet = new AbortController().signal;

interface House {
  store: Store;
  clock: Clock;
  deps: NoticeDeps;
  /** Attempts to tell, in order. */
  told: { id: string; channel: NoticeChannel; outcome: string }[];
  /** What comes of the next attempts; then all go well. */
  answers: Delivery[];
  /** Ends an import of three clients of a business of its own that began just now; all pages went out whole. */
  endImport(businessUid: string): Promise<string>;
  /** The same deps over another connection to the same store. */
  again(): NoticeDeps;
}

function makeHouse(t: TestContext, channels: readonly NoticeChannel[] = ['mail']): House {
  const { store, dataDir } = makeStore(t);
  const clock = makeClock();
  const told: House['told'] = [];
  const answers: Delivery[] = [];
  const makeChannel = (name: NoticeChannel): Channel => ({
    name,
    canTell: () => Promise.resolve(true),
    tell: ({ id, outcome }) => {
      told.push({ id, channel: name, outcome });
      return Promise.resolve(answers.shift() ?? { kind: 'sent' });
    },
  });
  let ids = 0;
  const depsOf = (over: Store): NoticeDeps => ({
    store: over,
    drawUp: (id) => drawUpImport(over, id, { now: clock.now(), quietMs: 10 * MINUTE }),
    channels: channels.map(makeChannel),
    now: clock.now,
    createId: () => `n_${++ids}`,
  });
  return {
    ...{ store, clock, deps: depsOf(store), told, answers },
    async endImport(businessUid) {
      const at = clock.now().toISOString();
      const { session } = await openSession(store, 3, businessUid, {
        session: { createdAt: at, staffUid: 'st-1' },
      });
      await store.recordPoll({
        ...{ sessionId: session.id, polledAt: at, page: 1, pageSize: 3, status: 200 },
        ...{ firstSeq: 1, lastSeq: 3, sentWhole: true, durationMs: 1 },
        ...{ unknownParams: [], userAgent: undefined },
      });
      const closed = { ...session, version: 2, state: 'closed', closedAt: at } as const;
      assert.equal(await store.replaceSession(closed), true);
      return session.id;
    },
    again() {
      const other = openSqliteStore(dataDir);
      t.after(() => other.close());
      return depsOf(other);
    },
  };
}

/** Sets the channels up, ends an import after that, and lets enough time pass to tell of it. */
async function endOne(house: House): Promise<string> {
  await noticeEndedImports(house.deps);
  house.clock.pass(MINUTE);
  const importId = await house.endImport('b1');
  house.clock.pass(10 * MINUTE);
  return importId;
}

const onlyNotice = async ({ store }: House, importId: string): Promise<Notice> => {
  const [notice, ...rest] = await store.listNotices(importId);
  assert.equal(rest.length, 0);
  return notice ?? assert.fail('there is no notice');
};

test('an import that has ended is told once on every channel, however many replicas look and send', async (t) => {
  const house = makeHouse(t, ['mail', 'webhook']);
  const importId = await endOne(house);
  const replicas = [house.deps, house.again(), house.again()];
  for (let round = 0; round < 3; round++) {
    await Promise.all(replicas.map((deps) => noticeEndedImports(deps)));
    await Promise.all(replicas.map((deps) => deliverNotices(deps, quiet)));
    house.clock.pass(2 * MINUTE);
  }
  assert.deepEqual(house.told.map(({ channel }) => channel).sort(), ['mail', 'webhook']);
  const notices = await house.store.listNotices(importId);
  assert.deepEqual(
    notices.map(({ state, outcome, attempts, staffUid }) => [state, outcome, attempts, staffUid]),
    Array(2).fill(['sent', 'issues', 1, 'st-1']),
  );
});

test('nothing is told of an import that runs, or of which more may be heard soon', async (t) => {
  const house = makeHouse(t);
  await noticeEndedImports(house.deps);
  house.clock.pass(MINUTE);
  await openSession(house.store, 3, 'b2', {
    session: { createdAt: house.clock.now().toISOString() },
  });
  await house.endImport('b1');
  house.clock.pass(9 * MINUTE);
  assert.deepEqual(await noticeEndedImports(house.deps), []);
  house.clock.pass(MINUTE);
  assert.equal((await noticeEndedImports(house.deps)).length, 1);
});

test('when a channel is set up, it tells nothing of imports that began before', async (t) => {
  const house = makeHouse(t, ['mail']);
  for (const business of ['b1', 'b2', 'b3']) await house.endImport(business);
  house.clock.pass(30 * MINUTE);
  assert.deepEqual(await noticeEndedImports(house.deps), []);
  const importId = await house.endImport('b4');
  house.clock.pass(10 * MINUTE);
  const added = await noticeEndedImports(house.deps);
  assert.deepEqual(
    added.map((notice) => notice.importId),
    [importId],
  );
});

test('an import that ends while the program is stopped is told at its next start', async (t) => {
  const house = makeHouse(t);
  await noticeEndedImports(house.deps);
  house.clock.pass(24 * 60 * MINUTE);
  await house.endImport('b1');
  house.clock.pass(2 * 24 * 60 * MINUTE);
  assert.equal((await noticeEndedImports(house.again())).length, 1);
});

test('what ended days ago is no news any more', async (t) => {
  const house = makeHouse(t);
  await endOne(house);
  house.clock.pass(3 * 24 * 60 * MINUTE);
  assert.deepEqual(await noticeEndedImports(house.deps), []);
});

test('a channel that was away for days begins anew, and one that is in use does not', async (t) => {
  const house = makeHouse(t);
  await noticeEndedImports(house.deps);
  for (let day = 0; day < 6; day++) {
    house.clock.pass(24 * 60 * MINUTE);
    await noticeEndedImports(house.deps);
  }
  await house.endImport('b1');
  house.clock.pass(10 * MINUTE);
  assert.equal((await noticeEndedImports(house.deps)).length, 1);
  house.clock.pass(3 * 24 * 60 * MINUTE);
  await house.endImport('b2');
  house.clock.pass(2 * 24 * 60 * MINUTE);
  assert.deepEqual(await noticeEndedImports(house.deps), []);
});

test('without anybody to tell, that is written down and nothing is sent', async (t) => {
  const house = makeHouse(t);
  const channels = house.deps.channels.map((channel) => ({
    ...channel,
    canTell: () => Promise.resolve(false),
  }));
  const deps = { ...house.deps, channels };
  await noticeEndedImports(deps);
  house.clock.pass(MINUTE);
  const importId = await house.endImport('b1');
  house.clock.pass(10 * MINUTE);
  await noticeEndedImports(deps);
  assert.deepEqual(await deliverNotices(deps, quiet), []);
  const { state, problem } = await onlyNotice(house, importId);
  assert.deepEqual([state, problem], ['given_up', 'Nobody is known whom to tell.']);
  assert.deepEqual(await noticeEndedImports(deps), []);
});

test('what could not be sent goes again after 1, 2, 4 ... minutes, at most an hour, with the same id', async (t) => {
  const house = makeHouse(t);
  const importId = await endOne(house);
  await noticeEndedImports(house.deps);
  const refusal = { kind: 'refused', problem: 'Later.', isFinal: false } as const;
  house.answers.push(...Array<Delivery>(8).fill(refusal));
  const pauses: number[] = [];
  for (let attempt = 1; attempt <= 8; attempt++) {
    await deliverNotices(house.deps, quiet);
    const { state, dueAt, problem, attempts } = await onlyNotice(house, importId);
    assert.deepEqual([state, problem, attempts], ['waiting', 'Later.', attempt]);
    const pauseMs = Date.parse(dueAt) - house.clock.now().getTime();
    pauses.push(pauseMs / MINUTE);
    house.clock.pass(pauseMs - 1);
    assert.deepEqual(await deliverNotices(house.deps, quiet), []);
    house.clock.pass(1);
  }
  assert.deepEqual(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
  await deliverNotices(house.deps, quiet);
  const { state, problem, sentAt } = await onlyNotice(house, importId);
  assert.deepEqual([state, problem], ['sent', undefined]);
  assert.equal(sentAt, house.clock.now().toISOString());
  assert.equal(new Set(house.told.map(({ id }) => id)).size, 1);
});

test('after a day, or a last word, a notice is given up and says why', async (t) => {
  const house = makeHouse(t);
  const [one, two] = [await endOne(house), await house.endImport('b2')];
  house.clock.pass(10 * MINUTE);
  await noticeEndedImports(house.deps);
  house.answers.push(
    { kind: 'refused', problem: 'Never.', isFinal: true },
    { kind: 'refused', problem: 'Later.', isFinal: false },
  );
  await deliverNotices(house.deps, quiet);
  const given = await onlyNotice(house, one);
  assert.deepEqual([given.state, given.problem], ['given_up', 'Never.']);
  assert.equal((await onlyNotice(house, two)).state, 'waiting');
  house.clock.pass(24 * 60 * MINUTE);
  house.answers.push({ kind: 'refused', problem: 'Too late.', isFinal: false });
  await deliverNotices(house.deps, quiet);
  const late = await onlyNotice(house, two);
  assert.deepEqual([late.state, late.problem], ['given_up', 'Too late.']);
  house.clock.pass(24 * 60 * MINUTE);
  assert.deepEqual(await deliverNotices(house.deps, quiet), []);
});

test('a notice whose sender died in the middle goes again with its id, and not before its time', async (t) => {
  const house = makeHouse(t);
  const importId = await endOne(house);
  await noticeEndedImports(house.deps);
  const tried: string[] = [];
  const dying: Channel = {
    name: 'mail',
    canTell: () => Promise.resolve(true),
    tell: ({ id }) => {
      tried.push(id);
      return Promise.reject(new Error('killed'));
    },
  };
  await assert.rejects(deliverNotices({ ...house.deps, channels: [dying] }, quiet), /killed/);
  const restarted = house.again();
  assert.deepEqual(await deliverNotices(restarted, quiet), []);
  house.clock.pass(MINUTE);
  await deliverNotices(restarted, quiet);
  assert.deepEqual(
    house.told.map(({ id }) => id),
    tried,
  );
  assert.equal((await onlyNotice(house, importId)).state, 'sent');
});

test('a notice whose channel is not set up any more waits for it, and says so', async (t) => {
  const house = makeHouse(t);
  const importId = await endOne(house);
  await noticeEndedImports(house.deps);
  await deliverNotices({ ...house.deps, channels: [] }, quiet);
  const { state, problem } = await onlyNotice(house, importId);
  assert.equal(state, 'waiting');
  assert.match(problem ?? '', /not set up/);
});

test('an import whose account cannot be drawn up keeps no other from being told', async (t) => {
  const house = makeHouse(t);
  const broken = await endOne(house);
  const good = await house.endImport('b2');
  house.clock.pass(10 * MINUTE);
  let isBroken = true;
  const deps: NoticeDeps = {
    ...house.deps,
    drawUp: (id) =>
      isBroken && id === broken
        ? Promise.reject(new FerryError('batch_damaged', 'The batch is damaged.'))
        : house.deps.drawUp(id),
  };
  const added = await noticeEndedImports(deps);
  assert.deepEqual(
    added.map(({ importId }) => importId),
    [good],
  );
  isBroken = false;
  await noticeEndedImports(deps);
  isBroken = true;
  await deliverNotices(deps, quiet);
  assert.equal((await onlyNotice(house, good)).state, 'sent');
  const { state, problem } = await onlyNotice(house, broken);
  assert.deepEqual([state, problem], ['waiting', 'The batch is damaged.']);
});

test('a notice tells what is known when it goes out, not when it was made', async (t) => {
  const house = makeHouse(t);
  const importId = await endOne(house);
  await noticeEndedImports(house.deps);
  assert.equal((await onlyNotice(house, importId)).outcome, 'issues');
  const account = await house.deps.drawUp(importId);
  const results = { created: 3, updated: 0, skipped: 0, failed: 0, unknown: 0 };
  const deps = { ...house.deps, drawUp: () => Promise.resolve({ ...account, results }) };
  await deliverNotices(deps, quiet);
  assert.equal(house.told[0]?.outcome, 'success');
  assert.equal((await onlyNotice(house, importId)).outcome, 'success');
});

test('when the program ends, nothing more is begun, and what was broken off is not called a refusal', async (t) => {
  const house = makeHouse(t);
  const importId = await endOne(house);
  await noticeEndedImports(house.deps);
  const ending = new AbortController();
  const brokenOff: Channel = {
    name: 'mail',
    canTell: () => Promise.resolve(true),
    tell: () => {
      ending.abort();
      return Promise.resolve({ kind: 'refused', problem: 'Broken off.', isFinal: false });
    },
  };
  const deps = { ...house.deps, channels: [brokenOff] };
  assert.deepEqual(await deliverNotices(deps, ending.signal), []);
  assert.equal((await onlyNotice(house, importId)).problem, undefined);
  house.clock.pass(5 * MINUTE);
  assert.deepEqual(await deliverNotices(house.deps, ending.signal), []);
  assert.equal(house.told.length, 0);
});
