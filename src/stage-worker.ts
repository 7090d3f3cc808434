import type { MessagePort } from 'node:worker_threads';
import { createId } from './create-id.js';
import { FerryError, type ErrorCode } from './errors.js';
import { openSources } from './files/open-sources.js';
import { openStore, type StoreConfig } from './open-store.js';
import { loadProfiles } from './profiles/load-profiles.js';
import { stageFiles, type StageOutcome } from './staging/stage-files.js';
import type { StageRequest } from './staging/stage-request.js';
import { openKeyIndex } from './store/sqlite/key-index.js';
import { openRecordSpool } from './store/sqlite/record-spool.js';

/** What crosses into the worker thread. */
export interface StageTask {
  store: StoreConfig;
  request: StageRequest;
  progress: MessagePort;
  /** Shared with the caller, who writes 1 into it to end the staging. */
  stop: Int32Array<SharedArrayBuffer>;
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
}: StageTask): Promise<StageTaskResult> {
  try {
    const store = await openStore(storeConfig);
    try {
      const outcome = await stageFiles(
        {
          store,
          profiles: loadProfiles(),
          openSources,
          openKeyIndex,
          openRecordSpool,
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
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    return { ok: false, code: error.code, message: error.message, hint: error.hint };
  } finally {
    progress.close();
  }
}
