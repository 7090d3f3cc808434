/**
 * What grows with what: staging and its memory with the records, a page with its number, answers with how many businesses pull at
 * once, and the start, the lists of the page and the background work with how many batches and imports there were. Linux only.
 * Usage: npm run build && node --import tsx bench/scale.ts [all|light]     (light, as in CI)
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Identity } from '../src/sign-in/identity.js';
import { issuePageToken } from '../src/sign-in/page-token.js';
import { deriveTokenKeys } from '../src/sign-in/token-keys.js';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.js';
import type { Store } from '../src/store/store.js';
import { createDeclaredSession } from '../test/helpers/store.js';
import { MAIN } from '../test/support/run.js';
import { writeList } from './lists.js';
import { sealMadeUpBatch } from './made-up-batch.js';
import { median } from './serving/median.js';
import { processorMs, startApp, startLoader, type Server } from './serving/processes.js';
import { timeProcess } from './staging/time-process.js';

const isLight = process.argv[2] === 'light';
const SIZES = isLight
  ? { records: [], pages: [1, 10], businesses: [1, 4], history: [10] }
  : {
      records: [10_000, 100_000, 1_000_000],
      pages: [1, 500, 10_000],
      businesses: [1, 16, 64, 256],
      history: [1, 100, 1_000],
    };
const REQUESTS = isLight ? 20 : 2_000;
const ROUNDS = isLight ? 1 : 5;
const PAGE_SIZE = 100;
const CONNECTIONS = 16;
const TOKEN_KEY = 'bench'.repeat(8);
/** Nothing is asked of a CRM: nobody listens there. */
const SETTINGS = { TOKEN_KEY, INTANDEM_API_URL: 'http://127.0.0.1:9' };

const loader = startLoader();

function tell(what: string, sizes: readonly number[], figures: readonly string[]): void {
  const told = figures.map((figure, at) => `${(sizes[at] ?? 0).toLocaleString('en')}: ${figure}`);
  console.log(`| ${what} | ${told.join(' · ')} |`);
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'clientferry-bench-'));
  const settings = Object.entries(SETTINGS).map((pair) => pair.join('='));
  writeFileSync(join(folder, '.env'), settings.join('\n'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withApp<T>(folder: string, work: (app: Server) => Promise<T>): Promise<T> {
  const app = await startApp(folder);
  try {
    return await work(app);
  } finally {
    await app.stop();
  }
}

async function growWithRecords(): Promise<void> {
  const each: string[] = [];
  const peaks: string[] = [];
  for (const records of SIZES.records)
    await inFolder(async (folder) => {
      const list = join(folder, 'list.csv');
      await writeList(list, records);
      const args = [MAIN, 'stage', list, '--business', 'b1', '--json'];
      const { processorMs: ms, peakBytes } = await timeProcess(process.execPath, args, {
        DATA_DIR: folder,
      });
      each.push(`${((ms * 1_000) / records).toFixed(1)} µs`);
      peaks.push(`${(peakBytes / 1e6).toFixed(0)} MB`);
    });
  tell('records: processor time of staging one', SIZES.records, each);
  tell('records: peak memory of staging', SIZES.records, peaks);
}

/** What an answer takes the server; the first round warms up. */
async function costOfAnswer(app: Server, paths: () => string[]): Promise<string> {
  const costs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const asked = paths();
    const before = processorMs(app.pid);
    await loader.run({ port: app.port, paths: asked, connections: CONNECTIONS });
    costs.push((processorMs(app.pid) - before) / asked.length);
  }
  return `${median(costs.slice(1)).toFixed(2)} ms`;
}

const pageOf = (businessUid: string, page: number): string =>
  `/app/clients/export?business_uid=${businessUid}&staff_uid=s1&page=${page}&per_page=${PAGE_SIZE}`;

async function growWithPages(): Promise<void> {
  await inFolder(async (folder) => {
    const store = openSqliteStore(folder);
    const clients = PAGE_SIZE * Math.max(...SIZES.pages);
    const batch = await sealMadeUpBatch(store, clients);
    await store.createSession(createDeclaredSession(batch, { lastSeq: clients }));
    await store.close();
    await withApp(folder, async (app) => {
      const costs: string[] = [];
      for (const page of SIZES.pages)
        costs.push(
          await costOfAnswer(app, () => Array.from({ length: REQUESTS }, () => pageOf('b1', page))),
        );
      tell(`page number: processor time of an answer of ${PAGE_SIZE}`, SIZES.pages, costs);
    });
  });
}

async function growWithBusinesses(): Promise<void> {
  await inFolder(async (folder) => {
    const store = openSqliteStore(folder);
    for (let n = 0; n < Math.max(...SIZES.businesses); n++)
      await store.createSession(
        createDeclaredSession(await sealMadeUpBatch(store, 1_000, `many-${n}`)),
      );
    await store.close();
    await withApp(folder, async (app) => {
      const costs: string[] = [];
      for (const businesses of SIZES.businesses)
        costs.push(
          await costOfAnswer(app, () =>
            Array.from({ length: REQUESTS }, (_, at) =>
              pageOf(`many-${at % businesses}`, 1 + (Math.floor(at / businesses) % 10)),
            ),
          ),
        );
      tell(`businesses pulling: the same`, SIZES.businesses, costs);
    });
  });
}

/** Batches that were handed over, one import each, all of one business. */
async function addHistory(store: Store, have: number, wanted: number): Promise<void> {
  for (let n = have; n < wanted; n++) {
    const batch = await sealMadeUpBatch(store, 3);
    const at = new Date(Date.now() - 1_000 * n).toISOString();
    await store.createSession(
      createDeclaredSession(batch, {
        state: 'closed',
        closedAt: at,
        createdAt: at,
        declaredAt: at,
      }),
    );
  }
}

const WHO: Identity = {
  ...{ businessUid: 'b1', businessName: 'Corner Shop', staffUid: 's1', role: 'admin' },
  ...{ impersonatedBy: undefined, signedInAt: new Date().toISOString() },
};

/** What the page asks for that tells of all that there was, and what is asked on the command line. */
const LISTS = ['/api/batches', '/api/sessions', '/api/imports?limit=20', '/api/drafts'];
const COMMANDS = isLight ? [] : ['batches', 'sessions', 'doctor'];

async function growWithHistory(): Promise<void> {
  const figures = new Map<string, string[]>();
  const note = (what: string, figure: string) =>
    figures.set(what, [...(figures.get(what) ?? []), figure]);
  await inFolder(async (folder) => {
    let have = 0;
    for (const wanted of SIZES.history) {
      const store = openSqliteStore(folder);
      await addHistory(store, have, wanted);
      await store.close();
      have = wanted;
      await measureStart(folder, note);
      await withApp(folder, (app) => measureLists(app, note));
      for (const command of COMMANDS) {
        const run = () =>
          timeProcess(process.execPath, [MAIN, command], { ...SETTINGS, DATA_DIR: folder });
        note(`\`clientferry ${command}\``, `${(await run()).processorMs.toFixed(0)} ms`);
      }
    }
  });
  for (const [what, told] of figures) tell(`batches and imports: ${what}`, SIZES.history, told);
}

type Note = (what: string, figure: string) => void;

async function measureStart(folder: string, note: Note): Promise<void> {
  const ready: number[] = [];
  const worked: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    await withApp(folder, (app) => {
      ready.push(app.readyMs);
      worked.push(processorMs(app.pid));
      return Promise.resolve();
    });
  note('`serve` ready', `${median(ready).toFixed(0)} ms`);
  note('of it processor time', `${median(worked).toFixed(0)} ms`);
}

async function measureLists(app: Server, note: Note): Promise<void> {
  const parts = { tokenKeys: deriveTokenKeys(TOKEN_KEY), now: () => new Date() };
  const { token } = await issuePageToken(parts, WHO);
  for (const path of LISTS) {
    const ask = async () => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`http://127.0.0.1:${app.port}${path}`, { headers });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    };
    await ask();
    const before = processorMs(app.pid);
    for (let round = 0; round < ROUNDS; round++) await ask();
    note(`\`${path}\``, `${((processorMs(app.pid) - before) / ROUNDS).toFixed(0)} ms`);
  }
}

try {
  console.log(`| what grows, and what of it | figures |`);
  console.log('| --- | --- |');
  if (SIZES.records.length > 0) await growWithRecords();
  await growWithPages();
  await growWithBusinesses();
  await growWithHistory();
} finally {
  await loader.stop();
}
