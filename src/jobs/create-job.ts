import type { Job } from './job.js';

/** What is said of a job when it is begun. */
export type NewJob<Progress> = Pick<
  Job<Progress>,
  'kind' | 'businessUid' | 'staffUid' | 'batchId' | 'importId' | 'progress'
>;

/** A job that anybody may begin with at once. It is not stored yet. */
export function createJob<Progress>(
  { now, createId }: { now: () => Date; createId: () => string },
  given: NewJob<Progress>,
): Job<Progress> {
  const at = now().toISOString();
  return {
    ...{ id: createId(), version: 1, ...given, state: 'running', problem: undefined },
    ...{ createdAt: at, updatedAt: at, finishedAt: undefined, resumeAt: at },
  };
}
