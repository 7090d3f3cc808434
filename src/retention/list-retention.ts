import type { Session } from '../sessions/session.js';
import type { Batch } from '../staging/batch.js';
import type { Store } from '../store/store.js';
import { latestImport, retentionOf, wipeDueAt, type Retention } from './retention-of.js';

/** Every draft's time is over by then, and every batch was sealed before. */
export const END_OF_TIME = '9999-12-31T23:59:59.999Z';

export interface RetentionDeps {
  store: Pick<
    Store,
    | 'listBatches'
    | 'listSessions'
    | 'listKeepUntil'
    | 'listJobs'
    | 'listReports'
    | 'listExpiredDrafts'
    | 'listUnkeptBatches'
  >;
  now: () => Date;
  /** For so long after the end of its import, or its staging, a batch is kept. */
  retentionMs: number;
  /** For so long after closing, pages stay servable. */
  graceMs: number;
}

/** A batch and until when it is kept. */
export interface KeptBatch {
  batch: Batch;
  retention: Retention;
}

/** Says of every batch of a business, or of all, until when it is kept. Those that belong to a draft alone go away with it. */
export async function listRetention(
  deps: RetentionDeps,
  businessUid?: string,
): Promise<KeptBatch[]> {
  const { store, retentionMs } = deps;
  const keepUntil = await store.listKeepUntil();
  const sessionsOf = groupByBatch(await store.listSessions(businessUid));
  const inDrafts = await listInDrafts(deps);
  const live = new Set((await store.listJobs({ live: true })).map(({ batchId }) => batchId));
  const kept: KeptBatch[] = [];
  for (const batch of await store.listBatches(businessUid)) {
    const sessions = sessionsOf.get(batch.id) ?? [];
    const retention = retentionOf(batch, sessions, {
      retentionMs,
      keepUntil: keepUntil.get(batch.id),
      isWorkedOn: live.has(batch.id) || inDrafts.has(batch.id),
      wipeAt: await findWipeTime(deps, sessions),
    });
    kept.push({ batch, retention });
  }
  return kept;
}

/** Until when one batch is kept. */
export async function getRetention(
  deps: RetentionDeps,
  { id, businessUid }: Batch,
): Promise<Retention> {
  const kept = await listRetention(deps, businessUid);
  return (
    kept.find(({ batch }) => batch.id === id)?.retention ?? { until: undefined, why: 'worked_on' }
  );
}

function groupByBatch(sessions: readonly Session[]): Map<string, Session[]> {
  const groups = new Map<string, Session[]>();
  for (const session of sessions) {
    const group = groups.get(session.batchId);
    if (group) group.push(session);
    else groups.set(session.batchId, [session]);
  }
  return groups;
}

/** Batches that a draft holds, and those that are not kept: what clears drafts away decides about both. */
async function listInDrafts({ store, now }: RetentionDeps): Promise<Set<string | undefined>> {
  const drafts = await store.listExpiredDrafts(END_OF_TIME);
  const unkept = await store.listUnkeptBatches(END_OF_TIME);
  const at = now().toISOString();
  return new Set([
    ...drafts.filter(({ expiresAt }) => expiresAt > at).map(({ batchId }) => batchId),
    ...unkept.map(({ id }) => id),
  ]);
}

async function findWipeTime(
  deps: RetentionDeps,
  sessions: readonly Session[],
): Promise<string | undefined> {
  const { graceMs } = deps;
  // Most batches are not to be wiped, and of most that are the grace time is over: nothing is read for them.
  const afterGrace = wipeDueAt(sessions, { isSettled: false, graceMs });
  if (afterGrace === undefined || afterGrace <= deps.now().toISOString()) return afterGrace;
  const isSettled = await isImportSettled(deps, latestImport(sessions));
  return wipeDueAt(sessions, { isSettled, graceMs });
}

/** Whether the host said of every closed session that it is done, or its clients were compared with the batch to the end. */
async function isImportSettled(
  { store }: RetentionDeps,
  sessions: readonly Session[],
): Promise<boolean> {
  const importId = sessions[0]?.importId ?? '';
  const looks = await store.listJobs({ importId, kind: 'reconcile' });
  if (looks.some((job) => job.state === 'done' && !isSample(job.progress))) return true;
  for (const session of sessions) {
    if (session.state !== 'closed') continue;
    const reports = await store.listReports(session);
    if (!reports.some(({ importDone }) => importDone)) return false;
  }
  return sessions.length > 0;
}

/** A look at a few clients settles nothing. */
const isSample = (progress: unknown): boolean =>
  (progress as { sample?: unknown } | undefined)?.sample !== undefined;
