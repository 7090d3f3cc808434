/**
 * Serving beside a bare node:http server that joins the same rows, in one run: pages of 100 over 16 connections, the first and
 * the last page, pages of 1,000, and a whole list over one connection.
 * Usage: npm run build && node --import tsx bench/serve.ts [clients] [rounds] [requests]     (light, as in CI: 2000 1 50)
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.js';
import { createDeclaredSession } from '../test/helpers/store.js';
import { madeUpText, sealMadeUpBatch } from './made-up-batch.js';
import { median } from './serving/median.js';
import {
  processorMs,
  startApp,
  startBareJoin,
  startLoader,
  type Server,
} from './serving/processes.js';
import { writeBareFile } from './serving/write-bare-file.js';

const CLIENTS = Number(process.argv[2] ?? 50_000);
const ROUNDS = Number(process.argv[3] ?? 5);
const REQUESTS = Number(process.argv[4] ?? 800);
const CONNECTIONS = 16;
const SMALL = 100;
const LARGE = 1_000;

/** Pages of one size from one business, as the CRM asks for them. */
const pathsOf = (businessUid: string, pageSize: number, pages: readonly number[]): string[] =>
  pages.map(
    (page) =>
      `/app/clients/export?business_uid=${businessUid}&staff_uid=s1&page=${page}&per_page=${pageSize}`,
  );

const span = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
const anyPages = (count: number, lastPage: number): number[] =>
  span(count).map(() => 1 + Math.floor(Math.random() * lastPage));

interface Measured {
  requestsPerSecond: number;
  /** Of the server, a request. */
  processorMs: number;
}

const loader = startLoader();

async function measure(server: Server, paths: string[], connections: number): Promise<Measured> {
  const before = processorMs(server.pid);
  const { ms } = await loader.run({ port: server.port, paths, connections });
  return {
    requestsPerSecond: paths.length / (ms / 1_000),
    processorMs: (processorMs(server.pid) - before) / paths.length,
  };
}

/** Two things measured in turn; what is told are medians, and of the ratios within a round the middle one. */
async function compare(
  one: () => Promise<Measured>,
  other: () => Promise<Measured>,
): Promise<{ one: Measured; other: Measured; ratio: number; processorRatio: number }> {
  const rounds: { one: Measured; other: Measured }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const measured = { one: await one(), other: await other() };
    // the first round warms up
    if (round > 0) rounds.push(measured);
  }
  const middle = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick));
  const of = (side: 'one' | 'other'): Measured => ({
    requestsPerSecond: middle((round) => round[side].requestsPerSecond),
    processorMs: middle((round) => round[side].processorMs),
  });
  return {
    one: of('one'),
    other: of('other'),
    ratio: middle((round) => round.one.requestsPerSecond / round.other.requestsPerSecond),
    processorRatio: middle((round) => round.one.processorMs / round.other.processorMs),
  };
}

function tell(what: string, left: string, right: string, ratio: string): void {
  console.log(`| ${what} | ${left} | ${right} | ${ratio} |`);
}

const rate = (n: number): string => Math.round(n).toLocaleString('en');

async function compareServers(app: Server, bare: Server): Promise<void> {
  console.log(`| ${CLIENTS} clients, medians of ${ROUNDS} | clientferry | beside it | ratio |`);
  console.log('| --- | --- | --- | --- |');
  const lastPage = Math.ceil(CLIENTS / SMALL);

  const many = () => pathsOf('b1', SMALL, anyPages(REQUESTS, lastPage));
  const small = await compare(
    () => measure(app, many(), CONNECTIONS),
    () => measure(bare, many(), CONNECTIONS),
  );
  tell(
    `pages of ${SMALL}, ${CONNECTIONS} connections, beside the bare join: requests a second`,
    rate(small.one.requestsPerSecond),
    rate(small.other.requestsPerSecond),
    `${small.ratio.toFixed(2)} x`,
  );
  tell(
    'the same: processor time a request',
    `${small.one.processorMs.toFixed(2)} ms`,
    `${small.other.processorMs.toFixed(2)} ms`,
    `${small.processorRatio.toFixed(2)} x`,
  );

  const repeat = (page: number) =>
    pathsOf(
      'b1',
      SMALL,
      span(REQUESTS).map(() => page),
    );
  const ends = await compare(
    () => measure(app, repeat(1), 1),
    () => measure(app, repeat(lastPage), 1),
  );
  tell(
    'the last page beside the first: time of an answer',
    `${(1_000 / ends.other.requestsPerSecond).toFixed(2)} ms`,
    `${(1_000 / ends.one.requestsPerSecond).toFixed(2)} ms`,
    `${ends.ratio.toFixed(2)} x`,
  );

  const large = () => pathsOf('b2', LARGE, anyPages(REQUESTS / 5, Math.ceil(CLIENTS / LARGE)));
  const sizes = await compare(
    () => measure(app, large(), CONNECTIONS),
    () => measure(app, many(), CONNECTIONS),
  );
  tell(
    `pages of ${LARGE} beside pages of ${SMALL}: clients a second`,
    rate(sizes.one.requestsPerSecond * LARGE),
    rate(sizes.other.requestsPerSecond * SMALL),
    `${((sizes.ratio * LARGE) / SMALL).toFixed(2)} x`,
  );

  const whole = () => pathsOf('b1', SMALL, span(lastPage));
  const list = await compare(
    () => measure(app, whole(), 1),
    () => measure(bare, whole(), 1),
  );
  tell(
    'the whole list page by page over one connection: time',
    `${(lastPage / list.one.requestsPerSecond).toFixed(2)} s`,
    `${(lastPage / list.other.requestsPerSecond).toFixed(2)} s`,
    `${(1 / list.ratio).toFixed(2)} x`,
  );
  tell(
    'the same: processor time',
    `${(list.one.processorMs * lastPage).toFixed(0)} ms`,
    `${(list.other.processorMs * lastPage).toFixed(0)} ms`,
    `${list.processorRatio.toFixed(2)} x`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'clientferry-bench-'));
try {
  const store = openSqliteStore(folder);
  const batch = await sealMadeUpBatch(store, CLIENTS);
  for (const businessUid of ['b1', 'b2'])
    await store.createSession(createDeclaredSession({ ...batch, businessUid }));
  const app = await startApp(folder);
  const bareFile = join(folder, 'bare.db');
  writeBareFile(bareFile, span(CLIENTS).map(madeUpText));
  const bare = await startBareJoin(bareFile);
  await compareServers(app, bare);
  await app.stop();
  await bare.stop();
  await store.close();
} finally {
  await loader.stop();
  rmSync(folder, { recursive: true, force: true });
}
