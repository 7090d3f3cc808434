import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import axios from 'axios';
import { createDeclareDeps } from '../src/declare-deps.js';
import { stageInWorker } from '../src/stage-in-worker.js';
import { openStore } from '../src/open-store.js';
import { loadConfig, type Config } from '../src/config.js';
import { FerryError } from '../src/errors.js';
import { startSandbox, SURVIVABLE_FAULTS, type SandboxOptions } from '../src/sandbox/sandbox.js';
import { declareBatch } from '../src/sessions/declare.js';
import { countHandedOver } from '../src/sessions/serve-page.js';
import type { Session } from '../src/sessions/session.js';
import type { Batch } from '../src/staging/batch.js';
import { createStageRequest } from '../src/staging/stage-request.js';
import type { Store } from '../src/store/store.js';
import { until } from './helpers/poll.js';
import { usePostgres } from './helpers/postgres.js';
import { makeTempDir } from './helpers/temp-dir.js';
import { startWeb } from './helpers/web.js';

const ACCOUNT = { businessUid: 'b1', staffUid: 'st1', token: 'journey-token' };

const postgres = usePostgres();

interface Journey {
  config: Config;
  store: Store;
  appUrl: string;
  sandboxUrl: string;
  folder: string;
}

/** The app on real HTTP beside the sandbox, over a data folder of its own. */
async function startJourney(
  t: TestContext,
  engine: 'SQLite' | 'PostgreSQL',
  options: Partial<SandboxOptions> = {},
): Promise<Journey> {
  const folder = makeTempDir(t);
  const dataDir = join(folder, 'data');
  const kept = {
    DATA_DIR: dataDir,
    ...(engine === 'PostgreSQL' ? { DATABASE_URL: await postgres.createDatabase() } : {}),
  };
  const store = await openStore(loadConfig(kept));
  t.after(() => store.close());
  const web = await startWeb(t, store);
  const sandbox = await startSandbox({
    port: 0,
    apiUri: web.origin,
    appCode: 'clientferry',
    accounts: [ACCOUNT],
    requestsPerSecond: 0,
    log: () => undefined,
    ...options,
  });
  t.after(() => sandbox.close());
  const config = loadConfig({
    ...kept,
    INTANDEM_API_URL: sandbox.url,
    INTANDEM_STAFF_TOKEN: ACCOUNT.token,
    HOST_TIMEOUT_MS: '1000',
  });
  return { config, store, appUrl: web.origin, sandboxUrl: sandbox.url, folder };
}

async function stage({ config, folder }: Journey, csv: string): Promise<Batch> {
  const path = join(folder, 'clients.csv');
  writeFileSync(path, csv);
  const { batch } = await stageInWorker(config, createStageRequest([path], ACCOUNT.businessUid), {
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  return batch;
}

/** Declares a batch; a CRM that does not answer may have begun all the same. */
async function declare({ config, store }: Journey, batch: Batch): Promise<{ session: Session }> {
  const { businessUid, staffUid } = ACCOUNT;
  try {
    return await declareBatch(createDeclareDeps(config, store), {
      ...{ businessUid, staffUid, batchId: batch.id, params: {} },
    });
  } catch (error) {
    assert.ok(error instanceof FerryError && error.code === 'host_unclear', String(error));
    const session = await store.findCurrentSession(businessUid);
    assert.ok(session);
    return { session };
  }
}

/** Declares a batch and gives its session once the CRM has closed it. */
async function handOver(journey: Journey, batch: Batch): Promise<Session> {
  const { session } = await declare(journey, batch);
  let now: Session | undefined;
  await until(
    'the session is closed',
    async () => {
      now = await journey.store.findSession(session.id);
      return now?.closedAt !== undefined;
    },
    30_000,
  );
  return now ?? session;
}

interface CrmClient {
  first_name: string;
  last_name: string | null;
  email: string | null;
  mobile_phone: string | null;
  external_id: string;
}

async function listCrmClients({ sandboxUrl }: Journey): Promise<CrmClient[]> {
  const all: CrmClient[] = [];
  for (let page = 1; ; page++) {
    const answer = await axios.get<{ data: { clients: CrmClient[] } }>(
      `${sandboxUrl}/platform/v1/clients`,
      {
        params: { page, per_page: 100 },
        headers: { authorization: `Bearer ${ACCOUNT.token}` },
        proxy: false,
      },
    );
    all.push(...answer.data.data.clients);
    if (answer.data.data.clients.length < 100) return all;
  }
}

const byId = (a: { external_id: string }, b: { external_id: string }) =>
  a.external_id.localeCompare(b.external_id);

for (const engine of ['SQLite', 'PostgreSQL'] as const) {
  test(`${engine}: a list goes from file to CRM unbent: accents, quotes, leading zeros, plus signs, long ids`, async (t) => {
    const journey = await startJourney(t, engine, { perPage: 2 });
    const batch = await stage(
      journey,
      [
        'Customer no.;First name;Last name;Email;Phone;Notes',
        '00001;Zoé;O\'Malley;zoe@example.org;+442079460101;"line one\nline two"',
        '90071992547409931;Søren;"van ""Bo"" Dijk";soren@example.org;0161 496 0000;',
        '00003;Núria;;;;only a name',
        '',
      ].join('\r\n'),
    );
    assert.equal(batch.counts.accepted, 3);
    await handOver(journey, batch);

    const clients = (await listCrmClients(journey)).sort(byId);
    assert.deepEqual(
      clients.map((c) => [c.external_id, c.first_name, c.last_name ?? '', c.mobile_phone ?? '']),
      [
        ['00001', 'Zoé', "O'Malley", '+442079460101'],
        ['00003', 'Núria', '', ''],
        ['90071992547409931', 'Søren', 'van "Bo" Dijk', '0161 496 0000'],
      ],
    );
  });

  test(`${engine}: 9,871 clients of which 36 have no name: 9,835 arrive, 36 are rejected with their lines, ids are kept`, async (t) => {
    const journey = await startJourney(t, engine, { perPage: 500 });
    const nameless = new Set(Array.from({ length: 36 }, (_, i) => 100 + i * 270));
    const records = Array.from({ length: 9_871 }, (_, i) => {
      const number = i + 1;
      const name = nameless.has(number) ? ',' : 'Mira,Okafor';
      return `${16_550_000 + number},${name},client${number}@example.org`;
    });
    const batch = await stage(journey, ['Id,First name,Last name,Email', ...records].join('\n'));
    assert.deepEqual(
      [batch.counts.records, batch.counts.accepted, batch.counts.rejected],
      [9_871, 9_835, 36],
    );
    const rejects = await journey.store.readRejects(batch.id, 0, 100);
    assert.deepEqual(
      rejects.map((reject) => reject.line),
      [...nameless].map((number) => number + 1),
    );
    await handOver(journey, batch);

    const arrived = (await listCrmClients(journey)).map((client) => client.external_id).sort();
    const expected = Array.from({ length: 9_871 }, (_, i) => i + 1)
      .filter((number) => !nameless.has(number))
      .map((number) => String(16_550_000 + number))
      .sort();
    assert.deepEqual(arrived, expected);
  });

  test(`${engine}: under every fault of the CRM that can be survived, at once, each client arrives once`, async (t) => {
    const names = Array.from({ length: 23 }, (_, i) => `Client ${String(i + 1)}`);
    const list = ['First name,Id', ...names.map((name, i) => `${name},${i + 1}`)].join('\n');
    for (const seed of [1, 2, 3, 4]) {
      const faults = SURVIVABLE_FAULTS;
      const journey = await startJourney(t, engine, { faults, seed, perPage: 2 });
      await handOver(journey, await stage(journey, list));
      const arrived = (await listCrmClients(journey)).map((client) => client.first_name);
      assert.deepEqual(arrived.sort(), [...names].sort(), `seed ${seed}`);
    }
  });

  test(`${engine}: a CRM that closes early, or never, is told truly`, async (t) => {
    const list = Array.from({ length: 23 }, (_, i) => `Client ${String(i + 1)}`);
    const early = await startJourney(t, engine, { faults: ['close-early'], seed: 1, perPage: 2 });
    const closed = await handOver(early, await stage(early, ['First name', ...list].join('\n')));
    const arrived = await listCrmClients(early);
    assert.equal(closed.state, 'closed_early');
    assert.equal(await countHandedOver(early, closed), arrived.length);
    assert.ok(arrived.length < list.length);

    const open = await startJourney(t, engine, { faults: ['never-close'], seed: 1, perPage: 2 });
    const batch = await stage(open, ['First name', ...list].join('\n'));
    const { session } = await declare(open, batch);
    await until('all clients are handed over', async () => {
      const now = await open.store.findSession(session.id);
      return now !== undefined && (await countHandedOver(open, now)) === list.length;
    });
    assert.equal((await open.store.findSession(session.id))?.state, 'serving');
  });

  test(`${engine}: every page polled twice is the same bytes, and all pages together are the file`, async (t) => {
    const journey = await startJourney(t, engine, {
      faults: ['repeat-page', 'lose-response', 'early-poll'],
      seed: 3,
      perPage: 7,
    });
    const names = Array.from({ length: 101 }, (_, i) => `Client ${String(i + 1)}`);
    const batch = await stage(journey, ['First name', ...names].join('\n'));
    const session = await handOver(journey, batch);

    const seen: string[] = [];
    for (let page = 1; ; page++) {
      const url = `${journey.appUrl}/app/clients/export`;
      const params = { business_uid: 'b1', staff_uid: 'st1', page, per_page: 7 };
      const ask = () =>
        axios.get<string>(url, {
          params,
          responseType: 'text',
          transformResponse: (text: unknown) => text,
          proxy: false,
        });
      const [first, second] = [await ask(), await ask()];
      assert.equal(first.data, second.data);
      const { clients } = (
        JSON.parse(first.data) as { data: { clients: { first_name: string }[] } }
      ).data;
      seen.push(...clients.map((client) => client.first_name));
      if (clients.length < 7) break;
    }
    assert.deepEqual(seen, names);
    assert.equal(session.state, 'closed');
  });
}
