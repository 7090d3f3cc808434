import { FerryError } from '../errors.js';
import type { Job, JobItem } from '../jobs/job.js';
import type { JobStore } from '../jobs/job-store.js';
import type { Step, TakeStep } from '../jobs/run-job.js';
import type { DeletingCrm } from '../results/crm.js';
import { judgeLook } from './judge-look.js';
import { readUndone, type UndoJob, type UndoProgress, type UndoState } from './undo-progress.js';
import { getUndoScope, type ScopeStore } from './undo-scope.js';
import { walkDeeds } from './walk-deeds.js';

/** What an undo needs of the host. */
export interface UndoCrm extends Pick<DeletingCrm, 'findClients' | 'deleteClient'> {
  /** By which name our app stands as the source of clients; undefined when the host does not tell. */
  readAppName(): Promise<string | undefined>;
}

export interface UndoDeps {
  store: ScopeStore & Pick<JobStore, 'findJob'>;
  now: () => Date;
  /** The host in the name of whoever started the job. */
  crmFor: (job: Job) => Promise<UndoCrm>;
}

const ITEMS_PER_LISTING = 5_000;
const CLIENTS_PER_STEP = 48;
/** So many at a time; the host's rate limit decides how quickly they go. */
const AT_ONCE = 6;
/** No client is begun with later in a step. */
const STEP_MS = 10_000;
/** After so long a client is looked at again before it is deleted. */
const FRESH_MS = 60_000;

/**
 * The steps of an undo. Clients are looked at again before they are deleted, and that one is about to be deleted is written
 * before it is done: after a crash it is looked at once more, and counts as deleted when it is gone.
 */
export function undoSteps(deps: UndoDeps): TakeStep {
  return async (given, signal) => {
    const job = given as UndoJob;
    if (job.progress.phase === 'listing') return listStep(deps, job);
    const crm = await deps.crmFor(job);
    const intended = await listItems(deps, job, 'deleting');
    if (intended.length > 0) return deleteStep(deps, job, crm, intended, signal);
    const left = await listItems(deps, job, 'left');
    if (left.length === 0) return { progress: job.progress, isDone: true };
    return lookStep(deps, job, crm, left, signal);
  };
}

const listItems = ({ store }: UndoDeps, { id }: UndoJob, state: UndoState): Promise<JobItem[]> =>
  store.listJobItems(id, { after: -Infinity, limit: CLIENTS_PER_STEP, states: [state] });

/** Lists some more of the clients that are to go. */
async function listStep(
  { store }: UndoDeps,
  { importId = '', progress }: UndoJob,
): Promise<Step<UndoProgress>> {
  const { alsoChanged, reconcileJobId } = progress;
  const scope = { ...(await getUndoScope(store, importId)), reconcileJobId };
  const items: JobItem[] = [];
  for await (const { seq, deed, found } of walkDeeds(store, scope)) {
    if (seq <= progress.cursor || !found) continue;
    if (deed !== 'created' && !(alsoChanged && deed === 'changed_since')) continue;
    items.push({ key: seq, state: 'left', body: JSON.stringify({ id: found.id }) });
    if (items.length === ITEMS_PER_LISTING) break;
  }
  const cursor = items.at(-1)?.key ?? progress.cursor;
  const phase = items.length < ITEMS_PER_LISTING ? 'deleting' : 'listing';
  return { progress: { ...progress, cursor, phase }, items, isDone: false };
}

/** Looks at clients again and writes who is about to be deleted. */
async function lookStep(
  deps: UndoDeps,
  job: UndoJob,
  crm: UndoCrm,
  left: readonly JobItem[],
  signal: AbortSignal,
): Promise<Step<UndoProgress>> {
  const { progress } = job;
  const lookedAt = deps.now().toISOString();
  const appName = await crm.readAppName();
  const mayGoOn = () => isOurs(deps, job, signal);
  const items = await eachInTime(left, mayGoOn, (item) =>
    look(crm, item, { ...progress, appName }),
  );
  return { progress: { ...progress, lookedAt }, items, isDone: false };
}

async function look(
  crm: UndoCrm,
  item: JobItem,
  asked: UndoProgress & { appName: string | undefined },
): Promise<JobItem> {
  const { id, email } = readUndone(item.body);
  const client = (await crm.findClients('uid', id)).find((one) => one.id === id);
  const state = judgeLook(client, { ...asked, wasDeleting: item.state === 'deleting', email });
  const body = state === 'deleting' ? { id, email: client?.email } : { id };
  return { key: item.key, state, body: JSON.stringify(body) };
}

/** Deletes those of whom it is written that they are about to be; who was looked at too long ago is looked at again. */
async function deleteStep(
  deps: UndoDeps,
  job: UndoJob,
  crm: UndoCrm,
  intended: readonly JobItem[],
  signal: AbortSignal,
): Promise<Step<UndoProgress>> {
  const { progress } = job;
  const ageMs = deps.now().getTime() - Date.parse(progress.lookedAt ?? '');
  const isFresh = ageMs <= FRESH_MS;
  const appName = isFresh ? undefined : await crm.readAppName();
  const mayGoOn = () => isOurs(deps, job, signal);
  const items = await eachInTime(intended, mayGoOn, async (item) => {
    const seen = isFresh ? item : await look(crm, item, { ...progress, appName });
    return seen.state === 'deleting' ? deleteClient(crm, seen) : seen;
  });
  stopIfAllRefused(items);
  return { progress, items, isDone: false };
}

async function deleteClient(crm: UndoCrm, { key, body }: JobItem): Promise<JobItem> {
  const { id } = readUndone(body);
  try {
    // Gone by now is deleted as well: an answer to an earlier try may have been lost.
    await crm.deleteClient(id);
    return { key, state: 'deleted', body: JSON.stringify({ id }) };
  } catch (error) {
    if (!(error instanceof FerryError) || error.code !== 'host_refused') throw error;
    return { key, state: 'refused', body: JSON.stringify({ id, problem: error.message }) };
  }
}

/** When the host refuses every one, it is not about the clients but about who asks. */
function stopIfAllRefused(items: readonly JobItem[]): void {
  const [first, second] = items;
  if (!first || !second || items.some(({ state }) => state !== 'refused')) return;
  throw new FerryError(
    'host_refused',
    readUndone(first.body).problem ?? 'The CRM refused to delete clients.',
  );
}

/** Whether the step may go on: nobody has stopped the job since, or taken it over, and the program does not end. */
async function isOurs({ store }: UndoDeps, job: UndoJob, signal: AbortSignal): Promise<boolean> {
  return !signal.aborted && (await store.findJob(job.id))?.version === job.version;
}

/**
 * Does something to each item, some at a time, for as long as a step may take; gives those that were done. What is thrown comes
 * out only when nothing was done, so that nothing that was done is forgotten.
 */
async function eachInTime(
  items: readonly JobItem[],
  mayGoOn: () => Promise<boolean>,
  act: (item: JobItem) => Promise<JobItem>,
): Promise<JobItem[]> {
  const startedMs = performance.now();
  const done: JobItem[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    if (at > 0 && (performance.now() - startedMs > STEP_MS || !(await mayGoOn()))) break;
    const settled = await Promise.allSettled(items.slice(at, at + AT_ONCE).map(act));
    for (const one of settled) if (one.status === 'fulfilled') done.push(one.value);
    const failed = settled.find((one) => one.status === 'rejected');
    if (failed && done.length === 0) throw failed.reason;
    if (failed) break;
  }
  return done;
}
