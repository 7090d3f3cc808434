import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowserAs } from './browser.js';
import { createPeople } from './fake-app.js';
import { listClients, startRehearsal } from './rehearsal.js';
import { startTalkingRehearsal } from './webhook-listener.js';

interface Asked {
  status: number;
  retryAfter: string | undefined;
  body: unknown;
}

const FIELDS = '/platform/v1/fields';

test('fail-clients lets some clients fail, at least one on page 1, and tells which', async (t) => {
  const people = createPeople(60);
  const faults = ['fail-clients'] as const;
  const { heard, http, importAll } = await startTalkingRehearsal(t, {
    people,
    faults,
    perPage: 20,
  });
  const { created, failed, faults_played } = await importAll();
  assert.ok(failed > 0 && failed < 15, `${failed} failed`);
  assert.equal(created + failed, 60);
  assert.deepEqual(faults_played, ['fail-clients']);
  const told = heard.flatMap(({ data }) => data.clients_import_status.failed.external_ids);
  assert.ok((heard[0]?.data.clients_import_status.failed.count ?? 0) > 0);
  assert.equal(told.length, failed);
  const there = (await listClients(http)).map((client) => client.external_id);
  assert.deepEqual(
    told.filter((id) => there.includes(id)),
    [],
  );
});

test('who failed by fail-clients can succeed in a later import', async (t) => {
  const faults = ['fail-clients'] as const;
  const { declare, ended } = await startRehearsal(t, { faults, failShare: 0 });
  const first = await declare().then(ended);
  assert.deepEqual([first.created, first.failed], [4, 1]);
  const second = await declare().then(ended);
  assert.deepEqual([second.created, second.skipped, second.failed], [1, 4, 0]);
});

test('fail-clients lets as many fail as it is told to, the same with the same seed', async (t) => {
  const failures = async (seed: number) => {
    const options = { people: createPeople(200), perPage: 100, failShare: 0.5, seed };
    const faults = ['fail-clients'] as const;
    const { http, declare, ended } = await startRehearsal(t, { ...options, faults });
    const { failed } = await declare().then(ended);
    assert.ok(failed > 60 && failed < 140, `${failed} failed`);
    return (await listClients(http)).map((client) => client.email);
  };
  assert.deepEqual(await failures(7), await failures(7));
  assert.notDeepEqual(await failures(7), await failures(8));
});

test('clients that a test chooses fail without any fault', async (t) => {
  const failsFor = ({ external_id }: Record<string, unknown>) => external_id === 3;
  const { http, declare, ended } = await startRehearsal(t, { failsFor });
  const { created, failed, faults_played } = await declare().then(ended);
  assert.deepEqual(
    { created, failed, faults_played },
    { created: 4, failed: 1, faults_played: [] },
  );
  const ids = (await listClients(http)).map((client) => client.external_id);
  assert.deepEqual(ids, [1, 2, 4, 5]);
});

test('busy-api refuses some calls with 429, not always saying how long to wait', async (t) => {
  const ask = async (seed: number) => {
    const { http } = await startRehearsal(t, { faults: ['busy-api'], seed });
    const asked: Asked[] = [];
    for (let n = 0; n < 100; n += 1) {
      const { status, headers, data } = await http.get<unknown>(FIELDS);
      const retryAfter = headers['retry-after'] as string | undefined;
      asked.push({ status, retryAfter, body: data });
    }
    return asked;
  };
  const asked = await ask(3);
  const busy = asked.filter(({ status }) => status === 429);
  assert.equal(asked[1]?.status, 429);
  assert.ok(busy.length > 1 && busy.length < 20, `${busy.length} busy`);
  for (const { body } of busy) assert.deepEqual(body, { error: 'Too many requests' });
  assert.deepEqual(new Set(busy.map(({ retryAfter }) => retryAfter)), new Set(['1', undefined]));
  const statuses = (answers: readonly Asked[]) => answers.map(({ status }) => status);
  assert.deepEqual(statuses(await ask(3)), statuses(asked));
});

test('cut-api hangs up before the work or after it', async (t) => {
  const wasDone: boolean[] = [];
  for (let seed = 1; seed <= 8; seed += 1) {
    const { http, sandbox } = await startRehearsal(t, { faults: ['cut-api'], seed });
    const answers: unknown[] = [];
    for (let n = 1; n <= 3; n += 1) {
      const call = http.post('/platform/v1/clients', { first_name: `Person ${n}` });
      const answer = call.then(
        ({ status }) => status,
        (error: unknown) => (error as { code?: string }).code,
      );
      answers.push(await answer);
    }
    assert.equal(answers[2], 'ECONNRESET');
    // the CRM's own pages are not cut
    const { data } = await (await openBrowserAs(sandbox, 'bz-shop/st-noa')).get('/');
    wasDone.push(data.includes('Person 3'));
  }
  assert.deepEqual(new Set(wasDone), new Set([true, false]));
});
