import { FerryError } from '../errors.js';
import type { Job } from '../jobs/job.js';

/** A business has a job of that kind already that has work before it, which is named when it is still there. */
export function jobRunning(
  { businessUid, kind }: Job,
  live: Job | undefined,
  cause: unknown,
): FerryError {
  return new FerryError(
    'job_running',
    `The business ${businessUid} has a job "${kind}" under way already${live ? `: ${live.id} (${live.state})` : ''}.`,
    { hint: 'Wait until it is done, or end it: clientferry stop <job>.', cause },
  );
}
