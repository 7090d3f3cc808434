import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type { Store } from '../../src/store/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { startWeb, type RunningWeb } from '../helpers/web.js';
import { GRACE_MS } from './model.js';
import type { RunningApp } from './world.js';

interface Life {
  dataDir: string;
  store: Store;
  web: RunningWeb;
  end: () => Promise<void>;
}

/**
 * The app within this process: quick, and its clock stands still but when it is set. A kill takes what the disk holds at this
 * moment into another folder, where the app starts again; what the killed one still does is lost, as it would be.
 */
export async function startAppInProcess(startMs: number): Promise<RunningApp> {
  let nowMs = startMs;
  const now = () => new Date(nowMs);
  let life = await begin(newFolder(), now);
  const endAll = async ({ dataDir, end }: Life) => {
    await end();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return {
    store: () => life.store,
    dataDir: () => life.dataDir,
    url: () => life.web.url,
    setClock: (ms) => (nowMs = ms),
    async restart() {
      await life.end();
      life = await begin(life.dataDir, now);
    },
    async kill() {
      const killed = life;
      const left = copyAsItIs(killed.dataDir);
      life = await begin(left, now);
      await endAll(killed);
    },
    end: () => endAll(life),
  };
}

const newFolder = (): string => makeTempDir({ after: () => undefined });

async function begin(dataDir: string, now: () => Date): Promise<Life> {
  const ends: (() => unknown)[] = [];
  const store = openSqliteStore(dataDir);
  const web = await startWeb({ after: (work) => ends.push(work) }, store, {
    now,
    graceMs: GRACE_MS,
  });
  return {
    ...{ dataDir, store, web },
    end: async () => {
      for (const end of ends) await end();
      await store.close();
    },
  };
}

/**
 * What a kill leaves. The control database goes first, since a thread of a staging may be writing: what it says is there lies
 * in its folder already, never the other way round. The index of its log lives in memory that the killed share.
 */
function copyAsItIs(dataDir: string): string {
  const to = newFolder();
  const names = readdirSync(dataDir).sort((a, b) => Number(isFolder(a)) - Number(isFolder(b)));
  mkdirSync(to, { recursive: true });
  for (const name of names) {
    if (!name.endsWith('-shm'))
      cpSync(join(dataDir, name), join(to, name), { recursive: true, force: true });
  }
  return to;
}

const isFolder = (name: string): boolean => name === 'batches' || name === 'uploads';
