import { FerryError } from '../errors.js';
import type { Job } from '../jobs/job.js';
import type { JobStore } from '../jobs/job-store.js';
import { beginningOf } from '../results/reconcile/beginning.js';
import { findNextBegan, type ImportSpan } from '../results/reconcile/import-span.js';
import { isReconcile } from '../results/reconcile/progress.js';
import { goesOnByItself } from '../sessions/goes-on.js';
import { isOpen, type Session } from '../sessions/session.js';
import type { SessionStore } from '../sessions/session-store.js';
import type { Store } from '../store/store.js';

export type ScopeStore = Pick<SessionStore, 'findBatch' | 'listSessionsOfImport'> &
  Pick<JobStore, 'listJobs' | 'listJobItems'> &
  Pick<Store, 'listSessions'>;

/** What is known of an import that may be undone. */
export interface UndoScope extends ImportSpan {
  importId: string;
  businessUid: string;
  batchId: string;
  /** Clients of the batch. */
  clients: number;
  /** Whether the host overwrote clients that it had. */
  hasOverridden: boolean;
  /** UTC, ISO 8601. */
  beganAt: string;
  /** The look at the host since the import that says who is there. */
  reconcileJobId: string;
  /** The look at the host before the import, which says what values were there; undefined when nobody looked. */
  looksBeforeJobId: string | undefined;
}

/**
 * Finds what is known of an import. Throws `session_not_found`, `import_not_over`, `reconcile_first` when nobody has looked at
 * the host since, and `batch_not_found` when the list is gone, and with it all that was known.
 */
export async function getUndoScope(store: ScopeStore, importId: string): Promise<UndoScope> {
  const sessions = await store.listSessionsOfImport(importId);
  const [first] = sessions;
  if (!first) throw noSession(importId);
  const { batchId, businessUid } = first;
  checkIsOver(sessions);
  const batch = await store.findBatch(batchId);
  if (!batch) throw listGone(batchId);
  const endedAt = endOf(sessions);
  const looks = await store.listJobs({ batchId, kind: 'reconcile' });
  const whole = looks.filter((job) => isReconcile(job) && isWhole(job));
  const since = whole.find((job) => job.importId === importId && job.createdAt >= endedAt);
  if (!since) throw reconcileFirst(sessions.at(-1)?.id ?? importId);
  const before = whole.find(
    ({ importId: of, finishedAt = '' }) => of === undefined && finishedAt <= first.createdAt,
  );
  return {
    ...{ importId, businessUid, batchId, endedAt, beganAt: beganAt(first) },
    nextBeganAt: findNextBegan(first, await store.listSessions(businessUid)),
    clients: batch.counts.clients,
    hasOverridden: first.importParams.should_override,
    reconcileJobId: since.id,
    looksBeforeJobId: before?.id,
  };
}

/** In whole seconds: the CRM may tell times without fractions. */
const beganAt = (first: Session): string =>
  new Date(beginningOf(first).beganMs ?? first.createdAt).toISOString();

const isWhole = (job: Job): boolean =>
  isReconcile(job) && job.state === 'done' && job.progress.sample === undefined;

/** Parts that are still to come would be created after they were taken back. */
function checkIsOver(sessions: readonly Session[]): void {
  const open = sessions.find(isOpen);
  if (!open && !goesOnByItself(sessions)) return;
  throw new FerryError(
    'import_not_over',
    open ? `The session ${open.id} is still open (${open.state}).` : 'Further parts are to come.',
    { hint: 'Wait until the import is over, or end it: clientferry cancel <session>.' },
  );
}

const endOf = (sessions: readonly Session[]): string =>
  sessions
    .map(({ closedAt, lastPolledAt, createdAt }) => closedAt ?? lastPolledAt ?? createdAt)
    .reduce((last, at) => (at > last ? at : last), '');

const noSession = (importId: string) =>
  new FerryError('session_not_found', `There is no session ${importId}.`, {
    hint: 'What was not handed over is not in the CRM; clientferry unstage <batch> removes it here.',
  });

const listGone = (batchId: string) =>
  new FerryError('batch_not_found', `The list ${batchId} was removed.`, {
    hint: 'With it went what was known of the clients in the CRM; delete them there, by their tag imported_...',
  });

const reconcileFirst = (sessionId: string) =>
  new FerryError('reconcile_first', 'Nobody has looked into the CRM since the import.', {
    hint: `Only a look tells whom the import created: clientferry reconcile ${sessionId}`,
  });
