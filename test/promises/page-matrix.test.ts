import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { after, before, suite, test } from 'node:test';
import type { Batch } from '../../src/staging/batch.js';
import type { Store } from '../../src/store/store.js';
import { EMPTY, idsOf, inFlight, poll, until } from '../helpers/poll.js';
import { createDeclaredSession, makeStore, readSession, stageClients } from '../helpers/store.js';
import { startWeb, type RunningWeb } from '../helpers/web.js';
import { times } from '../support/long-form.js';

const PAGE_SIZES = [1, 2, 7, 25, 50, 100, 500, 1_000, 50_000];
const MOST = 50_000;
/** Pages of one batch; thousands of tiny ones are left to the long form. */
const MOST_PAGES = times(2_100, MOST);

const countsAround = (p: number): number[] =>
  [...new Set([0, 1, p - 1, p, p + 1, 2 * p - 1, 2 * p, 2 * p + 1, 49_999, 50_000])]
    .filter((n) => n <= MOST)
    .sort((a, b) => a - b);

suite('R18: the partition of every batch into pages is exact', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const batches = new Map<number, Batch>();
  let store: Store;
  let web: RunningWeb;

  const cleanups: (() => unknown)[] = [];
  const cleaner = { after: (work: () => unknown) => cleanups.push(work) };

  before(async () => {
    ({ store } = makeStore(cleaner));
    web = await startWeb(cleaner, store);
  });
  after(async () => {
    agent.destroy();
    for (const work of cleanups) await work();
  });

  async function batchOf(n: number): Promise<Batch> {
    const batch = batches.get(n) ?? (await stageClients(store, n, `b${n}`));
    batches.set(n, batch);
    return batch;
  }

  /** Asks every page up to two beyond the end, 8 in flight, and checks each against its place. */
  async function checkPartition(n: number, pageSize: number): Promise<void> {
    const session = createDeclaredSession(await batchOf(n));
    await store.createSession(session);
    const seen = new Uint8Array(n + 1);
    const lastPage = Math.floor(n / pageSize) + 1;
    const params = { business_uid: session.businessUid, per_page: pageSize };

    await inFlight(8, Array(lastPage + 1).keys(), async (at) => {
      const page = at + 1;
      const answer = await poll(web.url, { ...params, page }, agent);
      const ids = idsOf(answer);
      const first = at * pageSize + 1;
      assert.equal(ids.length, Math.max(0, Math.min(pageSize, n - first + 1)), `page ${page}`);
      if (page >= lastPage) assert.ok(ids.length < pageSize, 'the host would not see the end');
      if (ids.length === 0) assert.equal(answer.body, EMPTY);
      ids.forEach((id, place) => {
        assert.equal(id, first + place, `page ${page}, place ${place}`);
        seen[id] = (seen[id] ?? 0) + 1;
      });
    });

    assert.ok(
      seen.every((often, id) => often === (id === 0 ? 0 : 1)),
      'each client exactly once',
    );
    await poll(web.url, { ...params, page: -1 }, agent);
    await until('the session is closed', async () => {
      const { state } = await readSession(store, session.id);
      return state === 'closed';
    });
  }

  for (const pageSize of PAGE_SIZES) {
    for (const n of countsAround(pageSize).filter((n) => n / pageSize <= MOST_PAGES)) {
      test(`R18: ${n} clients in pages of ${pageSize} come exactly once, in order, and end in a short page`, () =>
        checkPartition(n, pageSize));
    }
  }
});
