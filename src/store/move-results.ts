import { FerryError } from '../errors.js';
import type { Job, JobItem } from '../jobs/job.js';
import type { JobStore } from '../jobs/job-store.js';
import type { NoticeStore } from '../notices/notice-store.js';
import type { StoredReport } from '../results/report.js';
import type { Session } from '../sessions/session.js';
import type { Installation, MoveLine } from './installation.js';
import type { Store } from './store.js';

const ITEMS_PER_STEP = 1_000;

/** Throws `job_running` while a job has work before it: it would go on in both stores. */
export async function refuseLiveJobs(from: Installation): Promise<void> {
  const [live] = await from.listJobs({ live: true });
  if (!live) return;
  throw new FerryError('job_running', `The job ${live.id} (${live.kind}) is not over.`, {
    hint: 'Wait until it is done, or end it: clientferry stop <job>; clientferry jobs lists them.',
  });
}

/**
 * Moves what became of clients after the hand-over: the host's reports, jobs with what they found out, and notices; leaves
 * alone what is there already. Returns the books.
 */
export async function moveResults(
  from: Installation,
  to: Store,
  sessions: readonly Session[],
): Promise<MoveLine[]> {
  const jobs = (await from.listJobs({})).reverse();
  for (const report of from.listReports()) await to.addReport(report);
  for (const job of jobs) await moveJob(from, to, job);
  for (const notice of from.listNotices()) await to.addNotice(notice);
  return [
    await countReports(from, to, sessions),
    ...(await countJobs(from, to, jobs)),
    await countNotices(from, to),
  ];
}

/**
 * Takes a step for every so many items. The version rises with each to what it is in the end, and so tells a move that broke
 * off where to go on.
 */
async function moveJob(from: Installation, to: JobStore, job: Job): Promise<void> {
  const found = await to.findJob(job.id);
  const steps = Math.ceil((await countItems(from, job.id)) / ITEMS_PER_STEP);
  let version = job.version - steps;
  if (!found) await to.createJob({ ...job, version });
  for await (const items of readItems(from, job.id)) {
    version++;
    if (version > (found?.version ?? -Infinity)) await to.saveJob({ ...job, version }, items);
  }
}

async function* readItems(
  store: Pick<JobStore, 'listJobItems'>,
  jobId: string,
): AsyncGenerator<JobItem[]> {
  for (let after: number | undefined = -Infinity; after !== undefined;) {
    const items: JobItem[] = await store.listJobItems(jobId, { after, limit: ITEMS_PER_STEP });
    if (items.length > 0) yield items;
    after = items.at(-1)?.key;
  }
}

const countItems = async (store: Pick<JobStore, 'countJobItems'>, jobId: string): Promise<number> =>
  Object.values(await store.countJobItems(jobId)).reduce((sum, items) => sum + items, 0);

async function countReports(
  from: Installation,
  to: Store,
  sessions: readonly Session[],
): Promise<MoveLine> {
  const moved = new Set((await to.listStrayReports(Number.MAX_SAFE_INTEGER)).map(digestOf));
  for (const session of sessions)
    for (const report of await to.listReports(session)) moved.add(digestOf(report));
  const reports = from.listReports().map(digestOf);
  return {
    what: 'reports of the CRM',
    before: reports.length,
    after: reports.filter((digest) => moved.has(digest)).length,
  };
}

const digestOf = ({ digest }: StoredReport): string => digest;

async function countJobs(
  from: Installation,
  to: JobStore,
  jobs: readonly Job[],
): Promise<MoveLine[]> {
  const moved = await Promise.all(jobs.map(({ id }) => to.findJob(id)));
  const items = { before: 0, after: 0 };
  for (const { id } of jobs) {
    items.before += await countItems(from, id);
    items.after += await countItems(to, id);
  }
  return [
    { what: 'jobs', before: jobs.length, after: moved.filter((one) => one).length },
    { what: 'findings of jobs', ...items },
  ];
}

async function countNotices(from: Installation, to: NoticeStore): Promise<MoveLine> {
  const notices = from.listNotices();
  let after = 0;
  for (const { id, importId } of notices)
    if ((await to.listNotices(importId)).some((notice) => notice.id === id)) after++;
  return { what: 'notices', before: notices.length, after };
}
