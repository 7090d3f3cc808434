import { getRetention } from '../../retention/list-retention.js';
import { LIVE_JOB_STATES } from '../../jobs/job.js';
import { drawUpImport } from '../../results/draw-up-import.js';
import { getSessionOf } from '../../sessions/of-business.js';
import { drawUpAccount } from '../../results/session-account.js';
import type { Session } from '../../sessions/session.js';
import { drawUpUndo, findUndo } from '../../undo/undo-account.js';
import type { Identity } from '../../sign-in/identity.js';
import type { ApiDeps } from './api-deps.js';
import { presentUndo, type ImportFacts } from './present-import.js';

/** Gathers what is told of the import that a session of that business belongs to. Throws `session_not_found`. */
export async function gatherImport(
  deps: ApiDeps,
  who: Identity,
  sessionId: string,
): Promise<ImportFacts> {
  return gatherFrom(deps, await getSessionOf(deps.store, who.businessUid, sessionId));
}

/** The same for a session that is known to belong to the business. */
export async function gatherFrom(deps: ApiDeps, session: Session): Promise<ImportFacts> {
  const { store, now, quietMs } = deps;
  const options = { now: now(), quietMs };
  const account = await drawUpImport(store, session, options);
  const batch = await store.findBatch(account.batchId);
  return {
    account,
    latest: await drawUpAccount(store, account.sessions.at(-1) ?? session, options),
    batch,
    now: options.now,
    keptUntil: batch && (await getRetention({ store, now, ...deps.keeping }, batch)).until,
    undo: await readUndo(deps, account.importId),
    takenBack: account.takenBack,
  };
}

/** Whether nothing about an import is going to change by itself any more: it is over, reported, and no job works on it. */
export function isSettled({ account, latest, undo }: ImportFacts, deps: ApiDeps): boolean {
  const { isOver, isReportedDone, reconciliation } = account;
  if (!isOver || (reconciliation && isLive(reconciliation.state))) return false;
  if (undo && isLive(undo.job.state)) return false;
  const { closedAt, createdAt } = latest.session;
  const ms = deps.now().getTime() - Date.parse(closedAt ?? createdAt);
  return ms > (isReportedDone ? LATE_MS : deps.limits.reportsMs);
}

/** The last page may complete the hand-over after the CRM has closed it (promises R39), and repeats come late. */
const LATE_MS = 3_000;

const isLive = (state: string): boolean => LIVE_JOB_STATES.some((live) => live === state);

/** The latest taking back. */
async function readUndo({ store }: ApiDeps, importId: string): Promise<ImportFacts['undo']> {
  const job = await findUndo(store, importId);
  return job && presentUndo(await drawUpUndo(store, job));
}
