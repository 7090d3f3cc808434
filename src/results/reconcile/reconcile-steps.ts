import { FerryError } from '../../errors.js';
import type { Job } from '../../jobs/job.js';
import type { Step, TakeStep } from '../../jobs/run-job.js';
import { CRM_PAGE_SIZE, type CrmClient, type ReadingCrm } from '../crm.js';
import { beginningOf } from './beginning.js';
import type { ReconcileJob, ReconcileProgress } from './progress.js';
import { Reconciliation, type ReconciliationParts } from './reconciliation.js';

export interface ReconcileDeps extends ReconciliationParts {
  /** The CRM in the name in which the job was begun. Throws `not_connected` when there is no token. */
  crmFor: (job: Job) => Promise<ReadingCrm>;
}

/** Those that were not met are looked for one by one: the list shifts while clients are added and removed. */
const MOST_SEARCHED = 200;
/** Takes some seconds at the rate that the CRM allows. */
const SEARCHED_PER_STEP = 10;
const NOTED_PER_STEP = 2_000;
/** No client is searched for later in a step: it has to end before the lease of the job does. */
const STEP_MS = 10_000;
/** Reconciliations that are kept ready for their next step. */
const MOST_KEPT = 4;

/**
 * Makes the steps of reconciliations: first all pages of the CRM's clients, since a shortcut by time of change would hide whoever
 * was there before and not touched; then searches for those who were not met; then who is missing. Steps may be taken again, by
 * anybody. A step throws `batch_not_found`, `batch_damaged`, `not_connected`, `host_unreachable`, `host_refused`.
 */
export function reconcileSteps(deps: ReconcileDeps): TakeStep {
  const desk = createDesk(deps);
  return async (given, signal) => {
    const job = given as ReconcileJob;
    const crm = await deps.crmFor(job);
    const reconciliation = await desk.fetch(job);
    let kept: ReconcileProgress | undefined;
    try {
      const work = { job, reconciliation, crm, signal };
      const { isDone, ...changes } = await TAKE[job.progress.phase](work);
      const progress = { ...job.progress, ...changes, told: reconciliation.told };
      if (!isDone) kept = progress;
      return { progress, items: reconciliation.takeItems(), isDone };
    } finally {
      if (kept) desk.keep(job.id, kept, reconciliation);
      else reconciliation.close();
    }
  };
}

interface AtWork {
  job: ReconcileJob;
  reconciliation: Reconciliation;
  crm: ReadingCrm;
  signal: AbortSignal;
}

type Taken = Partial<ReconcileProgress> & Pick<Step<never>, 'isDone'>;

const TAKE: Record<ReconcileProgress['phase'], (work: AtWork) => Promise<Taken>> = {
  reading: readPage,
  searching: search,
  noting: noteMissing,
};

async function readPage({ job, reconciliation, crm }: AtWork): Promise<Taken> {
  const { page, read } = job.progress;
  const clients = await crm.listClients(page);
  await reconciliation.meetPage(clients);
  const isLast = clients.length < CRM_PAGE_SIZE;
  return {
    ...(isLast ? { phase: 'searching' as const } : { page: page + 1 }),
    read: read + clients.length,
    isDone: false,
  };
}

async function search(work: AtWork): Promise<Taken> {
  const { job, reconciliation, signal } = work;
  const { sample, cursor, searched } = job.progress;
  const left = (sample === undefined ? MOST_SEARCHED : job.progress.clients) - searched;
  const seqs =
    sample === undefined
      ? reconciliation.listUnfound(cursor, Math.min(left, SEARCHED_PER_STEP))
      : spread(job.progress.clients, sample).slice(cursor, cursor + SEARCHED_PER_STEP);
  const clients = await reconciliation.readClients(seqs);
  let at = cursor;
  let done = 0;
  const startedMs = performance.now();
  for (const seq of seqs) {
    const isLate = done > 0 && performance.now() - startedMs > STEP_MS;
    if (signal.aborted || isLate) return { cursor: at, searched: searched + done, isDone: false };
    const client = clients.get(seq) ?? {};
    const isThere = await searchOne(work, seq, client);
    if (!isThere && sample !== undefined) reconciliation.noteMissing(seq, client);
    at = sample === undefined ? seq : at + 1;
    done += 1;
  }
  const next = { cursor: at, searched: searched + done };
  const hasMore = seqs.length === SEARCHED_PER_STEP;
  if (sample !== undefined) return { ...next, isDone: !hasMore };
  if (hasMore && next.searched < MOST_SEARCHED) return { ...next, isDone: false };
  return { ...next, phase: 'noting', cursor: 0, isDone: false };
}

async function searchOne(
  { reconciliation, crm }: AtWork,
  seq: number,
  client: Record<string, unknown>,
): Promise<boolean> {
  for (const by of ['email', 'phone'] as const) {
    const term = client[by];
    if (typeof term !== 'string' || term === '') continue;
    const given: CrmClient[] = await crm.findClients(by, term);
    if (await reconciliation.meetSearched(seq, client, given)) return true;
  }
  return false;
}

async function noteMissing({ job, reconciliation }: AtWork): Promise<Taken> {
  const seqs = reconciliation.listUnfound(job.progress.cursor, NOTED_PER_STEP);
  const clients = await reconciliation.readClients(seqs);
  for (const seq of seqs) reconciliation.noteMissing(seq, clients.get(seq) ?? {});
  return { cursor: seqs.at(-1) ?? job.progress.cursor, isDone: seqs.length < NOTED_PER_STEP };
}

/** So many sequence numbers, spread evenly over a batch. */
export function spread(clients: number, sample: number): number[] {
  const most = Math.min(sample, clients);
  return Array.from({ length: most }, (_, at) => Math.floor(((at + 0.5) * clients) / most) + 1);
}

/**
 * Keeps reconciliations ready between their steps. One is good only for a job that stands where its last step left it: a step that
 * was not written, or was taken elsewhere, has left it with more or less than the job knows.
 */
function createDesk(deps: ReconcileDeps) {
  const kept = new Map<string, { place: string; reconciliation: Reconciliation }>();
  const drop = (jobId: string) => {
    kept.get(jobId)?.reconciliation.close();
    kept.delete(jobId);
  };
  return {
    async fetch(job: ReconcileJob): Promise<Reconciliation> {
      const ready = kept.get(job.id);
      if (ready?.place === placeOf(job.progress)) {
        kept.delete(job.id);
        return ready.reconciliation;
      }
      drop(job.id);
      return open(deps, job);
    },
    keep(jobId: string, progress: ReconcileProgress, reconciliation: Reconciliation): void {
      kept.set(jobId, { place: placeOf(progress), reconciliation });
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) drop(oldest);
    },
  };
}

/** Every step that finds something moves on in at least one of these. */
const placeOf = ({ phase, page, cursor, read, searched }: ReconcileProgress): string =>
  [phase, page, cursor, read, searched].join(' ');

async function open(deps: ReconcileDeps, job: ReconcileJob): Promise<Reconciliation> {
  const batch = await deps.store.findBatch(job.batchId);
  if (!batch)
    throw new FerryError('batch_not_found', 'The list was removed; there is nothing to compare.');
  const sessions =
    job.importId === undefined ? [] : await deps.store.listSessionsOfImport(job.importId);
  const reconciliation = new Reconciliation(deps, job, batch, beginningOf(sessions[0]));
  await reconciliation.prepare();
  return reconciliation;
}
