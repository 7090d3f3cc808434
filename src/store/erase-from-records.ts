import type { Job } from '../jobs/job.js';
import { RESULTS, type StoredReport } from '../results/report.js';
import type { Erasure } from '../retention/erasure.js';

/** What a job found out about a client that was erased since. */
export const ERASED_ITEM = '{}';

/**
 * The JSON of a report without the external ids that are to go; how many clients it tells of stays. Undefined when it has none
 * of them.
 */
export function withoutIds(
  json: string,
  isGone: (externalId: string) => boolean,
): string | undefined {
  const report = JSON.parse(json) as StoredReport;
  if (!RESULTS.some((result) => report.clients[result].externalIds.some(isGone))) return undefined;
  const clients = { ...report.clients };
  for (const result of RESULTS) {
    const told = clients[result];
    clients[result] = { ...told, externalIds: told.externalIds.filter((id) => !isGone(id)) };
  }
  return JSON.stringify({ ...report, clients });
}

/** The JSON of a job without why it waited or was stopped; undefined when that does not name the person. */
export function withoutProblem(
  json: string,
  holds: (value: unknown) => boolean,
): string | undefined {
  const job = JSON.parse(json) as Job;
  return holds(job.problem) ? JSON.stringify({ ...job, problem: undefined }) : undefined;
}

/** Makes the test whether an external id is one of a client that is erased. */
export function createIsGone({ externalIds, holds }: Erasure): (externalId: string) => boolean {
  const gone = new Set(externalIds);
  return (id) => gone.has(id) || holds(id);
}
