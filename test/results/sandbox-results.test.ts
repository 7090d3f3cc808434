import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createId } from '../../src/create-id.js';
import { createCrm } from '../../src/host/crm.js';
import { createHostClient } from '../../src/host/host-client.js';
import { createWebhookHost } from '../../src/host/webhook-host.js';
import { runJob } from '../../src/jobs/run-job.js';
import { drawUpImport } from '../../src/results/draw-up-import.js';
import type { ImportAccount } from '../../src/results/import-account.js';
import { reconcileSteps } from '../../src/results/reconcile/reconcile-steps.js';
import { startReconcile } from '../../src/results/reconcile/start-reconcile.js';
import { sum } from '../../src/results/tally-reports.js';
import { subscribeReports } from '../../src/results/subscribe-reports.js';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js';
import { declareBatch } from '../../src/sessions/declare.js';
import { openKeyIndex } from '../../src/store/sqlite/key-index.js';
import type { Store } from '../../src/store/store.js';
import { until } from '../helpers/poll.js';
import { makeStore, stageClients } from '../helpers/store.js';
import type { Cleaner } from '../helpers/temp-dir.js';
import { startWeb } from '../helpers/web.js';

const SECRET = 'a'.repeat(24);
const TOKEN = 'token-noa';
const CLIENTS = 230;
const quietMs = 600_000;
const now = () => new Date();

interface House {
  store: Store;
  crm: Sandbox;
  importId: string;
  account: () => Promise<ImportAccount>;
}

/** Imports clients 1..230 into the stand-in CRM, which reports to us, until it has closed the session. */
async function importAll(t: Cleaner, options: Partial<SandboxOptions>): Promise<House> {
  const { store } = makeStore(t);
  const web = await startWeb(t, store, { secrets: [SECRET], isOpen: false });
  const crm = await startSandbox({
    ...{ port: 0, apiUri: `${web.origin}/host/${SECRET}`, appCode: 'clientferry' },
    ...{ clientId: 'c', clientSecret: 's', redirectUri: `${web.origin}/callback` },
    accounts: [
      { businessUid: 'b1', staffUid: 'st-noa', staffName: 'Noa', role: 'owner', token: TOKEN },
    ],
    ...{ requestsPerSecond: 0, perPage: 50, webhookDelayMs: 50, log: () => undefined },
    ...options,
  });
  t.after(() => crm.close());
  const access = { apiUrl: crm.url, appCode: 'clientferry', staffToken: TOKEN, timeoutMs: 5_000 };
  const webhooks = createWebhookHost({
    ...{ apiUrl: crm.url, clientId: 'c', clientSecret: 's' },
    ...{ timeoutMs: 5_000, requestsPerSecond: 1_000 },
  });
  const address = { publicUrl: web.origin, secrets: [SECRET] };
  assert.equal((await subscribeReports(webhooks, address)).state, 'subscribed');
  assert.equal((await subscribeReports(webhooks, address)).state, 'already');
  const batch = await stageClients(store, CLIENTS, 'b1');
  const { session } = await declareBatch(
    { store, now, host: createHostClient(access), createId: () => createId('s'), quietMs },
    { businessUid: 'b1', batchId: batch.id, staffUid: undefined, params: {} },
  );
  const account = () => drawUpImport(store, session.id, { now: now(), quietMs });
  await until('the CRM closes the session', async () => (await account()).isOver, 30_000);
  return { store, crm, importId: session.importId, account };
}

async function reconcile({ store, crm, importId }: House): Promise<void> {
  const begin = { of: { importId }, staffUid: undefined };
  const job = await startReconcile({ store, now, createId: () => createId('j'), quietMs }, begin);
  const reading = createCrm(
    {
      apiUrl: crm.url,
      appCode: 'clientferry',
      staffToken: TOKEN,
      timeoutMs: 5_000,
      requestsPerSecond: 1_000,
    },
    undefined,
    { firstPauseMs: 10 },
  );
  const crmFor = () => Promise.resolve(reading);
  const steps = reconcileSteps({ store, openKeyIndex, region: undefined, crmFor });
  const done = await runJob({ store, now }, job, steps, new AbortController().signal);
  assert.equal(done.state, 'done', done.problem);
}

function assertBalanced({ results, clients }: ImportAccount): void {
  const { unknown, ...told } = results;
  assert.equal(sum(told) + unknown, clients);
}

const isOddlyLast = (id: unknown): boolean => Number(id) % 20 === 0;
const failsFor = (client: Record<string, unknown>) => isOddlyLast(client['external_id']);

for (const answerForm of ['uuid', 'number', 'null'] as const)
  test(`every client is accounted for when the CRM names sessions as ${answerForm}`, async (t) => {
    const house = await importAll(t, { answerForm, failsFor });
    await until('all is reported', async () => (await house.account()).isReportedDone);
    const account = await house.account();
    assert.deepEqual(account.results, {
      created: 219,
      updated: 0,
      skipped: 0,
      failed: 11,
      unknown: 0,
    });
    assert.deepEqual(account.oddities, []);
  });

for (const fault of [
  'repeat-webhook',
  'delay-webhook',
  'reorder-webhook',
  'early-webhook',
] as const)
  test(`${fault} changes nothing in the account`, async (t) => {
    const house = await importAll(t, { faults: [fault], failsFor, seed: 7 });
    await until('all is reported', async () => (await house.account()).results.unknown === 0);
    const account = await house.account();
    assertBalanced(account);
    assert.equal(account.results.failed, 11);
    assert.equal(account.results.created, 219);
  });

test('what lost webhooks leave unknown is settled by a look at the CRM, and only that', async (t) => {
  const house = await importAll(t, { faults: ['drop-webhook', 'busy-api'], failsFor, seed: 3 });
  const before = await house.account();
  assertBalanced(before);
  assert.ok(before.results.unknown >= 50, 'the webhook of page 1 is always lost');
  await reconcile(house);
  const account = await house.account();
  assertBalanced(account);
  assert.equal(account.results.created, 219);
  assert.equal(account.results.failed + account.results.unknown, 11);
  assert.equal(account.missing, 11);
  assert.equal(account.reconciliation?.different, 0);
  assert.equal(account.reconciliation.presentBefore, 0);
});
