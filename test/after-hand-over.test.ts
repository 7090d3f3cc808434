import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { CONTINUING, createAfterHandOver } from '../src/after-hand-over.js';
import { BY_ITSELF } from '../src/audit/audit-store.js';
import { loadConfig } from '../src/config.js';
import { RateLimits } from '../src/host/rate-limit.js';
import { createLogger } from '../src/logger.js';
import type { Store } from '../src/store/store.js';
import { accept, startFakeHost } from './helpers/fake-host.js';
import { createDeclaredSession, makeStore, stageClients } from './helpers/store.js';

/** An import whose first part of two was handed over whole, and the task that goes on with it. */
async function setUp(t: TestContext, given: Partial<Store> = {}) {
  const { store, dataDir } = makeStore(t);
  const host = await startFakeHost(t, accept);
  const batch = await stageClients(store, 20, 'b1');
  const createdAt = new Date(Date.now() - 60_000).toISOString();
  const first = createDeclaredSession(batch, {
    ...{ createdAt, state: 'closed', parts: 2, lastSeq: 10, closedAt: createdAt },
  });
  await store.createSession(first);
  const logger = createLogger('error');
  logger.silent = true;
  const tasks = createAfterHandOver({
    config: loadConfig({ DATA_DIR: dataDir, INTANDEM_API_URL: host.url }),
    store: { ...store, ...given },
    signIn: { contactOf: () => Promise.reject(new Error('nobody is told')) },
    actingFor: () =>
      Promise.resolve({ token: 'token-b1', onTokenRefused: () => Promise.resolve() }),
    rates: new RateLimits(1_000),
    publicUrl: () => 'https://import.example.com',
    logger,
  });
  const task = tasks.find(({ name }) => name === CONTINUING);
  assert.ok(task);
  const goOn = () => task.run(new AbortController().signal);
  return { store, first, goOn };
}

test('a part that the server begins by itself is in the audit, once', async (t) => {
  const { store, first, goOn } = await setUp(t);
  await goOn();
  await goOn();
  const second = (await store.listSessionsOfImport(first.importId)).at(-1);
  assert.equal(second?.part, 2);
  assert.deepEqual(
    (await store.listAudit('b1', 10)).map(({ staffUid, action, subject }) => [
      ...[staffUid, action, subject],
    ]),
    [[BY_ITSELF, 'import_continued', second.id]],
  );
});

test('a part that the server began stays begun when the audit cannot be written', async (t) => {
  const appendAudit = () => Promise.reject(new Error('disk I/O error'));
  const { store, first, goOn } = await setUp(t, { appendAudit });
  await goOn();
  assert.equal((await store.listSessionsOfImport(first.importId)).length, 2);
});
