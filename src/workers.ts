import type { DraftDeps } from './drafts/draft-deps.js';
import { problemOf } from './drafts/problem.js';
import { FerryError, isOurTrouble } from './errors.js';
import type { Inspection } from './files/inspect-file.js';
import type { InspectTask } from './inspect-worker.js';
import type { StoreConfig } from './open-store.js';
import { runInWorker, workerFile, type WORKER_MEMORY } from './run-in-worker.js';
import { Slots } from './slots.js';
import { stageInWorker } from './stage-in-worker.js';

const INSPECT_WORKER = workerFile('inspect-worker');
/** The largest honest upload is looked at in a few seconds; what takes this long goes round in circles. */
const INSPECT_MS = 120_000;
/** The largest honest list is staged in some minutes. */
const STAGE_MS = 30 * 60_000;
/** A staging that is asked to end does so within some thousand records. */
const STOP_MS = 30_000;

export interface WorkersOptions {
  /** How many run at a time in all; the others wait. */
  threads?: number;
  memory?: typeof WORKER_MEMORY;
  inspectMs?: number;
  stageMs?: number;
  stopMs?: number;
  /** Told of errors of an inspection that are no refusal. */
  onInternal?: (error: unknown) => void;
}

/** The threads of the server that read people's files. */
export interface Workers extends Pick<DraftDeps, 'inspectFile' | 'inTurn' | 'stage'> {
  /** Ends what runs and what waits; of a staging nothing stays. */
  close(): void;
}

/**
 * At most two threads in all, each with bounded memory and time, so that no file keeps the server from answering (promises
 * S35). One of them is kept for looking at files, and no business stages two lists at a time.
 */
export function createWorkers(store: StoreConfig, options: WorkersOptions = {}): Workers {
  const { threads = 2, memory, inspectMs = INSPECT_MS, stageMs = STAGE_MS } = options;
  const { stopMs = STOP_MS, onInternal } = options;
  const slots = new Slots(threads, { keptForUrgent: 1 });
  const closing = new AbortController();

  const inspect = async (task: InspectTask): Promise<Inspection> => {
    const tooLong = AbortSignal.timeout(inspectMs);
    try {
      return await runInWorker<Inspection>(INSPECT_WORKER, task, {
        kill: AbortSignal.any([tooLong, closing.signal]),
        memory,
      });
    } catch (error) {
      if (isOurTrouble(error)) onInternal?.(error);
      const problem = problemOf(tooLong.aborted ? takesTooLong(task.name) : error);
      return { entries: [], sheets: [], sources: [], problem };
    }
  };

  return {
    inspectFile: (path, name, read) =>
      slots.run(() => inspect({ path, name, read }), { isUrgent: true }),
    async inTurn(work, { businessUid, signal }) {
      const giveUp = AbortSignal.any([signal, closing.signal]);
      try {
        return await slots.run(work, { isUrgent: false, group: businessUid, signal: giveUp });
      } catch (error) {
        throw giveUp.aborted && error === giveUp.reason ? interrupted() : error;
      }
    },
    async stage(request, { onProgress, signal }) {
      if (signal.aborted || closing.signal.aborted) throw interrupted();
      const late = afterAbort(signal, stopMs);
      const tooLong = AbortSignal.timeout(stageMs);
      try {
        const kill = AbortSignal.any([late.signal, tooLong, closing.signal]);
        return await stageInWorker(store, request, { onProgress, signal }, { kill, memory });
      } catch (error) {
        throw tooLong.aborted ? takesTooLong('the list') : error;
      } finally {
        late.forget();
      }
    },
    close() {
      closing.abort();
    },
  };
}

/** A signal that follows another one after some time. */
function afterAbort(signal: AbortSignal, ms: number): { signal: AbortSignal; forget(): void } {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const follow = () => {
    timer = setTimeout(() => {
      late.abort();
    }, ms);
  };
  signal.addEventListener('abort', follow, { once: true });
  return {
    signal: late.signal,
    forget() {
      signal.removeEventListener('abort', follow);
      clearTimeout(timer);
    },
  };
}

const interrupted = (): FerryError =>
  new FerryError('interrupted', 'Interrupted; nothing was staged.');

const takesTooLong = (name: string): FerryError =>
  new FerryError('file_unreadable', `Reading ${name} takes too long.`, {
    hint: 'Save the list as CSV and add that, or split it.',
  });
