import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FerryError } from '../../src/errors.js';
import type { Job, JobItem } from '../../src/jobs/job.js';
import type { JobStore } from '../../src/jobs/job-store.js';
import { listDueJobs, runJob, stopJob, type TakeStep } from '../../src/jobs/run-job.js';
import { makeJob } from '../support/make-results.js';

const GO_ON = new AbortController().signal;

/** One job in memory, written as the store does it, and a clock that a test moves. */
function makeDesk() {
  let kept = makeJob(
    { id: 'b_1', businessUid: 'b1' },
    { resumeAt: undefined, progress: { step: 0 } },
  );
  const items = new Map<number, JobItem>();
  const clock = { ms: Date.parse('2026-03-01T10:00:00.000Z') };
  const store = {
    findJob: () => Promise.resolve(kept),
    listJobs: () => Promise.resolve([kept]),
    saveJob: (job: Job, more: readonly JobItem[] = []) => {
      if (job.version !== kept.version + 1) return Promise.resolve(false);
      kept = job;
      for (const item of more) items.set(item.key, item);
      return Promise.resolve(true);
    },
  } as unknown as JobStore;
  const deps = { store, now: () => new Date(clock.ms) };
  return { deps, items, clock, kept: () => kept };
}

const stepOf = ({ progress }: Job) => (progress as { step: number }).step;

/** Counts to `last`, an item for each step. */
const countTo =
  (last: number): TakeStep =>
  (job) => {
    const step = stepOf(job) + 1;
    const items = [{ key: step, state: 'counted', body: '{}' }];
    return Promise.resolve({ progress: { step }, items, isDone: step === last });
  };

test('a job runs step by step to its end', async () => {
  const { deps, items, kept } = makeDesk();
  const job = await runJob(deps, kept(), countTo(3), GO_ON);
  assert.equal(job.state, 'done');
  assert.deepEqual(kept(), job);
  assert.deepEqual([...items.keys()], [1, 2, 3]);
  assert.equal(job.resumeAt, undefined);
});

test('while the host is away a job waits, and goes on where it was', async () => {
  const { deps, clock, kept } = makeDesk();
  let isAway = true;
  const step: TakeStep = (job, signal) => {
    if (stepOf(job) === 1 && isAway) throw new FerryError('host_unreachable', 'It is away.');
    return countTo(2)(job, signal);
  };
  const waiting = await runJob(deps, kept(), step, GO_ON);
  assert.deepEqual(
    [waiting.state, waiting.problem, stepOf(waiting)],
    ['waiting', 'It is away.', 1],
  );
  assert.deepEqual(await listDueJobs(deps), []);
  assert.equal((await runJob(deps, kept(), step, GO_ON)).version, waiting.version);

  clock.ms += 61_000;
  isAway = false;
  assert.equal((await listDueJobs(deps)).length, 1);
  const done = await runJob(deps, kept(), step, GO_ON);
  assert.deepEqual([done.state, done.problem], ['done', undefined]);
});

test('a refusal stops a job and says why', async () => {
  const { deps, kept } = makeDesk();
  const refuse: TakeStep = () => Promise.reject(new FerryError('host_refused', 'It may not.'));
  const job = await runJob(deps, kept(), refuse, GO_ON);
  assert.deepEqual([job.state, job.problem], ['stopped', 'It may not.']);
});

test('an error that is no refusal stops a job without telling what it was, and is thrown', async () => {
  const { deps, kept } = makeDesk();
  const fail: TakeStep = () => Promise.reject(new Error('secret cell'));
  await assert.rejects(runJob(deps, kept(), fail, GO_ON), /secret cell/);
  assert.equal(kept().state, 'stopped');
  assert.doesNotMatch(JSON.stringify(kept()), /secret/);
});

test('of several who run a job only one takes its steps', async () => {
  const { deps, kept } = makeDesk();
  let taken = 0;
  const step: TakeStep = (job, signal) => {
    taken++;
    return countTo(5)(job, signal);
  };
  const given = kept();
  await Promise.all([1, 2, 3].map(() => runJob(deps, given, step, GO_ON)));
  assert.equal(kept().state, 'done');
  assert.equal(taken, 5);
});

test('a job whose runner died is taken over once its lease is over', async () => {
  const { deps, clock, kept } = makeDesk();
  const die: TakeStep = (job, signal) => {
    if (stepOf(job) === 2) return new Promise(() => undefined);
    return countTo(4)(job, signal);
  };
  void runJob(deps, kept(), die, GO_ON);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(stepOf(kept()), 2);
  assert.deepEqual(await listDueJobs(deps), []);
  clock.ms += 61_000;
  assert.equal((await runJob(deps, kept(), countTo(4), GO_ON)).state, 'done');
});

test('when the program ends a job is given back for anybody to go on at once', async () => {
  const { deps, kept } = makeDesk();
  const ending = new AbortController();
  const step: TakeStep = (job, signal) => {
    if (stepOf(job) === 1) ending.abort();
    return countTo(9)(job, signal);
  };
  const job = await runJob(deps, kept(), step, ending.signal);
  assert.deepEqual([job.state, stepOf(job)], ['running', 2]);
  assert.equal((await listDueJobs(deps)).length, 1);
  assert.equal((await runJob(deps, kept(), countTo(9), GO_ON)).state, 'done');
});

test('a person stops a job between two steps, and what it did stays done', async () => {
  const { deps, items, kept } = makeDesk();
  const step: TakeStep = async (job, signal) => {
    if (stepOf(job) === 1) await stopJob(deps, job.id);
    return countTo(9)(job, signal);
  };
  const job = await runJob(deps, kept(), step, GO_ON);
  assert.equal(job.state, 'stopped');
  assert.deepEqual([...items.keys()], [1, 2], 'the step during which the person said so counts');
  assert.equal((await stopJob(deps, job.id)).version, job.version);
});

test('a step whose job somebody else has taken meanwhile is not written', async () => {
  const { deps, clock, items, kept } = makeDesk();
  const step: TakeStep = async (job, signal) => {
    clock.ms += 61_000;
    await runJob(
      deps,
      kept(),
      () => Promise.reject(new FerryError('host_unreachable', '-')),
      GO_ON,
    );
    return countTo(9)(job, signal);
  };
  const job = await runJob(deps, kept(), step, GO_ON);
  assert.deepEqual([job.state, [...items.keys()]], ['waiting', []]);
});
