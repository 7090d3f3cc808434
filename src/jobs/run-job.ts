import { FerryError, isOurTrouble } from '../errors.js';
import type { Job, JobItem } from './job.js';
import type { JobStore } from './job-store.js';

/** Whoever runs a job has it for so long after every step; then somebody else may take it. */
const LEASE_MS = 60_000;
/** While the host cannot be reached, a job is tried again after this. */
const PAUSE_MS = 60_000;

/** What one step found out or did; it is written whole, or the step is taken again. */
export interface Step<Progress> {
  progress: Progress;
  items?: readonly JobItem[];
  isDone: boolean;
}

/**
 * Takes the next step of a job, in less than half a minute. It may be taken again after a crash, so what it does to the host
 * must bear that. `host_unreachable` makes the job wait and go on later; any other refusal stops it.
 */
export type TakeStep<Progress = unknown> = (
  job: Job<Progress>,
  signal: AbortSignal,
) => Promise<Step<Progress>>;

export interface JobDeps {
  store: JobStore;
  now: () => Date;
}

/**
 * Runs a job until it is done, waits, or was stopped; gives it as it then stands. One that somebody else runs is left alone.
 * When `signal` aborts, the job is given back for anybody to go on. Throws what is no refusal, after stopping the job.
 */
export async function runJob(
  deps: JobDeps,
  given: Job,
  takeStep: TakeStep,
  signal: AbortSignal,
): Promise<Job> {
  if (!isFree(given, deps.now())) return given;
  let job = change(deps, given, { state: 'running', resumeAt: inMs(deps, LEASE_MS) });
  if (!(await deps.store.saveJob(job))) return reload(deps, job);
  for (;;) {
    const isStopping = signal.aborted;
    const after = isStopping
      ? { job: giveBack(deps, job), items: [] }
      : await step(deps, job, takeStep, signal);
    if (!(await deps.store.saveJob(after.job, after.items)))
      return keepDone(deps, job, after.items);
    job = after.job;
    if (after.failure !== undefined) throw after.failure;
    if (job.state !== 'running' || isStopping) return job;
  }
}

/**
 * Somebody has written the job during a step. When a person stopped it, what the step did is written all the same; else whoever
 * took the job finds out for themselves.
 */
async function keepDone(deps: JobDeps, job: Job, items: readonly JobItem[]): Promise<Job> {
  for (;;) {
    const current = await reload(deps, job);
    if (current.state !== 'stopped' || items.length === 0) return current;
    const next = change(deps, current, {});
    if (await deps.store.saveJob(next, items)) return next;
  }
}

/** A job that anybody may go on with at once. */
const giveBack = (deps: JobDeps, job: Job): Job => change(deps, job, { resumeAt: inMs(deps, 0) });

interface Stepped {
  job: Job;
  items: readonly JobItem[];
  /** What went wrong without being a refusal. */
  failure?: Error | undefined;
}

async function step(
  deps: JobDeps,
  job: Job,
  takeStep: TakeStep,
  signal: AbortSignal,
): Promise<Stepped> {
  try {
    const { progress, items = [], isDone } = await takeStep(job, signal);
    const end = isDone
      ? { state: 'done' as const, finishedAt: inMs(deps, 0), resumeAt: undefined }
      : { resumeAt: inMs(deps, LEASE_MS) };
    return { job: change(deps, job, { progress, problem: undefined, ...end }), items };
  } catch (error) {
    if (signal.aborted) return { job: giveBack(deps, job), items: [] };
    const isOurs = isOurTrouble(error);
    const problem = isOurs ? 'Something went wrong on our side.' : asError(error).message;
    const waits = error instanceof FerryError && error.code === 'host_unreachable';
    const end = waits
      ? { state: 'waiting' as const, resumeAt: inMs(deps, PAUSE_MS) }
      : { state: 'stopped' as const, finishedAt: inMs(deps, 0), resumeAt: undefined };
    const failure = isOurs ? asError(error) : undefined;
    return { job: change(deps, job, { problem, ...end }), items: [], failure };
  }
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

/** The jobs whose time has come and that nobody runs. */
export async function listDueJobs({ store, now }: JobDeps): Promise<Job[]> {
  return (await store.listJobs({ live: true })).filter((job) => isFree(job, now()));
}

/** Ends a job by a person's word; what it did stays done. Throws `job_not_found`. */
export async function stopJob(deps: JobDeps, id: string): Promise<Job> {
  for (;;) {
    const job = await getJob(deps.store, id);
    if (job.state === 'done' || job.state === 'stopped') return job;
    const stopped = change(deps, job, {
      ...{ state: 'stopped' as const, resumeAt: undefined, finishedAt: inMs(deps, 0) },
      problem: undefined,
    });
    if (await deps.store.saveJob(stopped)) return stopped;
  }
}

/** The job of that id. Throws `job_not_found`. */
export async function getJob(store: Pick<JobStore, 'findJob'>, id: string): Promise<Job> {
  const job = await store.findJob(id);
  if (!job) throw new FerryError('job_not_found', `There is no job ${id}.`);
  return job;
}

const isFree = ({ state, resumeAt }: Job, now: Date): boolean =>
  (state === 'running' || state === 'waiting') &&
  (resumeAt === undefined || resumeAt <= now.toISOString());

const reload = async ({ store }: JobDeps, job: Job): Promise<Job> =>
  (await store.findJob(job.id)) ?? job;

const inMs = ({ now }: JobDeps, ms: number): string => new Date(now().getTime() + ms).toISOString();

const change = ({ now }: JobDeps, job: Job, changes: Partial<Job>): Job => ({
  ...job,
  ...changes,
  version: job.version + 1,
  updatedAt: now().toISOString(),
});
