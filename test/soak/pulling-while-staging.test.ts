import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { writePlainList } from '../helpers/lists.js';
import { until } from '../helpers/poll.js';
import { findFreePort, startProgram, startServe, type Program } from '../helpers/program.js';
import { countHandedOver } from '../../src/sessions/serve-page.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type * as wire from '../../src/web/api/wire.js';
import { isLongForm, times } from '../support/long-form.js';
import { makeDiskDir } from '../support/disk-dir.js';
import { drawSeed, seededRandom } from '../support/seeded-random.js';
import { quantile, readLoopDelayMs } from '../support/server-figures.js';
import { startStaffedServer } from '../support/staffed-server.js';
import { openList, pullSteadily, type PulledList } from '../support/steady-pull.js';

const BUSINESSES = times(12, 64);
const CLIENTS = times(450, 2_000);
const PAGE_SIZE = 100;
/** 64 businesses ask about 250 pages a second; as fast as they can, they would measure themselves. */
const THINK_MS = 250;

/** The bars, with everything that runs on two cores at once. */
const PAGE_MS = 100;
const LOOP_MS = 50;

/** Lists of many businesses, each ready to be pulled. */
async function openLists(dataDir: string, count = BUSINESSES): Promise<PulledList[]> {
  const store = openSqliteStore(dataDir);
  try {
    const lists: PulledList[] = [];
    for (let n = 1; n <= count; n++) lists.push(await openList(store, `biz${n}`, CLIENTS));
    return lists;
  } finally {
    await store.close();
  }
}

function drawPace(t: TestContext) {
  const seed = drawSeed();
  t.diagnostic(`seed ${seed}`);
  return { pageSize: PAGE_SIZE, thinkMs: THINK_MS, random: seededRandom(seed) };
}

/** Says what was measured; held against the bars in the long form only, where nothing else runs beside it. */
function judge(t: TestContext, what: string, tookMs: readonly number[], loopMs: number): void {
  const [p50, p99, most] = [0.5, 0.99, 1].map((share) => quantile(tookMs, share));
  const shown = [p50, p99, most, loopMs].map((ms = NaN) => ms.toFixed(1));
  t.diagnostic(
    `${what}: ${tookMs.length} pages, ms p50 ${shown[0]}, p99 ${shown[1]}, max ${shown[2]}; event loop p99 ${shown[3]}`,
  );
  assert.ok(loopMs > 0, 'the server says nothing of its event loop');
  if (!isLongForm) return;
  assert.ok((p99 ?? NaN) < PAGE_MS, `page p99 ${p99} ms`);
  assert.ok(loopMs < LOOP_MS, `event-loop delay p99 ${loopMs} ms`);
}

test('R30: businesses that pull at once get every page exact and soon while another process stages a large list', async (t) => {
  const dataDir = makeDiskDir(t);
  const lists = await openLists(dataDir, BUSINESSES + 1);
  const path = join(dataDir, 'clients.csv');
  const records = times(50_000, 1_000_000);
  writePlainList(path, records);
  const metricsPort = await findFreePort();
  const serve = await startServe(t, dataDir, 0, { METRICS_PORT: String(metricsPort) });
  const pace = drawPace(t);
  const before = await pullSteadily([serve.url], lists.slice(0, 1), pace, () => true);
  t.diagnostic(`alone: p99 ${quantile(before, 0.99).toFixed(1)} ms`);

  const staging = startProgram(t, dataDir, ['stage', path, '--business', 'large', '--json']);
  let isStaged = false;
  void staging.exited.then(() => (isStaged = true));
  await readLoopDelayMs(metricsPort);
  const pulling = pullSteadily([serve.url], lists.slice(1), pace, () => isStaged);
  const tookMs = await witnessed(t, serve, pulling);
  const loopMs = await readLoopDelayMs(metricsPort);

  assert.equal((await staging.exited).code, 0, staging.errors());
  const { staged } = JSON.parse(staging.output()) as {
    staged: { batch: { counts: { accepted: number } } };
  };
  assert.equal(staged.batch.counts.accepted, records);
  assert.equal(serve.errors(), '', 'nothing failed, and nothing was busy');
  judge(t, `${lists.length - 1} businesses, ${records} records staged`, tookMs, loopMs);
});

test('R30: so they do while the server itself takes an upload in and stages it', async (t) => {
  const dataDir = makeDiskDir(t);
  const lists = await openLists(dataDir);
  const path = join(dataDir, 'clients.csv');
  const records = times(20_000, 500_000);
  writePlainList(path, records);
  const server = await startStaffedServer(t, dataDir, { LOG_LEVEL: 'error' });
  const staff = await server.staffOf('large');
  const pace = drawPace(t);

  let isStaged = false;
  const bringing = bring(staff, readFileSync(path)).finally(() => (isStaged = true));
  await readLoopDelayMs(server.metricsPort);
  const [tookMs, draft] = await Promise.all([
    witnessed(
      t,
      server.program(),
      pullSteadily([server.url], lists, pace, () => isStaged),
    ),
    bringing,
  ]);
  const loopMs = await readLoopDelayMs(server.metricsPort);

  assert.equal(draft.staging?.state, 'done', draft.staging?.problem?.message);
  assert.equal(draft.staging.records, records);
  assert.equal(server.program().errors(), '', 'nothing failed, and nothing was busy');
  judge(t, `${lists.length} businesses, ${records} records uploaded`, tookMs, loopMs);
});

test('R40: two servers on one data folder answer the same under load, and their one account is true', async (t) => {
  const dataDir = makeDiskDir(t);
  const lists = await openLists(dataDir);
  const path = join(dataDir, 'clients.csv');
  writePlainList(path, times(20_000, 200_000));
  const servers = [await startServe(t, dataDir), await startServe(t, dataDir)];
  const staging = startProgram(t, dataDir, ['stage', path, '--business', 'large']);
  let isStaged = false;
  void staging.exited.then(() => (isStaged = true));
  const urls = servers.map(({ url }) => url);
  const tookMs = await pullSteadily(urls, lists, drawPace(t), () => isStaged);
  assert.equal((await staging.exited).code, 0, staging.errors());
  for (const server of servers) assert.equal(server.errors(), '');
  t.diagnostic(`${tookMs.length} pages, ms p99 ${quantile(tookMs, 0.99).toFixed(1)}`);
  const store = openSqliteStore(dataDir);
  t.after(() => store.close());
  for (const { businessUid } of lists)
    await until('the account is whole', async () => {
      const session = await store.findCurrentSession(businessUid);
      assert.ok(session);
      return session.state === 'closed' && (await countHandedOver({ store }, session)) === CLIENTS;
    });
});

/** When it fails, the server says its part. */
function witnessed<T>(t: TestContext, server: Program, work: Promise<T>): Promise<T> {
  return work.catch(async (error: unknown) => {
    const end = await Promise.race([server.exited, pause(1_000, 'it runs')]);
    t.diagnostic(`the server: ${JSON.stringify(end)}; ${server.errors()}`);
    throw error;
  });
}

/** Uploads a list and waits until it is staged. */
async function bring(
  staff: Awaited<ReturnType<Awaited<ReturnType<typeof startStaffedServer>>['staffOf']>>,
  list: Buffer,
): Promise<wire.DraftWire> {
  const { uid } = await staff.post<wire.DraftWire>('/drafts');
  const uploaded = await staff.upload(uid, new Uint8Array(list));
  assert.equal(uploaded.status, 201, uploaded.text);
  return staff.restage(uid, 300_000);
}
