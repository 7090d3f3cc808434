import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { MessagePort } from 'node:worker_threads';
import { createId } from './create-id.js';
import { FerryError, type ErrorCode } from './errors.js';
import { openSources } from './files/open-sources.js';
import { openDatabase } from './open-database.js';
import type { StoreConfig } from './open-store.js';
import { loadProfiles } from './profiles/load-profiles.js';
import { stageFiles, type StageOutcome } from './staging/stage-files.js';
import type { OpenMappingThread } from './open-mapping-thread.js';
import type { StageRequest } from './staging/stage-request.js';
import { openKeyIndex } from './store/sqlite/key-index.js';
import { openRecordSpool } from './store/sqlite/record-spool.js';
import { openSqliteStore } from './store/sqlite/sqlite-store.js';
import type { Store } from './store/store.js';

/** What crosses into the worker thread. */
export interface StageTask {
  store: StoreConfig;
  request: StageRequest;
  progress: MessagePort;
  /** Shared with the caller, who writes 1 into it to end the staging. */
  stop: Int32Array<SharedArrayBuffer>;
  /** Long lists are mapped in another thread meanwhile, where there are cores for it. */
  mapsAhead: boolean;
}

/** What comes back; errors as plain fields, since their class does not survive the crossing. */
export type StageTaskResult =
  | { ok: true; outcome: StageOutcome }
  | { ok: false; code: ErrorCode; message: string; hint: string | undefined };

/** Stages files inside a worker thread, off the event loop of the caller, with a store of its own. */
export default async function runStageTask({
  store: storeConfig,
  request,
  progress,
  stop,
  mapsAhead,
}: StageTask): Promise<StageTaskResult> {
  try {
    const store = await openStoreHere(storeConfig);
    let mappingThread: OpenMappingThread | undefined;
    try {
      if (mapsAhead && hasCoreToSpare() && isLong(request)) mappingThread = await startMapping();
      const outcome = await stageFiles(
        {
          store,
          profiles: loadProfiles(),
          openSources,
          openKeyIndex,
          openRecordSpool,
          mappingThread,
          createId: () => createId('b'),
          now: () => new Date(),
          throwIfStopped: () => {
            if (Atomics.load(stop, 0) === 0) return;
            throw new FerryError('interrupted', 'Interrupted; nothing was staged.');
          },
          onProgress: (state) => {
            progress.postMessage(state);
          },
        },
        request,
      );
      return { ok: true, outcome };
    } finally {
      await Promise.allSettled([mappingThread?.close(), store.close()]);
    }
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    return { ok: false, code: error.code, message: error.message, hint: error.hint };
  } finally {
    progress.close();
  }
}

/** As `openStore`, but with nothing loaded late: a thread that runs from TypeScript could not find it. */
async function openStoreHere({ dataDir, database }: StoreConfig): Promise<Store> {
  return database === undefined ? openSqliteStore(dataDir) : openDatabase(database);
}

/**
 * One core reads and writes, another collects V8's garbage and serves pages, if there is a server. With these two alone a thread more
 * brought a twentieth on an idle machine and cost a third on a busy one (docs/performance.md).
 */
const hasCoreToSpare = (): boolean => availableParallelism() > 2;

/** Of shorter lists most are staged before a thread has started. */
const LEAST_BYTES = 4 * 1024 ** 2;

function isLong({ files }: StageRequest): boolean {
  return files.reduce((sum, { path }) => sum + sizeOf(path), 0) >= LEAST_BYTES;
}

/** 0 for what cannot be looked at: opening it says why. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/** Loaded by those who need it. */
async function startMapping(): Promise<OpenMappingThread> {
  const { openMappingThread } = await import('./open-mapping-thread.js');
  return openMappingThread();
}
