import { Worker } from 'node:worker_threads';
import { WORKER_MEMORY } from '../../src/run-in-worker.js';
import type { FuzzReport, FuzzTask } from './fuzz-thread.js';

/** No input may take more processor time, or wait for longer: on a busy machine waiting says little. */
const MOST_MS = 5_000;
const MOST_WAITING_MS = 60_000;

/** How a thread ended: with its report, or at the n-th input, which it did not survive. */
export type Ended =
  | { readonly report: FuzzReport; readonly at: number }
  | { readonly report: undefined; readonly at: number; readonly failure: string };

/** Runs a fuzzing thread with the memory that the product gives a staging; ends it when one input takes too long. */
export function runThread(task: Omit<FuzzTask, 'at'>): Promise<Ended> {
  const at = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)).fill(-1);
  // A thread cannot begin with TypeScript, but it can import it.
  const [api, thread] = ['tsx/esm/api', './fuzz-thread.ts'].map((one) => import.meta.resolve(one));
  const begin = `import('${api}').then(({ register }) => (register(), import('${thread}')))`;
  const worker = new Worker(begin, {
    eval: true,
    workerData: { ...task, at },
    resourceLimits: WORKER_MEMORY,
  });
  return new Promise((resolve) => {
    let seen = -1;
    let since = { cpuMs: usedMs(), ms: performance.now() };
    const end = (ended: Ended) => {
      clearInterval(watch);
      void worker.terminate().then(() => {
        resolve(ended);
      });
    };
    const watch = setInterval(() => {
      const now = Atomics.load(at, 0);
      const [cpuMs, ms] = [usedMs(), performance.now()];
      if (now !== seen) [seen, since] = [now, { cpuMs, ms }];
      const isLate = now !== -1 && cpuMs - since.cpuMs > MOST_MS;
      if (isLate || ms - since.ms > MOST_WAITING_MS)
        end({ report: undefined, at: now, failure: `it takes more than ${MOST_MS} ms` });
    }, 100);
    worker.once('message', (report: FuzzReport) => {
      end({ report, at: Atomics.load(at, 0) });
    });
    worker.once('error', (error) => {
      end({ report: undefined, at: Atomics.load(at, 0), failure: String(error) });
    });
  });
}

/** Of this process, in which only the thread works. */
function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
