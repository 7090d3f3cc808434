/** Stages one input after the other in a thread of its own, so that one that never ends can be ended from outside. */
import { setFlagsFromString } from 'node:v8';
import vm from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { drawInput } from './draw-input.js';
import { judge, type Verdict } from './judge.js';
import { readSeedFiles } from './seed-files.js';

/** What the thread is told: from which input on, until when, and where it tells which one it is at. */
export interface FuzzTask {
  seed: number;
  from: number;
  forMs: number;
  path: string;
  /** The number of the input that is being staged; -1 before the first. */
  at: Int32Array<SharedArrayBuffer>;
}

/** What it tells in the end. */
export interface FuzzReport {
  inputs: number;
  /** How often each outcome came. */
  outcomes: Record<string, number>;
  /** Memory that is held after a tenth of the time, and at the end. */
  heldBytes: [early: number, late: number];
  failure: string | undefined;
}

/** Every so many inputs one is staged again, which must give the same. */
const TWICE_EVERY = 5;

setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;

async function judgeTwice(task: FuzzTask, input: Parameters<typeof judge>[1]): Promise<Verdict> {
  const verdict = await judge(task.path, input);
  const n = Atomics.load(task.at, 0);
  if (n % TWICE_EVERY === 0) {
    const again = await judge(task.path, input);
    if (again.digest !== verdict.digest) throw new Error('the same bytes twice differ');
  }
  return verdict;
}

const held = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

async function run(task: FuzzTask): Promise<FuzzReport> {
  const seeds = await readSeedFiles();
  const report: FuzzReport = { inputs: 0, outcomes: {}, heldBytes: [0, 0], failure: undefined };
  const beganMs = performance.now();
  const passedMs = () => performance.now() - beganMs;
  for (let n = task.from; passedMs() < task.forMs; n++) {
    Atomics.store(task.at, 0, n);
    try {
      const { outcome } = await judgeTwice(task, drawInput(seeds, task.seed, n));
      report.outcomes[outcome] = (report.outcomes[outcome] ?? 0) + 1;
    } catch (error) {
      report.failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return report;
    }
    report.inputs++;
    if (report.heldBytes[0] === 0 && passedMs() > task.forMs / 10) report.heldBytes[0] = held();
  }
  report.heldBytes[1] = held();
  return report;
}

parentPort?.postMessage(await run(workerData as FuzzTask));
