import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { PULL_FAULTS, SURVIVABLE_FAULTS, type FaultName } from '../../src/sandbox/sandbox.js';
import { createPeople, presentClients } from './fake-app.js';
import { DECLARATION, listClients, startRehearsal, type RehearsalOptions } from './rehearsal.js';

const PATH = '/business/clients/v1/apps/clientferry/import';

/** Imports 23 people in pages of 2 under faults, and gives what was asked and what came of it. */
async function rehearse(
  t: TestContext,
  faults: readonly FaultName[],
  options: RehearsalOptions = {},
) {
  const rehearsal = await startRehearsal(t, { people: createPeople(23), faults, ...options });
  const { http, app } = rehearsal;
  // a stalled POST never answers, so nobody waits for it here
  const posted = http.post<unknown>(PATH, DECLARATION, { timeout: 1500 }).then(
    (answer) => answer.status,
    (error: unknown) => (error as { code?: string }).code,
  );
  const account = await rehearsal.ended();
  const emails = (await listClients(http)).map((client) => client.email);
  return { ...rehearsal, account, emails, posted, pages: app.polls.map((poll) => poll.page) };
}

const EVERYBODY = createPeople(23).map((person) => person.email);
const IN_ORDER = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, -1];

test('all faults of pulling but close-early and never-close can be survived', () => {
  assert.deepEqual(
    PULL_FAULTS.filter((name) => !SURVIVABLE_FAULTS.includes(name)),
    ['close-early', 'never-close'],
  );
});

for (const fault of SURVIVABLE_FAULTS) {
  test(`under ${fault} every client arrives once, in order, and the fault is listed`, async (t) => {
    const { account, emails } = await rehearse(t, [fault]);
    assert.equal(account.state, 'complete');
    assert.equal(account.created, 23);
    assert.equal(account.skipped, 0);
    assert.equal(account.pages, 12);
    assert.equal(account.mismatched_pages, 0);
    assert.deepEqual(account.faults_played, [fault]);
    assert.deepEqual(emails, EVERYBODY);
  });
}

test('under all survivable faults at once every client arrives once, whatever the seed', async (t) => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const { account, emails } = await rehearse(t, SURVIVABLE_FAULTS, { seed });
    assert.equal(account.state, 'complete', `seed ${seed}: ${String(account.reason)}`);
    assert.deepEqual(emails, EVERYBODY, `seed ${seed}`);
  }
});

test('early-poll asks for page 1 before the declaration is answered', async (t) => {
  let isAnswered = false;
  const seen: boolean[] = [];
  const interfere = () => void seen.push(isAnswered);
  const { declare, ended } = await startRehearsal(t, { faults: ['early-poll'], interfere });
  await declare();
  isAnswered = true;
  await ended();
  assert.equal(seen[0], false);
});

test('early-poll answers 201 even when page 1 breaks the import', async (t) => {
  const interfere = () => ({ status: 404, body: '{}' });
  const { declare, ended } = await startRehearsal(t, { faults: ['early-poll'], interfere });
  assert.equal((await declare()).status, 201);
  assert.match((await ended()).reason ?? '', /page 1 was answered with 404/);
});

test('stall-post pulls and never answers the declaration', async (t) => {
  const { posted, pages } = await rehearse(t, ['stall-post']);
  assert.equal(await posted, 'ECONNABORTED');
  assert.deepEqual(pages, IN_ORDER);
});

test('closing the sandbox ends a stalled declaration', async (t) => {
  const { posted, sandbox } = await rehearse(t, ['stall-post']);
  await sandbox.close();
  assert.equal(await posted, 'ECONNRESET');
});

test('reset-post pulls and cuts the connection of the declaration', async (t) => {
  const { posted, pages } = await rehearse(t, ['reset-post']);
  assert.equal(await posted, 'ECONNRESET');
  assert.deepEqual(pages, IN_ORDER);
});

test('repeat-page asks for some pages twice and compares the answers byte for byte', async (t) => {
  const interfere = ({ page }: { page: number }, nth: number) =>
    page === 1 && nth === 2
      ? { status: 200, body: `${presentClients(createPeople(2))} ` }
      : undefined;
  const { account, pages } = await rehearse(t, ['repeat-page'], { interfere });
  assert.equal(pages.filter((page) => page === 1).length, 2);
  const repeats = pages.length - IN_ORDER.length;
  assert.ok(repeats > 1 && repeats < 12, `${repeats} repeats`);
  assert.equal(account.polls, pages.length);
  assert.equal(account.mismatched_pages, 1);
  assert.equal(account.created, 23);
});

test('out-of-order asks for page 1 first and then mixes', async (t) => {
  const { pages } = await rehearse(t, ['out-of-order']);
  assert.equal(pages[0], 1);
  assert.notEqual(pages[1], 2);
  assert.equal(pages.at(-1), -1);
  assert.deepEqual(new Set(pages.filter((page) => page <= 12)), new Set(IN_ORDER));
});

test('parallel has four requests in flight', async (t) => {
  const { app, pages } = await rehearse(t, ['parallel']);
  assert.equal(app.mostOpen(), 4);
  assert.equal(pages[0], 1);
  assert.equal(pages.at(-1), -1);
});

test('clients behind a short page break an import that looks ahead', async (t) => {
  const interfere = ({ page }: { page: number }) =>
    page === 3 ? { status: 200, body: presentClients([]) } : undefined;
  const { account } = await rehearse(t, ['parallel'], { interfere });
  assert.equal(account.state, 'broken');
  assert.match(account.reason ?? '', /page 4 holds clients, but page 3 was short/);
});

test('lose-response asks again for what it threw away', async (t) => {
  const { pages, account } = await rehearse(t, ['lose-response']);
  assert.deepEqual(pages.slice(0, 2), [1, 1]);
  assert.equal(account.polls, pages.length);
  assert.deepEqual([...new Set(pages)], IN_ORDER);
});

test('change-per-page asks with another size, and goes back to the first after 409', async (t) => {
  const { app } = await rehearse(t, ['change-per-page']);
  const secondPage = app.polls.filter((poll) => poll.page === 2);
  assert.deepEqual(
    secondPage.map((poll) => poll.perPage),
    [1, 2],
  );
});

test('an app that accepts another size in the middle breaks the import', async (t) => {
  const interfere = ({ perPage }: { perPage: number }) =>
    perPage === 1 ? { status: 200, body: presentClients(createPeople(1)) } : undefined;
  const { account } = await rehearse(t, ['change-per-page'], { interfere });
  assert.equal(account.state, 'broken');
  assert.match(account.reason ?? '', /per_page changed from 2 to 1/);
});

test('close-twice sends page -1 twice', async (t) => {
  const { pages } = await rehearse(t, ['close-twice']);
  assert.deepEqual(pages, [...IN_ORDER, -1]);
});

test('close-early sends page -1 before the end and stops', async (t) => {
  const { pages, account } = await rehearse(t, ['close-early']);
  assert.deepEqual(pages, [...IN_ORDER.slice(0, pages.length - 1), -1]);
  assert.ok(pages.length <= 3);
  assert.equal(account.state, 'abandoned');
  assert.equal(account.created, (pages.length - 1) * 2);
  assert.deepEqual(account.faults_played, ['close-early']);
});

test('never-close takes every page and never sends page -1', async (t) => {
  const { pages, account } = await rehearse(t, ['never-close']);
  assert.deepEqual(pages, IN_ORDER.slice(0, -1));
  assert.equal(account.state, 'abandoned');
  assert.equal(account.created, 23);
  assert.deepEqual(account.faults_played, ['never-close']);
});

test('the same seed asks in the same sequence, another seed in another', async (t) => {
  const faults = ['repeat-page', 'lose-response', 'out-of-order', 'change-per-page'] as const;
  const asked = async (seed: number) => {
    const { app } = await rehearse(t, faults, { seed });
    return app.polls.map(({ page, perPage }) => `${page}/${perPage}`);
  };
  const first = await asked(7);
  assert.deepEqual(await asked(7), first);
  assert.notDeepEqual(await asked(8), first);
});

test('a second import of a run plays its own script', async (t) => {
  const people = createPeople(23);
  const faults = ['out-of-order'] as const;
  const { app, declare, ended } = await startRehearsal(t, { people, faults });
  await declare().then(ended);
  const first = app.polls.splice(0).map((poll) => poll.page);
  await declare().then(ended);
  assert.notDeepEqual(
    app.polls.map((poll) => poll.page),
    first,
  );
});
