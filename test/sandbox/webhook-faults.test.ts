import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { FaultName } from '../../src/sandbox/sandbox.js';
import { createPeople } from './fake-app.js';
import { startRehearsal, type RehearsalOptions } from './rehearsal.js';
import { pageOf, startTalkingRehearsal, waitFor } from './webhook-listener.js';

const PAGES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** Imports 23 people in 12 pages; every page was told, or dropped, at least once. */
async function hear(t: TestContext, faults: readonly FaultName[], options: RehearsalOptions = {}) {
  const people = createPeople(23);
  const talking = await startTalkingRehearsal(t, { people, faults, ...options });
  const account = await talking.importAll();
  assert.equal(account.created, 23);
  return { ...talking, account, pages: () => talking.heard.map((body) => pageOf({ body })) };
}

test('without faults every page is told once, in page order', async (t) => {
  const { pages } = await hear(t, []);
  assert.deepEqual(pages(), PAGES);
});

test('drop-webhook tells nothing of some pages, and shows which', async (t) => {
  const { pages, shown, account } = await hear(t, ['drop-webhook']);
  const { counts, deliveries } = await shown();
  const dropped = deliveries.filter(({ outcome }) => outcome === 'dropped').map(pageOf);
  assert.ok(dropped.includes(1) && dropped.length < 12);
  assert.equal(counts.dropped, dropped.length);
  assert.deepEqual(
    pages(),
    PAGES.filter((page) => !dropped.includes(page)),
  );
  assert.deepEqual(account.faults_played, ['drop-webhook']);
});

test('repeat-webhook tells of some pages twice, with the same content', async (t) => {
  const { pages, heard, account } = await hear(t, ['repeat-webhook']);
  await waitFor(() => pages().filter((page) => page === 1).length === 2);
  assert.ok(heard.length > 12);
  const [first, second] = heard.filter(({ data }) => data.page === 1);
  assert.deepEqual(first, second);
  assert.deepEqual(new Set(pages()), new Set(PAGES));
  assert.deepEqual(account.faults_played, ['repeat-webhook']);
});

test('delay-webhook tells of some pages after later ones', async (t) => {
  const { pages, account } = await hear(t, ['delay-webhook'], { webhookDelayMs: 400 });
  assert.notDeepEqual(pages(), PAGES);
  assert.deepEqual(
    [...pages()].sort((a, b) => a - b),
    PAGES,
  );
  assert.deepEqual(account.faults_played, ['delay-webhook']);
});

test('reorder-webhook lets a later page overtake', async (t) => {
  const { pages, account } = await hear(t, ['reorder-webhook']);
  assert.deepEqual(pages().slice(0, 2), [2, 1]);
  assert.deepEqual(
    [...pages()].sort((a, b) => a - b),
    PAGES,
  );
  assert.deepEqual(account.faults_played, ['reorder-webhook']);
});

test('reorder-webhook has nothing to mix when there is one page', async (t) => {
  const faults = ['reorder-webhook'] as const;
  const { heard, importAll } = await startTalkingRehearsal(t, { people: createPeople(1), faults });
  assert.deepEqual((await importAll()).faults_played, []);
  assert.equal(heard.length, 1);
});

test('early-webhook tells of page 1 before the declaration is answered', async (t) => {
  let isAnswered = false;
  const answeredBefore: boolean[] = [];
  const answer = () => {
    answeredBefore.push(isAnswered);
    return 204;
  };
  const faults = ['early-webhook'] as const;
  const { declare, ended } = await startTalkingRehearsal(t, { faults, answer });
  assert.equal((await declare()).status, 201);
  isAnswered = true;
  assert.equal(answeredBefore[0], false);
  assert.deepEqual((await ended()).faults_played, ['early-webhook']);
});

test('early-webhook answers the declaration even when nobody listens, or nobody answers', async (t) => {
  const faults = ['early-webhook'] as const;
  const alone = await startRehearsal(t, { faults });
  assert.equal((await alone.declare()).status, 201);
  assert.deepEqual((await alone.ended()).faults_played, []);
  const silent = { faults, answer: () => undefined, webhookTimeoutMs: 50 };
  const { declare } = await startTalkingRehearsal(t, silent);
  assert.equal((await declare()).status, 201);
});

test('early-webhook answers the declaration even when page 1 breaks the import', async (t) => {
  const interfere = () => ({ status: 404, body: '{}' });
  const faults = ['early-webhook'] as const;
  const { declare } = await startTalkingRehearsal(t, { faults, interfere });
  assert.equal((await declare()).status, 201);
});

test('all faults of webhooks at once tell nothing wrong, and the same with the same seed', async (t) => {
  const faults = [
    'drop-webhook',
    'repeat-webhook',
    'delay-webhook',
    'reorder-webhook',
    'early-webhook',
  ] as const;
  const told = async (seed: number) => {
    const { shown, heard } = await hear(t, faults, { seed });
    await waitFor(async () => (await shown()).counts.sent === heard.length);
    for (const body of heard) {
      const { page, clients_import_status: told } = body.data;
      const ids = [2 * page - 1, 2 * page].filter((id) => id <= 23);
      assert.deepEqual(told.created, { count: ids.length, external_ids: ids }, `page ${page}`);
      assert.equal(body.data.import_done, page === 12);
    }
    const { deliveries } = await shown();
    return deliveries
      .filter(({ outcome }) => outcome === 'dropped')
      .map(pageOf)
      .sort((a, b) => a - b);
  };
  assert.deepEqual(await told(7), await told(7));
  assert.notDeepEqual(await told(7), await told(8));
});
