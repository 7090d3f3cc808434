import { createId } from '../../src/create-id.js';
import { createUndoCrm } from '../../src/host/undo-crm.js';
import type { Job, JobItem } from '../../src/jobs/job.js';
import type { Found, FoundClient } from '../../src/results/reconcile/found.js';
import { beginProgress } from '../../src/results/reconcile/progress.js';
import type { Session } from '../../src/sessions/session.js';
import type { Store } from '../../src/store/store.js';
import { undoSteps } from '../../src/undo/undo-steps.js';
import { createDeclaredSession, stageClients } from '../helpers/store.js';
import type { KeptClient } from './undo-crm.js';

export const BEGAN_AT = '2026-09-01T08:00:00.000Z';
export const STORED_AT = '2026-09-01T08:01:00.000Z';
export const ENDED_AT = '2026-09-01T08:05:00.000Z';
const LOOKED_AT = '2026-09-01T09:00:00.000Z';

/** A client of the CRM as our import created it, with what is different about it. */
export const created = (id: string, changes: Partial<KeptClient> = {}): KeptClient => ({
  id,
  email: `${id}@example.org`,
  tags: ['imported_2026-09-01'],
  source: 'Our App',
  created_at: STORED_AT,
  updated_at: STORED_AT,
  ...changes,
});

/** What a look at the CRM found of a client of ours. */
export const found = (key: number, state: Found, changes: Partial<FoundClient> = {}): JobItem => ({
  key,
  state,
  body:
    state === 'missing'
      ? '{}'
      : JSON.stringify({
          ...{ id: `c${key}`, by: 'email', createdAt: STORED_AT, updatedAt: STORED_AT, fields: [] },
          ...changes,
        } satisfies FoundClient),
});

/** An import of n clients that is over, and what was found of them since. */
export async function importAndLook(
  store: Store,
  n: number,
  items: readonly JobItem[],
  changes: Partial<Session> = {},
): Promise<Session> {
  const batch = await stageClients(store, n, 'b1');
  const session = createDeclaredSession(batch, {
    ...{ createdAt: BEGAN_AT, closedAt: ENDED_AT, state: 'closed' },
    ...changes,
  });
  await store.createSession(session);
  await addLook(store, session, items, { createdAt: LOOKED_AT, importId: session.importId });
  return session;
}

/** Writes down a look at the CRM that was taken. */
export async function addLook(
  store: Store,
  { batchId, businessUid }: Session,
  items: readonly JobItem[],
  changes: Partial<Job> & Pick<Job, 'createdAt'>,
): Promise<void> {
  const job: Job = {
    ...{ id: createId('j'), version: 1, kind: 'reconcile', businessUid, staffUid: undefined },
    ...{ batchId, importId: undefined, state: 'running', problem: undefined },
    progress: beginProgress(items.length, undefined),
    ...{ updatedAt: changes.createdAt, finishedAt: undefined, resumeAt: undefined },
    ...changes,
  };
  await store.createJob(job);
  const done: Job = { ...job, version: 2, state: 'done', finishedAt: job.createdAt };
  await store.saveJob({ ...done, ...changes }, items);
}

/** The steps of an undo at a host, quick to try again. */
export function stepsAt(store: Store, apiUrl: string, now = () => new Date()) {
  const crm = createUndoCrm(
    {
      ...{ apiUrl, appCode: 'ours', staffToken: 'a-token', timeoutMs: 500 },
      ...{ requestsPerSecond: 1_000, clientId: undefined, clientSecret: undefined },
    },
    undefined,
    { firstPauseMs: 2, patienceMs: 400 },
  );
  return undoSteps({ store, now, crmFor: () => Promise.resolve(crm) });
}
