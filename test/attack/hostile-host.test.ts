import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FerryError } from '../../src/errors.js';
import { createAskOurselves } from '../../src/host/ask-ourselves.js';
import { createCrm } from '../../src/host/crm.js';
import { createHostClient } from '../../src/host/host-client.js';
import { createHostKeys } from '../../src/host/host-keys.js';
import { createIdentityHost } from '../../src/host/identity-host.js';
import { createPreflightHost } from '../../src/host/preflight-host.js';
import { createWebhookHost } from '../../src/host/webhook-host.js';
import { createWebhookPost } from '../../src/notify/webhook.js';
import { CLIENT } from '../helpers/fake-identity-host.js';
import { ATTACKS, MEGABYTE, startHostileHost } from './hostile-host.js';

const TIMEOUT_MS = 400;
/** Two tries and the pauses between them, on a busy machine; an answer that drips would last for ever. */
const SETTLED_MS = 10_000;
/** What is read of an answer, and what the system keeps under way. */
const MOST_BYTES = 24 * MEGABYTE;

/** Every call that leaves the app, by what it is called for. */
function callsTo(apiUrl: string): Record<string, () => Promise<unknown>> {
  const access = {
    ...{ apiUrl, appCode: 'clientferry', staffToken: 'a-token', timeoutMs: TIMEOUT_MS },
    ...{ ...CLIENT, requestsPerSecond: 1_000 },
  };
  const manner = { firstPauseMs: 5, patienceMs: TIMEOUT_MS };
  const host = createHostClient(access);
  const crm = createCrm(access, undefined, manner);
  const preflight = createPreflightHost(access, undefined, manner);
  const webhooks = createWebhookHost(access, manner);
  const identity = createIdentityHost(access);
  const now = () => new Date();
  const notice = createWebhookPost({
    ...{ url: `${apiUrl}/notice`, secret: `whsec_${'a'.repeat(32)}`, now, timeoutMs: TIMEOUT_MS },
  });
  const never = new AbortController().signal;
  return {
    declare: () => host.postImport({} as never),
    fields: () => host.listFields(),
    clients: () => crm.listClients(1),
    find: () => crm.findClients('email', 'noa@example.org'),
    delete: () => crm.deleteClient('c1'),
    installed: () => preflight.isInstalled('b1'),
    app: () => preflight.readApp(),
    staff: () => preflight.readStaff(),
    clock: () => preflight.readClock(),
    create: () => preflight.createField({ label: 'x', type: 'text' } as never),
    subscribe: () => webhooks.subscribe('bulk_import/done', 'https://ferry.example.com/hook'),
    webhooks: () => webhooks.list('bulk_import/done'),
    token: () => identity.exchangeCode({ code: 'c', verifier: 'v', redirectUri: 'https://x' }),
    userinfo: () => identity.readStaff('a-token'),
    keys: () =>
      createHostKeys({ apiUrl, nowMs: () => performance.now(), timeoutMs: TIMEOUT_MS }).known(),
    ourselves: () => createAskOurselves({ timeoutMs: TIMEOUT_MS })(`${apiUrl}/readyz`),
    notice: () => notice({ id: 'n1', body: '{}' }, never),
  };
}

for (const [what, attack] of Object.entries(ATTACKS)) {
  test(`S30: a host that answers with ${what} is refused in time by every call, and nobody follows it`, async (t) => {
    const host = await startHostileHost(t, attack);
    const startedMs = performance.now();
    const before = process.memoryUsage().rss;
    await Promise.all(
      Object.entries(callsTo(host.url)).map(async ([name, call]) => {
        try {
          const value = JSON.stringify([await call()]);
          assert.ok(value.length < MEGABYTE, name);
        } catch (error) {
          assert.ok(error instanceof FerryError, `${name}: ${String(error)}`);
          assert.ok(error.message.length < 1_000, name);
          assert.doesNotMatch(error.message, /<script|a-token|client-secret/, name);
        }
        const tookMs = performance.now() - startedMs;
        assert.ok(tookMs < SETTLED_MS, `${name} took ${Math.round(tookMs)} ms`);
      }),
    );
    assert.equal(host.canaryHits(), 0);
    assert.ok(host.mostBytes() < MOST_BYTES, `${host.mostBytes()} bytes were taken`);
    const grown = (process.memoryUsage().rss - before) / MEGABYTE;
    assert.ok(grown < 300, `${Math.round(grown)} MB more`);
    assert.equal(({} as { status?: string }).status, undefined);
  });
}
