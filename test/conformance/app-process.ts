import { rmSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { startServe, type Program } from '../helpers/program.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { makeSettableClock } from '../support/settable-clock.js';
import type { RunningApp } from './world.js';

/** Nothing is removed by the server itself, whatever the clock says: that is for the steps to do. */
const SETTINGS = { RETENTION_DAYS: '3650' };

/** The built program as a process of its own, which a signal ends. */
export async function startAppAsProcess(startMs: number): Promise<RunningApp> {
  const ends: (() => unknown)[] = [];
  const cleaner = { after: (work: () => unknown) => ends.push(work) };
  const dataDir = makeTempDir({ after: () => undefined });
  const clockDir = makeTempDir({ after: () => undefined });
  const clock = makeSettableClock(clockDir);
  clock.set(startMs);
  const store = openSqliteStore(dataDir);
  const begin = () => startServe(cleaner, dataDir, 0, { ...clock.env, ...SETTINGS });
  let serve: Program & { url: string } = await begin();
  const startAnew = async (signal: NodeJS.Signals) => {
    serve.kill(signal);
    await serve.exited;
    serve = await begin();
  };
  return {
    store: () => store,
    dataDir: () => dataDir,
    url: () => serve.url,
    setClock: (ms) => {
      clock.set(ms);
    },
    restart: () => startAnew('SIGTERM'),
    kill: () => startAnew('SIGKILL'),
    async end() {
      for (const end of ends) await end();
      await store.close();
      for (const folder of [dataDir, clockDir]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
