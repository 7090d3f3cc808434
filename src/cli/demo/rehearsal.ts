import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createDeclareDeps } from '../../declare-deps.js';
import { stageInWorker } from '../../stage-in-worker.js';
import { openStore } from '../../open-store.js';
import { loadConfig, type Config } from '../../config.js';
import { FerryError } from '../../errors.js';
import { drawUpAccount, type SessionAccount } from '../../results/session-account.js';
import { declareBatch } from '../../sessions/declare.js';
import { isOpen, type Session } from '../../sessions/session.js';
import type { Batch } from '../../staging/batch.js';
import { createStageRequest } from '../../staging/stage-request.js';
import type { Store } from '../../store/store.js';
import { createProgressDisplay } from '../progress.js';
import { startChildProgram, type ChildProgram } from './child-program.js';
import { createCrm, type Crm, type ImportReport } from './crm.js';
import { expectedRejects, writeMadeUpList } from './made-up-list.js';

const SAMPLE = fileURLToPath(new URL('../../../data/samples/clients.csv', import.meta.url));
const ACCOUNT = { business: 'demo-business', staff: 'demo-staff', token: 'demo-token' };

/** Known to the CRM before the import, by an address that every list of ours holds. */
const KNOWN_BEFORE = [
  { first_name: 'Noa', email: 'client1@example.org' },
  { first_name: 'Idris', email: 'client2@example.org' },
];

/** The CRM not coming for this long means that it will not come any more. */
const GIVE_UP_AFTER_MS = 15_000;

export interface RehearsalOptions {
  /** Size of the made-up list; the sample list when left out. */
  clients: number | undefined;
  /** Passed on to the sandbox: `--faults`, `--seed`. */
  faultArgs: readonly string[];
  say: (line: string) => void;
}

/** Everything that the books of a rehearsal are made of. */
export interface Rehearsal {
  batch: Batch;
  /** What the list was made to give, when it was made up. */
  expectedRejects: number | undefined;
  account: SessionAccount;
  knownBefore: number;
  report: ImportReport | undefined;
  crm: { total: number; imported: number };
  peakMemory: number | undefined;
  seconds: { staging: number; handOver: number };
}

/**
 * Runs the whole job once: stages a list, starts app and sandbox as processes of their own on free ports, declares, waits
 * until the CRM has closed, and asks the CRM what it holds. Leaves nothing running and no file behind, whatever happens.
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const folder = await mkdtemp(join(tmpdir(), 'clientferry-demo-'));
  const children: ChildProgram[] = [];
  try {
    return await rehearseIn(folder, children, options);
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

async function rehearseIn(
  folder: string,
  children: ChildProgram[],
  options: RehearsalOptions,
): Promise<Rehearsal> {
  const { clients, faultArgs, say } = options;
  const dataDir = join(folder, 'data');
  const app = await startChildProgram(['serve', '--port', '0'], appEnvironment(dataDir));
  children.push(app);
  const sandboxArgs = ['sandbox', '--port', '0', '--rate', '0', '--api-uri', app.url, ...faultArgs];
  const sandbox = await startChildProgram(sandboxArgs, {});
  children.push(sandbox);
  say(`App on ${app.url}, stand-in CRM on ${sandbox.url}`);

  const config = loadConfig({
    DATA_DIR: dataDir,
    INTANDEM_API_URL: sandbox.url,
    INTANDEM_STAFF_TOKEN: ACCOUNT.token,
    HOST_TIMEOUT_MS: '4000',
  });
  const crm = createCrm(sandbox.url, ACCOUNT.token);
  for (const client of KNOWN_BEFORE) await crm.addClient(client);

  const list = clients === undefined ? SAMPLE : join(folder, 'clients.csv');
  if (clients !== undefined) await writeMadeUpList(list, clients);
  const stagingStart = performance.now();
  const batch = await stage(config, list);
  const handOverStart = performance.now();
  const store = await openStore(config);
  try {
    const account = await handOver(config, store, batch, say);
    const handOverEnd = performance.now();
    return {
      batch,
      expectedRejects: clients === undefined ? undefined : expectedRejects(clients),
      account,
      knownBefore: KNOWN_BEFORE.length,
      report: await finalReport(crm),
      crm: await crm.countClients(),
      peakMemory: app.peakMemory(),
      seconds: {
        staging: (handOverStart - stagingStart) / 1000,
        handOver: (handOverEnd - handOverStart) / 1000,
      },
    };
  } finally {
    await store.close();
  }
}

/** The demo is the same whatever the environment says; empty values count as not set. */
function appEnvironment(dataDir: string): Record<string, string> {
  return {
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    EXPORT_SECRET: '',
    EXPORT_OPEN: '',
    LOG_LEVEL: 'warn',
  };
}

async function stage(config: Config, path: string): Promise<Batch> {
  const display = createProgressDisplay();
  try {
    const { batch } = await stageInWorker(config, createStageRequest([path], ACCOUNT.business), {
      onProgress: display.show,
      signal: new AbortController().signal,
    });
    return batch;
  } finally {
    display.end();
  }
}

async function handOver(
  config: Config,
  store: Store,
  batch: Batch,
  say: (line: string) => void,
): Promise<SessionAccount> {
  try {
    await declareBatch(createDeclareDeps(config, store), {
      businessUid: ACCOUNT.business,
      batchId: batch.id,
      staffUid: ACCOUNT.staff,
      params: {
        should_override: false,
        upload_type: 'single',
        send_notifications_when_done: false,
      },
    });
  } catch (error) {
    // A doubtful declaration is served all the same; that is what some faults are there to show.
    if (!(error instanceof FerryError) || error.code !== 'host_unclear') throw error;
    say(`${error.message} Its pages are served all the same.`);
  }
  return drawUpAccount(store, await waitUntilDone(store), {
    now: new Date(),
    quietMs: config.quietMs,
  });
}

/** The demo's session once it is over, or once the CRM has not come for too long. */
async function waitUntilDone(store: Store): Promise<Session> {
  let lastPoll: string | undefined;
  let quietSince = Date.now();
  for (;;) {
    const session = await store.findCurrentSession(ACCOUNT.business);
    if (!session) throw new FerryError('session_not_found', 'The demo has lost its session.');
    if (session.lastPolledAt !== lastPoll) quietSince = Date.now();
    lastPoll = session.lastPolledAt;
    if (!isOpen(session) || Date.now() - quietSince > GIVE_UP_AFTER_MS) return session;
    await pause(100);
  }
}

/** The CRM stores a page after it has taken it, so its report may come a moment after the close. */
async function finalReport(crm: Crm): Promise<ImportReport | undefined> {
  let report = await crm.latestImport();
  for (let tries = 0; tries < 50 && report?.state === 'running'; tries++) {
    await pause(100);
    report = await crm.latestImport();
  }
  return report;
}
