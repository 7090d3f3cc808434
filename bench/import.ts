/**
 * The whole job through the stand-in CRM (`clientferry demo`) beside our part of it alone, staging a list of that size and serving
 * it page by page: does the sandbox hide what we do? Each with the starts of its processes, as a person waits for them.
 * Usage: npm run build && node --import tsx bench/import.ts [clients] [rounds]     (light, as in CI: 300 1)
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeMadeUpList } from '../src/cli/demo/made-up-list.js';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.js';
import { createDeclaredSession } from '../test/helpers/store.js';
import { MAIN } from '../test/support/run.js';
import { median } from './serving/median.js';
import { startApp, startLoader } from './serving/processes.js';

const CLIENTS = Number(process.argv[2] ?? 50_000);
const ROUNDS = Number(process.argv[3] ?? 3);
const PAGE_SIZE = 100;

const secondsSince = (startedMs: number): number => (performance.now() - startedMs) / 1_000;

/** Runs `clientferry <args>` and gives what it printed. */
async function run(dataDir: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: dataDir,
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  child.stdout.on('data', (piece: Buffer) => (printed += piece.toString()));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`clientferry ${args.join(' ')} ended with ${code}`);
  return printed;
}

interface Seconds {
  staging: number;
  serving: number;
  demo: number;
  /** Of the demo: from the declaration to the close. */
  handOver: number;
}

async function measure(folder: string): Promise<Seconds> {
  const list = join(folder, 'clients.csv');
  await writeMadeUpList(list, CLIENTS);
  const stagingMs = performance.now();
  await run(folder, ['stage', list, '--business', 'b1']);
  const staging = secondsSince(stagingMs);
  const serving = await serve(folder);
  const demoMs = performance.now();
  const { demo } = JSON.parse(
    await run(folder, ['demo', '--clients', String(CLIENTS), '--json']),
  ) as {
    demo: { seconds: { handOver: number } };
  };
  return { staging, serving, demo: secondsSince(demoMs), handOver: demo.seconds.handOver };
}

/** Starts the app and pulls the batch over one connection. */
async function serve(folder: string): Promise<number> {
  const store = openSqliteStore(folder);
  const [batch] = await store.listBatches();
  if (!batch) throw new Error('nothing was staged');
  await store.createSession(createDeclaredSession(batch, { lastSeq: batch.counts.clients }));
  await store.close();
  const loader = startLoader();
  const startedMs = performance.now();
  const app = await startApp(folder);
  const pages = Math.floor(batch.counts.clients / PAGE_SIZE) + 1;
  const asked = Array.from({ length: pages }, (_, at) => at + 1).concat(-1);
  const paths = asked.map(
    (page) => `/app/clients/export?business_uid=b1&staff_uid=s1&page=${page}&per_page=${PAGE_SIZE}`,
  );
  await loader.run({ port: app.port, paths, connections: 1 });
  const seconds = secondsSince(startedMs);
  await Promise.all([app.stop(), loader.stop()]);
  return seconds;
}

const rounds: Seconds[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const folder = mkdtempSync(join(tmpdir(), 'clientferry-bench-'));
  try {
    rounds.push(await measure(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const middle = (pick: (round: Seconds) => number): number => median(rounds.map(pick));
const alone = (round: Seconds): number => round.staging + round.serving;
const tell = (what: string, figure: string) => {
  console.log(`| ${what} | ${figure} |`);
};
tell(`${CLIENTS} clients, medians of ${ROUNDS}`, '');
tell('---', '---');
tell('staging alone', `${middle((round) => round.staging).toFixed(2)} s`);
tell('serving alone, over one connection', `${middle((round) => round.serving).toFixed(2)} s`);
tell('the demo, from start to end', `${middle((round) => round.demo).toFixed(2)} s`);
tell('of it the hand-over to the sandbox', `${middle((round) => round.handOver).toFixed(2)} s`);
tell('demo : staging + serving', `${middle((round) => round.demo / alone(round)).toFixed(2)} x`);
