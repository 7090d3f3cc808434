import type { Job } from '../jobs/job.js';
import type { Session } from '../sessions/session.js';
import type { Batch } from '../staging/batch.js';
import type { Store } from '../store/store.js';
import { NO_CLIENT_IDS, readClientIds, type ClientIds } from './client-ids.js';
import { findingJobs, lastSignOf, readFindings, type Findings } from './read-findings.js';
import { RecentlyRead } from './recently-read.js';
import { RESULTS, type Result, type StoredReport } from './report.js';
import { settleResults, type SettledResults } from './settle-results.js';
import { tallyReports, type ReportedSession, type ReportTally } from './tally-reports.js';

export type ResultsStore = Pick<
  Store,
  'findBatch' | 'readClients' | 'listSessions' | 'listReports' | 'listJobs' | 'listJobItems'
>;

/** An import whose results are wanted. */
export interface ResultsOf {
  importId: string;
  sessions: readonly Session[];
  /** Undefined when it was removed. */
  batch: Batch | undefined;
  clients: number;
}

/** All that is known of what became of the clients of an import. */
export interface ImportResults {
  reports: ReportedSession[];
  tally: ReportTally;
  settled: SettledResults;
  /** Undefined when the CRM was never looked at. */
  findings: Findings | undefined;
  /** The looks at the CRM that `findings` come from, the latest last. */
  findingJobs: Job[];
  /** The latest look at the CRM, done or not. */
  latestJob: Job | undefined;
}

/** What does not change is read once for those who ask again and again, such as a page that is being watched. */
const kept = new WeakMap<
  object,
  { ids: RecentlyRead<ClientIds>; findings: RecentlyRead<Findings> }
>();

const MOST_KEPT = 2;

function keptOf(store: object) {
  const known = kept.get(store);
  if (known) return known;
  const fresh = {
    ids: new RecentlyRead<ClientIds>(MOST_KEPT),
    findings: new RecentlyRead<Findings>(MOST_KEPT),
  };
  kept.set(store, fresh);
  return fresh;
}

/** Reads what the host reported of an import and what was found in the CRM, and settles it. Throws `batch_damaged`. */
export async function readResults(store: ResultsStore, of: ResultsOf): Promise<ImportResults> {
  const { importId, sessions, batch, clients } = of;
  const { ids, findings: read } = keptOf(store);
  const reports = await listReports(store, sessions, batch !== undefined);
  const jobs = await store.listJobs({ importId, kind: 'reconcile' });
  const counting = findingJobs(jobs);
  const known =
    batch === undefined || reports.every((one) => one.reports.length === 0)
      ? NO_CLIENT_IDS
      : await ids.get(batch.id, () => readClientIds(store, batch));
  const key = [...counting.map(({ id }) => id), lastSignOf(sessions)].join(' ');
  const findings =
    counting.length === 0
      ? undefined
      : await read.get(key, () => readFindings(store, counting, { sessions, clients }));
  const tally = tallyReports(reports, known, clients);
  return {
    ...{ reports, tally, findings },
    settled: settleResults(tally, findings),
    findingJobs: counting,
    latestJob: jobs[0],
  };
}

/** What the reports alone say of an import, counted as they are when its batch is gone: nobody is known by an id. */
export async function countReported(
  store: Pick<Store, 'listReports'>,
  { sessions, clients }: Pick<ResultsOf, 'sessions' | 'clients'>,
): Promise<Record<Result, number>> {
  const reports = await listReports(store, sessions, false);
  const { results } = settleResults(tallyReports(reports, NO_CLIENT_IDS, clients), undefined);
  const { created, updated, skipped, failed } = results;
  return { created, updated, skipped, failed };
}

async function listReports(
  store: Pick<Store, 'listReports'>,
  sessions: readonly Session[],
  hasBatch: boolean,
): Promise<ReportedSession[]> {
  const reported: ReportedSession[] = [];
  for (const session of sessions) {
    const reports = await store.listReports(session);
    reported.push({ session, reports: hasBatch ? reports : reports.map(withoutIds) });
  }
  return reported;
}

/** Without the batch nobody can say whose ids they are; how many they are stays. */
function withoutIds(report: StoredReport): StoredReport {
  const clients = { ...report.clients };
  for (const result of RESULTS) clients[result] = { ...clients[result], externalIds: [] };
  return { ...report, clients };
}
