import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { attachFault, type Fault, type FaultTrace } from '../support/fault.js';
import type { Done, Work } from '../support/work-under-fault.js';
import type { Cleaner } from './temp-dir.js';

const WORKER = fileURLToPath(new URL('../support/work-under-fault.ts', import.meta.url));

/** A process that works in a data folder as it is told. */
export interface Worker {
  /** Does it undisturbed. */
  do(work: Work): Promise<Done>;
  /** Does it while the disk fails. */
  doUnder(fault: Fault, work: Work): Promise<Done & FaultTrace>;
}

/** Starts such a process; it ends with the test. */
export async function startWorker(t: Cleaner): Promise<Worker> {
  const child = fork(WORKER, { execArgv: ['--import', 'tsx'] });
  const exited = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const answer = async (): Promise<Done> => {
    const [done] = (await Promise.race([
      once(child, 'message'),
      exited.then(() => [{ ok: false, code: 'died' }]),
    ])) as [Done];
    return done;
  };
  await answer();
  const give = (work: Work) => {
    const done = answer();
    child.send(work);
    return done;
  };
  return {
    do: give,
    doUnder: async (fault, work) => {
      const attached = await attachFault(child.pid ?? 0, fault);
      const done = await give(work);
      return { ...done, ...(await attached.lift()) };
    },
  };
}
