import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { MIGRATION_LOCK } from '../../src/store/postgres/migrate.js';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.js';
import type { Store } from '../../src/store/store.js';
import { declareTo } from '../helpers/declare.js';
import { accept, startFakeHost } from '../helpers/fake-host.js';
import { EMPTY, idsOf, inFlight, poll, span, until } from '../helpers/poll.js';
import {
  cutConnections,
  isOthersServer,
  openTestStore,
  runSql,
  usePostgres,
} from '../helpers/postgres.js';
import { openSession, readSession, stageClients, clientText } from '../helpers/store.js';
import { startWeb, type RunningWeb } from '../helpers/web.js';
import { summaryOf } from '../support/seal-batch.js';

const postgres = usePostgres();

/** One replica of the app: a store and a web edge of its own. */
interface Replica {
  store: Store;
  web: RunningWeb;
}

async function startReplica(t: TestContext, url: string): Promise<Replica> {
  const store = await openTestStore(t, url);
  return { store, web: await startWeb(t, store) };
}

async function startTwo(t: TestContext): Promise<{ url: string; one: Replica; two: Replica }> {
  const url = await postgres.createDatabase();
  const [one, two] = await Promise.all([startReplica(t, url), startReplica(t, url)]);
  return { url, one, two };
}

test('several replicas that open an empty database at once migrate it once, and all work', async (t) => {
  const url = await postgres.createDatabase();
  const stores = await Promise.all(span(1, 8).map(() => openTestStore(t, url)));
  const done = await runSql(url, 'SELECT version FROM schema_migrations ORDER BY version');
  assert.deepEqual(
    done.map(({ version }) => version),
    span(1, done.length),
  );
  assert.ok(done.length > 0);
  for (const [at, store] of stores.entries()) await stageClients(store, 2, `b${at}`);
  assert.equal((await stores[0]?.listBatches())?.length, 8);
});

test('a replica waits for another one that migrates, longer than for any other statement', async (t) => {
  const url = await postgres.createDatabase();
  const lock = `BEGIN; SELECT pg_advisory_xact_lock(${MIGRATION_LOCK}); SELECT pg_sleep(1); COMMIT`;
  const first = runSql(url, lock);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const store = await openPostgresStore({ url, statementTimeoutMs: 100 });
  t.after(() => store.close());
  await first;
  await stageClients(store, 2, 'b1');
});

test('pages from two replicas in turn are byte-identical, whoever staged, and any of them closes', async (t) => {
  const { one, two } = await startTwo(t);
  const { session } = await openSession(one.store, 203);
  const ask = (replica: Replica, page: number) => poll(replica.web.url, { page, per_page: 10 });
  for (const page of span(1, 23)) {
    const answers = [await ask(one, page), await ask(two, page), await ask(one, page)];
    assert.deepEqual(
      idsOf(answers[0] ?? assert.fail()),
      span(page * 10 - 9, page * 10).slice(0, page < 21 ? 10 : page === 21 ? 3 : 0),
    );
    assert.equal(new Set(answers.map(({ body }) => body)).size, 1);
  }
  await inFlight(16, [...span(1, 23), ...span(1, 23)].entries(), async ([at, page]) => {
    const answer = await ask(at % 2 === 0 ? one : two, page);
    assert.equal(answer.status, 200);
  });
  // The last page may still be on its way into the ledger of the one when the other closes.
  assert.equal((await poll(two.web.url, { page: -1, per_page: 10 })).body, EMPTY);
  await until('closed', async () => (await readSession(one.store, session.id)).state === 'closed');
});

test('page sizes, closing and the one 404 are the same rule on every replica', async (t) => {
  const { one, two } = await startTwo(t);
  await openSession(one.store, 40);
  idsOf(await poll(one.web.url, { page: 1, per_page: 10 }));
  assert.equal((await poll(two.web.url, { page: 2, per_page: 20 })).status, 409);
  const [early, again] = [
    await poll(two.web.url, { page: -1, per_page: 10 }),
    await poll(one.web.url, { page: -1, per_page: 10 }),
  ];
  assert.deepEqual([early.body, again.body], [EMPTY, EMPTY]);
  for (const { web } of [one, two])
    for (const [business, status] of [
      ['nobody', 404],
      ['b1\\', 404],
      ['b1\0', 400],
    ] as const)
      assert.equal(
        (await poll(web.url, { business_uid: business, page: 1, per_page: 10 })).status,
        status,
      );
});

test('two replicas that declare at once send one POST', async (t) => {
  const { one, two } = await startTwo(t);
  const batch = await stageClients(one.store, 25, 'b1');
  const host = await startFakeHost(t, accept);
  const declared = await Promise.allSettled(
    [one, two, one, two].map(({ store }) =>
      declareTo(host.url, store, batch, { timeoutMs: 5_000 }),
    ),
  );
  const codes = declared.flatMap((one) =>
    one.status === 'rejected' ? [(one.reason as { code?: unknown }).code] : [],
  );
  assert.deepEqual(codes, ['session_open', 'session_open', 'session_open']);
  assert.equal(host.posts().length, 1);
  assert.equal((await two.store.listSessions('b1')).length, 1);
});

test(
  'while the database is away pages are 503 with Retry-After, and the session goes on once it is back',
  { skip: isOthersServer && 'the server belongs to others' },
  async (t) => {
    const { one, two } = await startTwo(t);
    const { session } = await openSession(one.store, 60);
    const pages: number[] = [];
    const take = async (replica: Replica, page: number) => {
      pages.push(...idsOf(await poll(replica.web.url, { page, per_page: 10 })));
    };
    await take(one, 1);
    await take(two, 2);
    // A page is entered after it has left; one whose entry is lost would rightly not be counted.
    const entered = async () => (await one.store.listLedger(session.id)).length;
    await until('both pages are in the ledger', async () => (await entered()) === 2);
    await postgres.stop();
    for (const { web } of [one, two]) {
      for (const page of [3, -1]) {
        const answer = await poll(web.url, { page, per_page: 10 });
        assert.equal(answer.status, 503);
        assert.match(answer.headers['retry-after'] ?? '', /^\d+$/);
      }
      assert.equal((await poll(web.origin + '/readyz', {})).status, 503);
    }
    await postgres.start();
    for (const page of span(3, 7)) await take(page % 2 === 0 ? two : one, page);
    assert.deepEqual(pages, span(1, 60));
    for (const { web } of [one, two])
      assert.equal((await poll(web.origin + '/readyz', {})).status, 200);
    assert.equal((await poll(one.web.url, { page: -1, per_page: 10 })).body, EMPTY);
    await until(
      'closed',
      async () => (await readSession(two.store, session.id)).state === 'closed',
    );
  },
);

test('connections that are cut under load give pages or 503, never a short page, and the pool recovers', async (t) => {
  const { url, one, two } = await startTwo(t);
  await openSession(one.store, 2_000, 'b1', { bytesPerClient: 500 });
  const ask = (replica: Replica, page: number) => poll(replica.web.url, { page, per_page: 500 });
  const wanted = await Promise.all(span(1, 4).map((page) => ask(one, page)));
  const stopAtMs = Date.now() + 1_500;
  const cutting = (async () => {
    while (Date.now() < stopAtMs) await cutConnections(url);
  })();
  const load = (function* () {
    for (let n = 0; Date.now() < stopAtMs; n++) yield n;
  })();
  let whole = 0;
  await inFlight(8, load, async (n) => {
    const answer = await ask(n % 2 === 0 ? one : two, 1 + (n % 4));
    if (answer.status === 503) return;
    assert.equal(answer.body, wanted[n % 4]?.body);
    whole++;
  });
  await cutting;
  assert.ok(whole > 0);
  for (const replica of [one, two])
    for (const page of span(1, 4))
      assert.equal((await ask(replica, page)).body, wanted[page - 1]?.body);
});

test('a connection that is cut during COPY fails the staging, and no batch and no table are left', async (t) => {
  const { url, one } = await startTwo(t);
  const writer = await one.store.createBatchWriter('b_cut');
  let cut = 0;
  const staging = async () => {
    for (let n = 1; n <= 20_000; n++) {
      writer.addClient({ file: 0, record: n, line: n + 1 }, clientText(n));
      if (n % 2_000 === 0) await writer.drain();
      if (n === 10_000) cut = await cutConnections(url, 'COPY');
    }
    await writer.seal(summaryOf('b_cut'));
  };
  await assert.rejects(staging(), { code: '57P01' });
  await writer.abandon();
  assert.equal(cut, 1);
  assert.deepEqual(await one.store.listBatches(), []);
  const tables = `SELECT relname FROM pg_class WHERE relname LIKE 'batch\\_%'`;
  assert.deepEqual(await runSql(url, tables), []);
  assert.equal((await stageClients(one.store, 20_000, 'b1')).counts.clients, 20_000);
});

test(
  'a staging that loses the server fails, and nothing of it is there afterwards',
  { skip: isOthersServer && 'the server belongs to others' },
  async (t) => {
    const { url, one } = await startTwo(t);
    const writer = await one.store.createBatchWriter('b_lost');
    for (const n of span(1, 20_000))
      writer.addClient({ file: 0, record: n, line: n + 1 }, clientText(n));
    await writer.drain();
    await postgres.stop();
    await assert.rejects(writer.seal(summaryOf('b_lost')));
    await writer.abandon();
    await postgres.start();
    assert.deepEqual(await one.store.listBatches(), []);
    assert.deepEqual(
      await runSql(url, `SELECT relname FROM pg_class WHERE relname LIKE 'batch\\_%'`),
      [],
    );
  },
);

/** Passes a database's bytes on until the client commits; the server gets that, the client no answer. */
async function startProxyLosingCommits(t: TestContext, url: string): Promise<string> {
  const { port, hostname } = new URL(url);
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    let isLost = false;
    client.on('data', (bytes) => {
      isLost ||= bytes.includes('COMMIT\0');
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (isLost) client.destroy();
      else client.write(bytes);
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  t.after(() => proxy.close());
  const through = new URL(url);
  through.port = String((proxy.address() as AddressInfo).port);
  through.hostname = '127.0.0.1';
  return through.href;
}

test('a batch whose commit was not answered is not denied', async (t) => {
  const url = await postgres.createDatabase();
  const direct = await openTestStore(t, url);
  // The database is up to date, so that opening through the proxy needs no commit of its own.
  const throughProxy = await startProxyLosingCommits(t, url);
  const store = await openTestStore(t, throughProxy);
  const batch = await stageClients(store, 3, 'b1');
  assert.equal((await direct.findBatch(batch.id))?.id, batch.id);
  assert.equal((await direct.readClients(batch.id, 1, 3)).length, 3);
});
