import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createId } from '../../src/create-id.js';
import { stopJob } from '../../src/jobs/run-job.js';
import { drawUpImport } from '../../src/results/draw-up-import.js';
import { listUnsettled } from '../../src/results/list-unsettled.js';
import { startRetry } from '../../src/results/retry-import.js';
import { continueByHand, planContinuation } from '../../src/sessions/continue-by-hand.js';
import { continueImports, type ContinueDeps } from '../../src/sessions/continue-import.js';
import {
  cancelSession,
  declareBatch,
  type Declaration,
  type DeclarationAnswer,
  type DeclareDeps,
} from '../../src/sessions/declare.js';
import { recordPoll } from '../../src/sessions/serve-page.js';
import type { Session } from '../../src/sessions/session.js';
import { deriveBatch } from '../../src/staging/derive-batch.js';
import { makeJob } from '../support/make-results.js';
import { makeStore, readSession, stageClients } from '../helpers/store.js';
import { EMPTY, idsOf, poll, pullAll, span, until } from '../helpers/poll.js';
import { startWeb } from '../helpers/web.js';

const ACCEPTED: DeclarationAnswer = { kind: 'accepted', hostSessionId: undefined };
const REFUSED: DeclarationAnswer = { kind: 'refused', problem: 'No.', hint: 'Ask why.' };
const UNCLEAR: DeclarationAnswer = { kind: 'unclear', problem: 'No answer.' };

/** 25 clients that go over ten by ten, and a host that gives these answers one after the other, the last one for good. */
async function setUp(t: TestContext, answers: readonly DeclarationAnswer[] = [ACCEPTED]) {
  const { store } = makeStore(t);
  const web = await startWeb(t, store);
  const batch = await stageClients(store, 25, 'b1');
  const posts: Declaration[] = [];
  const host = {
    listFields: () => Promise.resolve(undefined),
    postImport: (declaration: Declaration) => {
      posts.push(declaration);
      return Promise.resolve(answers[Math.min(posts.length, answers.length) - 1] ?? ACCEPTED);
    },
  };
  const common = {
    ...{ store, now: () => new Date(), createId: () => createId('s'), quietMs: 0 },
    mostClients: 10,
  };
  const declaring: DeclareDeps = { ...common, host };
  const continuing: ContinueDeps = { ...common, hostFor: () => Promise.resolve(host) };
  const declare = () =>
    declareBatch(declaring, {
      businessUid: 'b1',
      batchId: batch.id,
      staffUid: 'staff1',
      inParts: true,
      wipeWhenDone: true,
      params: { should_override: true },
    });
  /** Pulls a part to its end, and waits until it is closed: the ledger is written after the answer. */
  const pullPart = async () => {
    const ids = await pullAll(web.url, 4);
    const isClosed = async () => (await store.findCurrentSession('b1'))?.state === 'closed';
    await until('the part is closed', isClosed);
    return ids;
  };
  const listParts = async (importId: string) =>
    (await store.listSessionsOfImport(importId)).map(({ part, state }) => `${part} ${state}`);
  return { store, web, batch, posts, declaring, continuing, declare, pullPart, listParts };
}

test('without a person saying so, more clients than one session carries are refused before anything is sent', async (t) => {
  const { store, batch, posts, declaring } = await setUp(t);
  const request = { businessUid: 'b1', batchId: batch.id, staffUid: undefined, params: {} };
  await assert.rejects(declareBatch(declaring, request), (thrown: Error & { hint?: string }) => {
    assert.match(thrown.hint ?? '', /--parts .* 3 imports/);
    return (thrown as { code?: unknown }).code === 'batch_too_large';
  });
  assert.deepEqual([posts.length, (await store.listSessions()).length], [0, 0]);
});

test('parts follow each other, begun by the close of the one before, with the same words to the host', async (t) => {
  const { store, batch, posts, continuing, declare, listParts, pullPart } = await setUp(t);
  const { session } = await declare();
  assert.deepEqual([session.part, session.parts, session.firstSeq, session.lastSeq], [1, 3, 1, 10]);
  assert.deepEqual(await continueImports(continuing), [], 'the first part is still open');

  const pulled = await pullPart();
  assert.deepEqual(
    (await continueImports(continuing)).map(({ problem }) => problem),
    [undefined],
  );
  pulled.push(...(await pullPart()));
  await continueImports(continuing);
  pulled.push(...(await pullPart()));
  assert.deepEqual(await continueImports(continuing), [], 'nothing is left');

  assert.deepEqual(pulled, span(1, 25));
  assert.deepEqual(await listParts(session.importId), ['1 closed', '2 closed', '3 closed']);
  assert.equal(posts.length, 3);
  assert.deepEqual(posts[1], posts[0]);
  assert.deepEqual(posts[2], posts[0]);
  const sessions = await store.listSessionsOfImport(session.importId);
  for (const [at, one] of sessions.entries()) {
    assert.equal(one.continues, sessions[at - 1]?.id);
    assert.equal(one.batchId, batch.id);
    assert.deepEqual([one.staffUid, one.wipeWhenDone], ['staff1', true]);
    assert.deepEqual(one.books, session.books);
  }
});

test('twenty replicas that go on at once declare one part', async (t) => {
  const { posts, continuing, declare, listParts, pullPart } = await setUp(t);
  const { session } = await declare();
  await pullPart();
  const all = await Promise.all(Array.from({ length: 20 }, () => continueImports(continuing)));
  assert.equal(all.flat().length, 1);
  assert.equal(posts.length, 2);
  assert.deepEqual(await listParts(session.importId), ['1 closed', '2 declared']);
});

test('R12: page 1 of the next part is served while its declaration is under way', async (t) => {
  const { web, continuing, declare, pullPart } = await setUp(t);
  await declare();
  await pullPart();
  let early: number[] = [];
  const asking = {
    listFields: () => Promise.resolve(undefined),
    postImport: async () => {
      early = idsOf(await poll(web.url, { page: 1, per_page: 4 }));
      return ACCEPTED;
    },
  };
  await continueImports({ ...continuing, hostFor: () => Promise.resolve(asking) });
  assert.deepEqual(early, span(11, 14));
});

test('a close that is said again after the next part was declared ends nothing', async (t) => {
  const { web, store, continuing, declare, listParts, pullPart } = await setUp(t);
  const { session } = await declare();
  await pullPart();
  await continueImports(continuing);
  const again = await poll(web.url, { page: -1, per_page: 4 });
  assert.deepEqual([again.status, again.body], [200, EMPTY]);
  assert.deepEqual(await listParts(session.importId), ['1 closed', '2 declared']);
  assert.deepEqual(await pullPart(), span(11, 20));
  assert.equal((await store.findCurrentSession('b1'))?.state, 'closed');
});

for (const [what, answer, state] of [
  ['refuses', REFUSED, 'failed'],
  ['answers unclearly', UNCLEAR, 'unknown'],
] as const) {
  test(`a host that ${what} is not asked again by itself`, async (t) => {
    const { posts, continuing, declare, listParts, pullPart } = await setUp(t, [ACCEPTED, answer]);
    const { session } = await declare();
    await pullPart();
    const [continued] = await continueImports(continuing);
    assert.equal(continued?.problem?.code, answer === REFUSED ? 'host_refused' : 'host_unclear');
    assert.deepEqual(await continueImports(continuing), []);
    assert.deepEqual(await continueImports(continuing), []);
    assert.equal(posts.length, 2);
    assert.deepEqual(await listParts(session.importId), ['1 closed', `2 ${state}`]);
  });
}

test('R13: a part whose declaration was unclear is served, and the import goes on after it', async (t) => {
  const { continuing, declare, listParts, pullPart } = await setUp(t, [
    ACCEPTED,
    UNCLEAR,
    ACCEPTED,
  ]);
  const { session } = await declare();
  await pullPart();
  await continueImports(continuing);
  assert.deepEqual(await pullPart(), span(11, 20));
  await continueImports(continuing);
  assert.deepEqual(await listParts(session.importId), ['1 closed', '2 closed', '3 declared']);
});

test('without a token the import waits, says so once, and goes on when there is one', async (t) => {
  const { store, posts, continuing, declare, pullPart } = await setUp(t);
  const { session } = await declare();
  await pullPart();
  const unconnected = { ...continuing, hostFor: () => Promise.resolve(undefined) };
  for (let times = 0; times < 3; times++) assert.deepEqual(await continueImports(unconnected), []);
  const { flags } = await readSession(store, session.id);
  assert.equal(flags.length, 1);
  assert.match(flags[0] ?? '', /^Part 2 of 3 waits/);
  assert.equal((await continueImports(continuing)).length, 1);
  assert.equal(posts.length, 2);
});

test('an import of another list of the business goes first', async (t) => {
  const { store, batch, posts, declaring, continuing, declare, pullPart } = await setUp(t);
  await declare();
  await pullPart();
  const other = await stageClients(store, 3, 'b1');
  await declareBatch(declaring, {
    ...{ businessUid: 'b1', batchId: other.id, staffUid: undefined, params: {} },
  });
  assert.deepEqual(await continueImports(continuing), []);
  assert.equal(posts.length, 2);
  await pullPart();
  assert.equal((await continueImports(continuing)).length, 1);
  assert.equal((await store.findCurrentSession('b1'))?.batchId, batch.id);
});

test('a part that the CRM closed early stops the import until a person goes on with the same part', async (t) => {
  const { store, web, declaring, continuing, declare, listParts, pullPart } = await setUp(t);
  const { session } = await declare();
  idsOf(await poll(web.url, { page: 1, per_page: 4 }));
  await until(
    'the page is in the ledger',
    async () => (await store.listSentRanges(session.id)).length === 1,
  );
  await poll(web.url, { page: -1, per_page: 4 });
  assert.deepEqual(await continueImports(continuing), []);
  const plan = await planContinuation(declaring, session.importId);
  assert.equal(plan.isAgain, true);
  assert.deepEqual(plan.sentBefore, { withEmail: 4, withoutEmail: 0 });
  const again = await continueByHand(declaring, session.importId);
  assert.deepEqual([again.part, again.firstSeq, again.lastSeq], [1, 1, 10]);
  assert.deepEqual(await pullPart(), span(1, 10));
  await continueImports(continuing);
  assert.deepEqual(await listParts(session.importId), ['1 closed_early', '1 closed', '2 declared']);
});

test('a person goes on after a refusal and after a cancelled part, in the name of another staff member too', async (t) => {
  const answers = [ACCEPTED, REFUSED, ACCEPTED];
  const { store, declaring, continuing, declare, listParts, pullPart } = await setUp(t, answers);
  const { session } = await declare();
  await pullPart();
  await continueImports(continuing);
  const second = await continueByHand(declaring, session.importId, { staffUid: 'staff2' });
  assert.equal(second.staffUid, 'staff2');
  await assert.rejects(continueByHand(declaring, session.importId), { code: 'session_open' });
  await cancelSession({ store, now: () => new Date() }, second.id);
  assert.deepEqual(await continueImports(continuing), [], 'what a person ended stays ended');
  const third = await continueByHand(declaring, session.importId);
  assert.deepEqual([third.part, third.staffUid, third.continues], [2, 'staff2', second.id]);
  assert.deepEqual(await listParts(session.importId), [
    '1 closed',
    '2 failed',
    '2 cancelled',
    '2 declared',
  ]);
});

test('an import that was handed over whole, or that is not there, does not go on', async (t) => {
  const { store, batch, declaring, pullPart } = await setUp(t);
  const whole = { ...declaring, mostClients: 50 };
  const { session } = await declareBatch(whole, {
    ...{ businessUid: 'b1', batchId: batch.id, staffUid: 'staff1', params: {} },
  });
  await pullPart();
  const closed: Session = await readSession(store, session.id);
  assert.equal(closed.state, 'closed');
  await assert.rejects(continueByHand(whole, session.importId), { code: 'nothing_to_send' });
  await assert.rejects(continueByHand(whole, 's_none'), { code: 'session_not_found' });
});

test('a list that was removed between the parts is told, and nothing is declared', async (t) => {
  const { store, batch, posts, continuing, declare, pullPart } = await setUp(t);
  const { session } = await declare();
  await pullPart();
  await store.deleteBatch(batch.id);
  assert.deepEqual(await continueImports(continuing), []);
  assert.match((await readSession(store, session.id)).flags[0] ?? '', /list was removed/);
  const { goesOn, isOver } = await drawUpImport(store, session, { now: new Date(), quietMs: 0 });
  assert.deepEqual([goesOn, isOver], [false, true]);
  assert.equal(posts.length, 1);
});

test('R13: a part that was written down before the app died is not declared by itself; a person ends it and goes on', async (t) => {
  const { store, posts, declaring, continuing, declare, pullPart, listParts } = await setUp(t);
  const { session } = await declare();
  await pullPart();
  const dying = {
    listFields: () => Promise.resolve(undefined),
    postImport: () => Promise.reject(new Error('killed here')),
  };
  const hostFor = () => Promise.resolve(dying);
  await assert.rejects(continueImports({ ...continuing, hostFor }), /killed here/);
  assert.deepEqual(await continueImports(continuing), []);
  assert.deepEqual(await listParts(session.importId), ['1 closed', '2 prepared']);
  await assert.rejects(continueByHand(declaring, session.importId), { code: 'session_open' });

  const stuck = await store.findCurrentSession('b1');
  await cancelSession({ store, now: () => new Date() }, stuck?.id ?? '');
  const patient = { ...declaring, quietMs: 600_000 };
  await assert.rejects(continueByHand(patient, session.importId), { code: 'session_too_fresh' });
  await continueByHand(declaring, session.importId);
  assert.deepEqual(await listParts(session.importId), ['1 closed', '2 cancelled', '2 declared']);
  assert.equal(posts.length, 2);
});

test('a list from which a person was erased is not handed over any further', async (t) => {
  const { store, batch, posts, declaring, continuing, declare, pullPart } = await setUp(t);
  const { session } = await declare();
  await pullPart();
  const erased = { ...batch, counts: { ...batch.counts, erased: 1, erasedClients: 1 } };
  const afterErasure = { ...store, findBatch: () => Promise.resolve(erased) };
  assert.deepEqual(await continueImports({ ...continuing, store: afterErasure }), []);
  const { flags, endsHere } = await readSession(store, session.id);
  assert.match(flags[0] ?? '', /a person was erased/);
  assert.equal(endsHere, true);
  await assert.rejects(continueByHand({ ...declaring, store: afterErasure }, session.importId), {
    code: 'batch_erased',
  });
  assert.equal(posts.length, 1);
});

/** The CRM closes the first part of an import while a page of it is still on the way; `complete` lets that one arrive. */
async function closeEarly({ store, web, declare }: Awaited<ReturnType<typeof setUp>>) {
  const { session } = await declare();
  await poll(web.url, { page: 1, per_page: 4 });
  await poll(web.url, { page: -1, per_page: 4 });
  const isClosed = async () => (await readSession(store, session.id)).state === 'closed_early';
  await until('the part is closed early', isClosed);
  const complete = async () => {
    await recordPoll(
      { store, now: () => new Date() },
      {
        ...{ sessionId: session.id, polledAt: new Date().toISOString(), page: 1, pageSize: 10 },
        ...{ status: 200, firstSeq: 1, lastSeq: 10, sentWhole: true, durationMs: 1 },
        ...{ unknownParams: [], userAgent: undefined },
      },
    );
    assert.equal((await readSession(store, session.id)).state, 'closed');
  };
  return { session, complete };
}

test('a part that is completed late goes on by itself', async (t) => {
  const set = await setUp(t);
  const { complete } = await closeEarly(set);
  await complete();
  assert.equal((await continueImports(set.continuing)).length, 1);
});

test('after a retry of an import no part of it begins by itself, until a person goes on', async (t) => {
  const set = await setUp(t);
  const { store, posts, declaring, continuing } = set;
  const { session, complete } = await closeEarly(set);
  const retrying = {
    ...declaring,
    ...{ store, createBatchId: () => createId('b'), mostClients: 50 },
    listUnsettled: (importId: string) => listUnsettled(store, importId),
  };
  const choice = { unknown: true, confirmed: 25 };
  const retried = await startRetry(retrying, session.importId, choice);
  await complete();
  assert.deepEqual(await continueImports(continuing), [], 'the retry is still open');
  await cancelSession({ store, now: () => new Date() }, retried.session.id);

  assert.deepEqual(await continueImports(continuing), []);
  assert.deepEqual(await continueImports(continuing), []);
  assert.equal(posts.length, 2);
  const { endsHere, flags } = await readSession(store, session.id);
  assert.equal(endsHere, true);
  assert.match(flags.join(), /Part 2 of 3 was not begun, .* sent again or taken back/);
  const next = await continueByHand(declaring, session.importId);
  assert.deepEqual([next.part, next.continues], [2, session.id]);
  assert.equal((await readSession(store, session.id)).endsHere, undefined);
});

test('a retry that was staged before the import, and sent again since, counts as well', async (t) => {
  const set = await setUp(t);
  const { store, batch, posts, declaring, continuing } = set;
  const seqs = async function* () {
    yield* await Promise.resolve([3, 12]);
  };
  const aMinuteAgo = () => new Date(Date.now() - 60_000);
  const deriving = { store, createId: () => createId('b'), now: aMinuteAgo };
  const derived = await deriveBatch(deriving, batch, seqs(), 'retry');
  const { session, complete } = await closeEarly(set);
  const retried = await declareBatch(declaring, {
    ...{ businessUid: 'b1', batchId: derived?.id ?? '', staffUid: undefined, params: {} },
  });
  await complete();
  await cancelSession({ store, now: () => new Date() }, retried.session.id);
  assert.deepEqual(await continueImports(continuing), []);
  assert.equal(posts.length, 2);
  assert.equal((await readSession(store, session.id)).endsHere, true);
});

test('after an undo of an import no part of it begins by itself', async (t) => {
  const set = await setUp(t);
  const { store, batch, posts, continuing } = set;
  const { session, complete } = await closeEarly(set);
  const at = new Date().toISOString();
  const { importId } = session;
  await store.createJob(makeJob(batch, { kind: 'undo', importId, createdAt: at }));
  await complete();
  assert.deepEqual(await continueImports(continuing), []);
  assert.equal(posts.length, 1);
  assert.equal((await readSession(store, session.id)).endsHere, true);
});

test('an import that waits between two parts can be ended by a person, and gone on with later', async (t) => {
  const { store, posts, declaring, continuing, declare, listParts, pullPart } = await setUp(t);
  const deps = { store, now: () => new Date() };
  const options = { now: new Date(), quietMs: 0 };
  const { session } = await declare();
  await pullPart();
  const going = await drawUpImport(store, session, options);
  assert.deepEqual([going.goesOn, going.isOver], [true, false]);
  const ended = await cancelSession(deps, session.id);
  assert.deepEqual([ended.state, ended.endsHere], ['closed', true]);
  assert.deepEqual(ended.flags, ['A person ended the import after part 1 of 3.']);
  assert.deepEqual(await continueImports(continuing), []);
  const over = await drawUpImport(store, session, options);
  assert.deepEqual([over.goesOn, over.isOver], [false, true]);
  await assert.rejects(cancelSession(deps, session.id), { code: 'session_ended' });

  await continueByHand(declaring, session.importId);
  await assert.rejects(cancelSession(deps, session.id), { code: 'session_ended' });
  await pullPart();
  assert.equal((await continueImports(continuing)).length, 1, 'and then by itself again');
  assert.deepEqual(await listParts(session.importId), ['1 closed', '2 closed', '3 declared']);
  assert.equal(posts.length, 3);
});

test('a person who ends an import while the CRM is being connected is heard', async (t) => {
  const { store, posts, continuing, declare, pullPart } = await setUp(t);
  const { session } = await declare();
  await pullPart();
  const hostFor = async (from: Session) => {
    await cancelSession({ store, now: () => new Date() }, from.id);
    return continuing.hostFor(from);
  };
  assert.deepEqual(await continueImports({ ...continuing, hostFor }), []);
  assert.equal(posts.length, 1);
  assert.equal((await readSession(store, session.id)).flags.length, 1);
});

test('while an earlier import is being taken back, nothing is declared for the business', async (t) => {
  const { store, batch, posts, declare, declaring, pullPart } = await setUp(t);
  const first = await declare();
  await pullPart();
  const job = makeJob(batch, { kind: 'undo', importId: first.session.id });
  await store.createJob(job);
  await assert.rejects(declare(), { code: 'job_running' });
  await assert.rejects(continueByHand(declaring, first.session.id), { code: 'job_running' });
  assert.equal(posts.length, 1);

  await stopJob({ store, now: () => new Date() }, job.id);
  await continueByHand(declaring, first.session.id);
  assert.equal(posts.length, 2);
});
