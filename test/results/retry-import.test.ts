import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createId } from '../../src/create-id.js';
import {
  planRetry,
  startRetry,
  type RetryDeps,
  type Unsettled,
} from '../../src/results/retry-import.js';
import type { Declaration } from '../../src/sessions/declare.js';
import type { Session } from '../../src/sessions/session.js';
import type { Store } from '../../src/store/store.js';
import { createDeclaredSession, makeStore } from '../helpers/store.js';
import { sealBatch } from '../support/seal-batch.js';

/** Every third client has no e-mail address. */
const TEXTS = Array.from({ length: 9 }, (_, at) =>
  JSON.stringify({
    first_name: `Noa ${at + 1}`,
    ...((at + 1) % 3 === 0 ? {} : { email: `noa.${at + 1}@example.org` }),
  }),
);

const REJECT = {
  ...{ file: 0, record: 10, line: 11, cells: ['x'] },
  issues: [],
};

async function setUp(
  t: TestContext,
  unsettled: Record<number, Unsettled>,
  session: Partial<Session> = {},
) {
  const { store } = makeStore(t);
  const batch = await sealBatch(store, { clients: TEXTS, rejects: [REJECT] });
  const declared = createDeclaredSession(batch, {
    ...{ state: 'closed', lastSeq: TEXTS.length, staffUid: 'staff1', wipeWhenDone: true },
    importParams: {
      ...{ should_override: true, upload_type: 'single', send_notifications_when_done: false },
    },
    ...session,
  });
  await store.createSession(declared);
  const posts: Declaration[] = [];
  const deps: RetryDeps = {
    ...{ store, now: () => new Date(), createId: () => createId('s'), quietMs: 0 },
    createBatchId: () => createId('b'),
    host: {
      listFields: () => Promise.resolve(undefined),
      postImport: (declaration) => {
        posts.push(declaration);
        return Promise.resolve({ kind: 'accepted', hostSessionId: undefined });
      },
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- a list as it comes from a database
    async *listUnsettled() {
      for (const [seq, why] of Object.entries(unsettled)) yield { seq: Number(seq), why };
    },
  };
  return { store, batch, deps, posts, importId: declared.importId };
}

const MIXED: Record<number, Unsettled> = {
  ...{ 1: 'failed', 3: 'missing', 4: 'unknown', 6: 'unknown', 9: 'failed' },
};

test('a plan counts failed, missing and unknown, says what the CRM recognises, and changes nothing', async (t) => {
  const { store, batch, deps, posts, importId } = await setUp(t, MIXED);
  const plan = await planRetry(deps, importId, { unknown: false });
  assert.deepEqual(
    { ...plan, batch: plan.batch.id },
    {
      ...{ importId, batch: batch.id, clients: 3, failed: 2, missing: 1, unknown: 2 },
      ...{ withEmail: 1, withoutEmail: 2, override: true, parts: 1, rejects: 1 },
      earlierRetries: [],
    },
  );
  const all = await planRetry(deps, importId, { unknown: true });
  assert.deepEqual([all.clients, all.withEmail, all.withoutEmail], [5, 2, 3]);
  assert.deepEqual([posts.length, (await store.listBatches()).length], [0, 1]);
});

test('a retry sends exactly what was confirmed, as an import of its own with the words of the first', async (t) => {
  const { store, batch, deps, posts, importId } = await setUp(t, MIXED);
  const choice = { unknown: true, confirmed: 5 };
  const { session, batch: derived } = await startRetry(deps, importId, choice);
  assert.deepEqual(
    await store.readClients(derived.id, 1, 5),
    [1, 3, 4, 6, 9].map((seq) => TEXTS[seq - 1]),
  );
  assert.match(derived.id, /^b_/);
  assert.deepEqual(derived.derivedFrom, { batchId: batch.id, why: 'retry' });
  assert.notEqual(session.importId, importId);
  assert.deepEqual([session.staffUid, session.wipeWhenDone], ['staff1', true]);
  assert.deepEqual(posts[0]?.import_params, {
    ...{ should_override: true, upload_type: 'single', send_notifications_when_done: false },
  });
  const later = await planRetry(deps, importId, { unknown: true });
  assert.deepEqual(later.earlierRetries, [session.importId]);
});

test('nothing is sent when by now it would be other clients than the person was told', async (t) => {
  const { store, deps, posts, importId } = await setUp(t, MIXED);
  const retrying = startRetry(deps, importId, { unknown: false, confirmed: 2 });
  await assert.rejects(retrying, { code: 'not_confirmed' });
  assert.deepEqual([posts.length, (await store.listBatches()).length], [0, 1]);
});

test('an import in which everything arrived has nothing to send', async (t) => {
  const { deps, posts, importId } = await setUp(t, { 4: 'unknown' });
  const retrying = startRetry(deps, importId, { unknown: false, confirmed: 0 });
  await assert.rejects(retrying, { code: 'nothing_to_send' });
  assert.equal(posts.length, 0);
});

for (const [what, session] of [
  ['is being pulled', { state: 'serving' }],
  ['has parts to come', { state: 'closed', parts: 2 }],
] as const) {
  test(`an import that ${what} is not over, so nobody knows what to send again`, async (t) => {
    const { deps, importId } = await setUp(t, MIXED, session);
    const choice = { unknown: false };
    await assert.rejects(planRetry(deps, importId, choice), { code: 'import_not_over' });
    await assert.rejects(planRetry(deps, 's_none', choice), { code: 'session_not_found' });
  });
}

test('who was erased is not sent again', async (t) => {
  const { deps, importId } = await setUp(t, { 1: 'failed', 2: 'failed' });
  const erased: Store = {
    ...deps.store,
    readOrigins: async (...range) =>
      (await deps.store.readOrigins(...range)).map((origin) =>
        origin.json === TEXTS[0] ? { ...origin, json: '{}' } : origin,
      ),
  };
  const plan = await planRetry({ ...deps, store: erased }, importId, { unknown: false });
  assert.deepEqual([plan.clients, plan.failed], [1, 1]);
});
