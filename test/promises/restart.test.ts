import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { test } from 'node:test';
import { countHandedOver } from '../../src/sessions/serve-page.js';
import { idsOf, poll, pullAll, span, until, type Answer } from '../helpers/poll.js';
import { findFreePort, startServe } from '../helpers/program.js';
import { makeStore, openSession, readSession } from '../helpers/store.js';
import { times } from '../support/long-form.js';
import { drawSeed, seededRandom } from '../support/seeded-random.js';

const PAGES = 500;
const KILLS = times(6, 100);

test('R17: every page asked three times around a restart is the same bytes', async (t) => {
  const { store, dataDir } = makeStore(t);
  await openSession(store, 95);
  const askAll = async (url: string) => {
    const bodies: string[] = [];
    for (const page of span(1, 11)) bodies.push((await poll(url, { page, per_page: 10 })).body);
    return bodies;
  };
  const first = await startServe(t, dataDir);
  const once = await askAll(first.url);
  const twice = await askAll(first.url);
  first.kill('SIGKILL');
  await first.exited;
  const second = await startServe(t, dataDir);
  assert.deepEqual(twice, once);
  assert.deepEqual(await askAll(second.url), once);
  assert.deepEqual(await pullAll(second.url, 10), span(1, 95));
});

test(`R20: ${KILLS} kills during a pull of ${PAGES} pages cost no client; only pages asked again repeat`, async (t) => {
  const { store, dataDir } = makeStore(t);
  const { session } = await openSession(store, PAGES * 10 - 3);
  const port = await findFreePort();
  let serve = await startServe(t, dataDir, port);
  const seed = drawSeed();
  t.diagnostic(`seed ${seed}`);
  const random = seededRandom(seed);
  // Where the program is killed: spread over the pull, each at a random moment around a page.
  const killAt = new Set(
    span(1, KILLS).map((n) => Math.floor((n - random()) * (PAGES / KILLS)) + 1),
  );
  assert.equal(killAt.size, KILLS);
  const got: number[] = [];
  let kills = 0;
  for (let page = 1; page <= PAGES;) {
    const agent = new Agent({ keepAlive: false });
    const asked: Promise<Answer | undefined> = poll(serve.url, { page, per_page: 10 }, agent).catch(
      () => undefined,
    );
    if (killAt.delete(page)) {
      await new Promise((resolve) => setTimeout(resolve, random() * 4));
      serve.kill('SIGKILL');
      await serve.exited;
      kills++;
      serve = await startServe(t, dataDir, port);
    }
    const answer = await asked;
    if (!answer) continue;
    got.push(...idsOf(answer));
    page++;
  }
  assert.equal(kills, KILLS);
  assert.deepEqual(got, span(1, PAGES * 10 - 3));

  await poll(serve.url, { page: -1, per_page: 10 });
  await until('the close is written', async () =>
    ['closed', 'closed_early'].includes((await readSession(store, session.id)).state),
  );
  // A page whose entry was killed is not counted; then the account says so, and asking it again mends it.
  for (const page of span(1, PAGES)) await poll(serve.url, { page, per_page: 10 });
  await until(
    'the account is whole',
    async () => (await readSession(store, session.id)).state === 'closed',
  );
  assert.equal(await countHandedOver({ store }, session), PAGES * 10 - 3);
});

for (const round of span(1, 5)) {
  test(`R33: SIGTERM under load cuts no page and ends with 0 (round ${round})`, async (t) => {
    const { store, dataDir } = makeStore(t);
    await openSession(store, 20_000, 'b1', { bytesPerClient: 400 });
    const serve = await startServe(t, dataDir);
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    let isOver = false;
    let whole = 0;
    const cut: string[] = [];
    const puller = async (first: number) => {
      for (let page = first; !isOver; page = (page % 10) + 1) {
        try {
          assert.equal(
            idsOf(await poll(serve.url, { page, per_page: 2_000 }, agent)).length,
            2_000,
          );
          whole++;
        } catch (error) {
          // Refused, or a kept connection that was closed before the request was read, is no cut page.
          const { code, message } = error as NodeJS.ErrnoException;
          if (message === 'aborted' || (code !== 'ECONNREFUSED' && message !== 'socket hang up'))
            if (code !== 'ECONNRESET' || message === 'aborted')
              cut.push(`${code ?? ''} ${message}`);
          if (code === 'ECONNREFUSED') return;
        }
      }
    };
    const pulling = Promise.all(span(1, 8).map(puller));
    await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 300));
    serve.kill('SIGTERM');
    const startedMs = performance.now();
    const { code, signal } = await serve.exited;
    isOver = true;
    await pulling;
    agent.destroy();
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, serve.errors());
    assert.deepEqual(cut, []);
    assert.ok(whole > 0);
    assert.ok(performance.now() - startedMs < 10_000, 'it ended within its grace');
  });
}
