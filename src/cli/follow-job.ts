import { setTimeout as wait } from 'node:timers/promises';
import type { Job } from '../jobs/job.js';
import { getJob, runJob, type JobDeps, type TakeStep } from '../jobs/run-job.js';
import { printable, say } from './output.js';
import { untilStopped } from './until-stopped.js';

const LOOK_EVERY_MS = 1_000;

/**
 * Runs a job here until it is over, and shows it after every step; one that the app runs is watched. Ctrl-C gives it back, for
 * anybody to go on with. While the host is away the job waits, and so do we.
 */
export async function followJob(
  deps: JobDeps,
  given: Job,
  takeStep: TakeStep,
  show: (job: Job) => Promise<void>,
): Promise<Job> {
  const stopping = new AbortController();
  const { signal } = stopping;
  void untilStopped().then(() => {
    stopping.abort();
  });
  const takeShownStep: TakeStep = async (job, stepSignal) => {
    await show(job);
    return takeStep(job, stepSignal);
  };
  let problem: string | undefined;
  for (let job = given; ;) {
    job = await runJob(deps, job, takeShownStep, signal);
    await show(job);
    if (signal.aborted || job.state === 'done' || job.state === 'stopped') return job;
    if (job.problem !== undefined && job.problem !== problem) say(printable(job.problem));
    problem = job.problem;
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    job = await getJob(deps.store, job.id);
  }
}
