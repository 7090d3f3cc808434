import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import { createPeople, presentClients, type FakeAnswer } from './fake-app.js';
import { listClients, SHOP, startRehearsal } from './rehearsal.js';

test('a page that is refused or misshapen breaks the import and says why', async (t) => {
  const cases: [FakeAnswer, RegExp][] = [
    [{ status: 404, body: '{}' }, /page 2 was answered with 404/],
    [{ status: 500, body: '{}' }, /page 2 was answered with 500/],
    [{ status: 302, headers: { location: '/' }, body: '' }, /answered with 302/],
    [{ status: 200, body: 'nonsense' }, /page 2 is not JSON/],
    [{ status: 200, body: '{"clients":[]}' }, /page 2 has the wrong shape at "data"/],
    [{ status: 200, body: '{"data":{"clients":["Noa"]}}' }, /shape at "data.clients.0"/],
    [{ status: 200, body: presentClients(createPeople(3)) }, /page 2 holds 3 clients/],
  ];
  for (const [answer, reason] of cases) {
    const interfere = ({ page }: { page: number }) => (page === 2 ? answer : undefined);
    const { app, declare, ended } = await startRehearsal(t, { interfere });
    await declare();
    const account = await ended();
    assert.equal(account.state, 'broken');
    assert.match(account.reason ?? '', reason);
    assert.equal(account.created, 2);
    assert.deepEqual(pagesOf(app.polls), [1, 2]);
  }
});

test('a page that answers 503 ten times breaks the import', async (t) => {
  const interfere = () => ({ status: 503, headers: { 'retry-after': '0' }, body: '{}' });
  const { app, declare, ended } = await startRehearsal(t, { interfere });
  await declare();
  assert.match((await ended()).reason ?? '', /503 10 times/);
  assert.equal(app.polls.length, 10);
});

test('nobody listening breaks the import after ten tries', async (t) => {
  const { app, declare, ended } = await startRehearsal(t);
  await app.close();
  await declare();
  const account = await ended();
  assert.equal(account.state, 'broken');
  assert.match(account.reason ?? '', /page 1 found nobody 10 times/);
});

test('the sandbox asks page after page until a short one and then closes', async (t) => {
  const { app, declare, ended } = await startRehearsal(t, { people: createPeople(5) });
  await declare();
  const account = await ended();
  assert.deepEqual(pagesOf(app.polls), [1, 2, 3, -1]);
  assert.deepEqual(app.polls[0], {
    path: '/app/clients/export',
    businessUid: 'bz-shop',
    staffUid: 'st-noa',
    page: 1,
    perPage: 2,
  });
  const { id, started_at, finished_at } = account;
  assert.ok(finished_at !== null && finished_at >= started_at);
  assert.deepEqual(account, {
    id,
    started_at,
    finished_at,
    number: 1,
    business_uid: 'bz-shop',
    state: 'complete',
    created: 5,
    updated: 0,
    skipped: 0,
    failed: 0,
    pages: 3,
    polls: 4,
    mismatched_pages: 0,
    ignored_fields: [],
    reason: null,
    faults_played: [],
  });
});

test('an exactly full last page is followed by an empty one', async (t) => {
  const { app, declare, ended } = await startRehearsal(t, { people: createPeople(4) });
  await declare();
  assert.equal((await ended()).created, 4);
  assert.deepEqual(pagesOf(app.polls), [1, 2, 3, -1]);
});

test('an empty list ends at once', async (t) => {
  const { app, declare, ended } = await startRehearsal(t, { people: [] });
  await declare();
  assert.equal((await ended()).state, 'complete');
  assert.deepEqual(pagesOf(app.polls), [1, -1]);
});

test('a 503 is waited out, however long the app asks for', async (t) => {
  const interfere = ({ page }: { page: number }, nth: number) =>
    page === 2 && nth < 3
      ? { status: 503, headers: { 'retry-after': '60' }, body: '{}' }
      : undefined;
  const { app, declare, ended } = await startRehearsal(t, { interfere });
  await declare();
  const account = await ended();
  assert.equal(account.state, 'complete');
  assert.equal(account.polls, 6);
  assert.deepEqual(pagesOf(app.polls), [1, 2, 2, 2, 3, -1]);
});

test('closing the sandbox in the middle leaves the import abandoned, also on disk', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  t.after(() => rm(folder, { recursive: true }));
  const dataFile = join(folder, 'crm.db');
  const interfere = ({ page }: { page: number }) =>
    page === 2 ? { status: 503, body: '{}' } : undefined;
  const first = await startRehearsal(t, { interfere, dataFile });
  await first.declare();
  while (first.app.polls.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await first.sandbox.close();
  const second = await startRehearsal(t, { dataFile });
  const account = await second.ended();
  assert.equal(account.state, 'abandoned');
  assert.match(account.reason ?? '', /stopped in the middle/);
  assert.equal((await listClients(second.http)).length, 2);
});

test('a taken port fails with the plain Node error', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const options = { port, apiUri: 'http://127.0.0.1:9', appCode: 'clientferry', accounts: [SHOP] };
  await assert.rejects(startSandbox(options), { code: 'EADDRINUSE' });
});

test('the seed is drawn when none is given, and always logged', async (t) => {
  const { sandbox, logged } = await startRehearsal(t, { seed: undefined });
  assert.ok(Number.isSafeInteger(sandbox.seed));
  assert.ok(logged.some((line) => line.includes(`seed ${sandbox.seed}`)));
});

function pagesOf(polls: readonly { page: number }[]): number[] {
  return polls.map((poll) => poll.page);
}
