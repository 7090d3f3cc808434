import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import Database from 'better-sqlite3';
import { createId } from '../../src/create-id.js';
import { createHostClient } from '../../src/host/host-client.js';
import { drawUpImport } from '../../src/results/draw-up-import.js';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import { continueByHand } from '../../src/sessions/continue-by-hand.js';
import { cancelSession, declareBatch, type DeclareDeps } from '../../src/sessions/declare.js';
import type { Session } from '../../src/sessions/session.js';
import type { Store } from '../../src/store/store.js';
import { startKilledApp, type Kill } from '../helpers/killed-app.js';
import { until } from '../helpers/poll.js';
import { openTestStore, usePostgres } from '../helpers/postgres.js';
import { makeStore, stageClients } from '../helpers/store.js';
import { findFreePort } from '../helpers/program.js';
import { makeTempDir } from '../helpers/temp-dir.js';

const postgres = usePostgres();
const TOKEN = 'token-b1';
const APP_CODE = 'clientferry';

interface Crossing {
  store: Store;
  /** What lets the app find the store. */
  env: Record<string, string>;
  clients: number;
  mostClients?: number;
  perPage: number;
  replicas: number;
  plan: (page: number) => Kill | undefined;
}

/** Takes a list over to the stand-in CRM by an app that is killed again and again, and gives all that is known afterwards. */
async function crossOver(t: TestContext, crossing: Crossing) {
  const { store, env, clients, perPage, replicas, plan } = crossing;
  const batch = await stageClients(store, clients, 'b1');
  const port = await findFreePort();
  const apiUrl = `http://127.0.0.1:${port}`;
  const settings = {
    ...{ INTANDEM_API_URL: apiUrl, INTANDEM_STAFF_TOKEN: TOKEN, INTANDEM_APP_CODE: APP_CODE },
    QUIET_MINUTES: '0',
  };
  const app = await startKilledApp(t, { ...env, ...settings }, { replicas, plan });
  const crm = join(makeTempDir(t), 'crm.db');
  const sandbox = await startSandbox({
    ...{ port, apiUri: app.url, appCode: APP_CODE, perPage, dataFile: crm, log: () => undefined },
    accounts: [{ businessUid: 'b1', staffUid: 'staff1', token: TOKEN }],
  });
  t.after(() => sandbox.close());

  const deps: DeclareDeps = {
    ...{ store, now: () => new Date(), createId: () => createId('s'), quietMs: 0 },
    ...(crossing.mostClients === undefined ? {} : { mostClients: crossing.mostClients }),
    host: createHostClient({ apiUrl, appCode: APP_CODE, staffToken: TOKEN, timeoutMs: 10_000 }),
  };
  const { session } = await declareBatch(deps, {
    ...{ businessUid: 'b1', batchId: batch.id, staffUid: 'staff1', inParts: true, params: {} },
  });
  const { importId } = session;
  const person = watchAsPerson(deps, importId);
  await until('all parts are handed over', person.isWhole, 180_000);

  const sessions = await store.listSessionsOfImport(importId);
  const account = await drawUpImport(store, importId, { now: new Date(), quietMs: 0 });
  return { sessions, account, kills: app.kills(), byHand: person.acts(), inCrm: countInCrm(crm) };
}

/** How long a session may stand before a person takes it for stuck. */
const PATIENCE_MS = 5_000;

/**
 * A person who looks at the import. Killed between writing a session down and reading the CRM's answer, the app cannot know
 * whether the CRM accepted it, and never declares it again by itself (promises R13); killed between an answer and its ledger
 * entry, it cannot say that all was handed over (R39). Then the person goes on by hand.
 */
function watchAsPerson(deps: DeclareDeps, importId: string) {
  let acts = 0;
  const seen = { id: '', version: 0, sinceMs: 0 };
  const standsStill = ({ id, version }: Session) => {
    if (seen.id !== id || seen.version !== version)
      Object.assign(seen, { id, version, sinceMs: Date.now() });
    return Date.now() - seen.sinceMs > PATIENCE_MS;
  };
  return {
    acts: () => acts,
    isWhole: async () => {
      const last = (await deps.store.listSessionsOfImport(importId)).at(-1);
      if (!last) return false;
      if (last.state === 'closed') return last.part === last.parts;
      const isStuck = last.state === 'prepared' || last.state === 'closed_early';
      if (isStuck && standsStill(last)) {
        acts++;
        if (last.state === 'prepared') await cancelSession(deps, last.id);
        await continueByHand(deps, importId);
      }
      return false;
    },
  };
}

/** How many clients the stand-in CRM has, and how many external ids. */
function countInCrm(path: string): { clients: number; ids: number } {
  const db = new Database(path, { readonly: true });
  try {
    const sql = 'SELECT count(*) AS clients, count(DISTINCT external_id) AS ids FROM clients';
    return db.prepare<[], { clients: number; ids: number }>(sql).get() ?? { clients: 0, ids: 0 };
  } finally {
    db.close();
  }
}

/** Kills at these polls, counted from 1, however they turn out; every poll is counted, those that are asked again as well. */
function planOf(kills: ReadonlyMap<number, Kill>, atClose: readonly (Kill | undefined)[]) {
  let polls = 0;
  let closes = 0;
  return (page: number): Kill | undefined => {
    polls++;
    return page === -1 ? atClose[closes++] : kills.get(polls);
  };
}

/** Some polls out of `1..polls`, each with a way of being killed. */
function drawKills(polls: number, count: number): Map<number, Kill> {
  const ways: readonly Kill[] = ['before', 'during'];
  const kills = new Map<number, Kill>();
  while (kills.size < count)
    kills.set(1 + Math.floor(Math.random() * polls), ways[kills.size % ways.length] ?? 'before');
  return kills;
}

function assertWhole(
  { sessions, account, inCrm, byHand }: Awaited<ReturnType<typeof crossOver>>,
  { clients, parts }: { clients: number; parts: number },
): void {
  assert.deepEqual(inCrm, { clients, ids: clients });
  const closed = sessions.filter(({ state }) => state === 'closed');
  assert.deepEqual(
    closed.map(({ part }) => part),
    Array.from({ length: parts }, (_, at) => at + 1),
  );
  assert.ok(sessions.length - closed.length <= byHand, 'only a person begins a part twice');
  assert.equal(closed.at(-1)?.lastSeq, clients);
  for (const [at, one] of sessions.entries()) assert.equal(one.continues, sessions[at - 1]?.id);

  assert.deepEqual([account.clients, account.handedOver], [clients, clients]);
  const { created, updated, skipped, failed, unknown } = account.results;
  assert.equal(created + updated + skipped + failed + unknown, clients);
  assert.equal(account.isOver, true);
  assert.equal(account.parts.length, parts);
}

test('R20, R38: 120,001 clients go over in three sessions, with kill -9 at random pages and between the parts', async (t) => {
  const { store, dataDir } = makeStore(t);
  const kills = drawKills(26, 6);
  t.diagnostic(`killed at ${JSON.stringify([...kills])}`);
  const crossed = await crossOver(t, {
    ...{ store, env: { DATA_DIR: dataDir }, clients: 120_001, perPage: 5_000, replicas: 1 },
    plan: planOf(kills, ['after', 'before', 'after']),
  });
  assertWhole(crossed, { clients: 120_001, parts: 3 });
  assert.ok(crossed.kills >= 6, `${crossed.kills} kills`);
  t.diagnostic(`${crossed.kills} kills, ${crossed.byHand} times by hand`);
});

test('two replicas over PostgreSQL hand over five parts, each begun once, while one after the other is killed', async (t) => {
  const url = await postgres.createDatabase();
  const kills = drawKills(24, 5);
  t.diagnostic(`killed at ${JSON.stringify([...kills])}`);
  const crossed = await crossOver(t, {
    ...{ store: await openTestStore(t, url), env: { DATABASE_URL: url } },
    ...{ clients: 4_601, mostClients: 1_000, perPage: 250, replicas: 2 },
    plan: planOf(kills, ['after', undefined, 'before', 'after']),
  });
  assertWhole(crossed, { clients: 4_601, parts: 5 });
  t.diagnostic(`${crossed.kills} kills, ${crossed.byHand} times by hand`);
});

for (const [clients, parts] of [
  [49_999, 1],
  [50_000, 1],
  [50_001, 2],
  [100_000, 2],
] as const) {
  test(`R38: ${clients} clients go over in ${parts === 1 ? 'one session' : 'two sessions'}, never cut`, async (t) => {
    const { store, dataDir } = makeStore(t);
    const crossed = await crossOver(t, {
      ...{ store, env: { DATA_DIR: dataDir }, clients, perPage: 10_000, replicas: 1 },
      plan: () => undefined,
    });
    assertWhole(crossed, { clients, parts });
    assert.equal(crossed.sessions.length, parts);
  });
}
