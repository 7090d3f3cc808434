import { MessageChannel } from 'node:worker_threads';
import { FerryError } from './errors.js';
import type { StoreConfig } from './open-store.js';
import { runInWorker, workerFile, type WorkerOptions } from './run-in-worker.js';
import type { StageTask, StageTaskResult } from './stage-worker.js';
import type { StageOutcome, StageProgress } from './staging/stage-files.js';
import type { StageRequest } from './staging/stage-request.js';

const STAGE_WORKER = workerFile('stage-worker');

export interface StageOptions {
  onProgress: (progress: StageProgress) => void;
  /** Aborted: the staging ends and removes what it wrote. */
  signal: AbortSignal;
  /** Long lists are mapped in a second thread where there are cores for it: for a process that has nothing else to do. */
  mapsAhead?: boolean;
}

/**
 * Stages files in a worker thread. An aborted signal asks it to end and to remove what it wrote; a batch that stands by then
 * is not denied. Throws what `stageFiles` and `runInWorker` throw.
 */
export async function stageInWorker(
  { dataDir, database }: StoreConfig,
  request: StageRequest,
  { onProgress, signal, mapsAhead = false }: StageOptions,
  worker: Pick<WorkerOptions, 'kill' | 'memory'> = {},
): Promise<StageOutcome> {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', onProgress);
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const askToStop = () => Atomics.store(stop, 0, 1);
  if (signal.aborted) askToStop();
  signal.addEventListener('abort', askToStop);
  try {
    const task: StageTask = {
      store: { dataDir, database },
      request,
      progress: port2,
      stop,
      mapsAhead,
    };
    const result = await runInWorker<StageTaskResult>(STAGE_WORKER, task, {
      ...worker,
      transferList: [port2],
    });
    if (!result.ok) throw new FerryError(result.code, result.message, { hint: result.hint });
    return result.outcome;
  } finally {
    signal.removeEventListener('abort', askToStop);
    port1.close();
  }
}
