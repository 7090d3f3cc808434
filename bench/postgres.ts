/**
 * PostgreSQL beside SQLite in one run: staging (the writer alone), page reads, and 64 businesses pulling from two replicas.
 * Usage: npm run build && node --import tsx bench/postgres.ts [clients]     (DATABASE_URL, else a server of its own)
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openPostgresStore } from '../src/store/postgres/postgres-store.js';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.js';
import type { Store } from '../src/store/store.js';
import { startServer } from '../test/helpers/postgres-server.js';
import { createDeclaredSession } from '../test/helpers/store.js';
import { sealMadeUpBatch } from './made-up-batch.js';

const CLIENTS = Number(process.argv[2] ?? 100_000);
const ROUNDS = 3;
const READS = 500;
const PAGE_SIZE = 100;
const BUSINESSES = 64;
const CLIENTS_EACH = 1_000;
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] ??
  0;

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const startedMs = performance.now();
  const value = await work();
  return { ms: performance.now() - startedMs, value };
}

async function compare(stores: Record<string, Store>): Promise<void> {
  const rates = new Map<string, number[]>();
  const reads = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, store] of Object.entries(stores)) {
      const { ms, value: batch } = await timed(() => sealMadeUpBatch(store, CLIENTS));
      rates.set(name, [...(rates.get(name) ?? []), CLIENTS / (ms / 1_000)]);
      const times: number[] = [];
      for (let read = 0; read < READS; read++) {
        const first = 1 + Math.floor(Math.random() * (CLIENTS - PAGE_SIZE));
        times.push(
          (await timed(() => store.readClients(batch.id, first, first + PAGE_SIZE - 1))).ms,
        );
      }
      reads.set(name, [...(reads.get(name) ?? []), ...times]);
      await store.deleteBatch(batch.id);
    }
  }
  console.log(
    `| ${CLIENTS} clients, ${ROUNDS} rounds | staged a second, median | page of 100: median | 99 in 100 |`,
  );
  console.log('| --- | --- | --- | --- |');
  for (const name of Object.keys(stores)) {
    const page = reads.get(name) ?? [];
    console.log(
      `| ${name} | ${Math.round(quantile(rates.get(name) ?? [], 0.5)).toLocaleString('en')} | ${quantile(page, 0.5).toFixed(2)} ms | ${quantile(page, 0.99).toFixed(2)} ms |`,
    );
  }
}

async function startReplica(
  folder: string,
  url: string,
): Promise<{ child: ChildProcess; origin: string }> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], DATABASE_URL: url, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, origin: /http:\S+/.exec(line.toString())?.[0] ?? '' };
}

async function pullAll(store: Store, origins: readonly string[]): Promise<void> {
  for (let n = 0; n < BUSINESSES; n++) {
    const batch = await sealMadeUpBatch(store, CLIENTS_EACH, `business-${n}`);
    await store.createSession(createDeclaredSession(batch));
  }
  const times: number[] = [];
  const pull = async (n: number) => {
    for (let page = 1; page <= CLIENTS_EACH / PAGE_SIZE + 1; page++) {
      const query = `business_uid=business-${n}&staff_uid=x&page=${page}&per_page=${PAGE_SIZE}`;
      const { ms } = await timed(async () => {
        const answer = await fetch(`${origins[(n + page) % 2] ?? ''}/app/clients/export?${query}`);
        if (answer.status !== 200) throw new Error(`page ${page}: ${answer.status}`);
        await answer.arrayBuffer();
      });
      times.push(ms);
    }
  };
  const { ms } = await timed(() =>
    Promise.all(Array.from({ length: BUSINESSES }, (_, n) => pull(n))),
  );
  console.log(
    `\n${BUSINESSES} businesses pulling at once from two replicas: ${Math.round(times.length / (ms / 1_000))} pages a second, median ${quantile(times, 0.5).toFixed(0)} ms, 99 in 100 within ${quantile(times, 0.99).toFixed(0)} ms`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'clientferry-bench-'));
const server = await startServer();
const sqlite = openSqliteStore(join(folder, 'data'));
const postgres = await openPostgresStore({ url: server.url });
const replicas: ChildProcess[] = [];
try {
  await compare({ SQLite: sqlite, PostgreSQL: postgres });
  const started = [await startReplica(folder, server.url), await startReplica(folder, server.url)];
  replicas.push(...started.map(({ child }) => child));
  await pullAll(
    postgres,
    started.map(({ origin }) => origin),
  );
} finally {
  for (const child of replicas) child.kill('SIGKILL');
  await sqlite.close();
  await postgres.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
