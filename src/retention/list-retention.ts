import { drawUpImport, type ImportStore } from '../results/draw-up-import.js';
import type { Draft } from '../drafts/draft.js';
import { FerryError } from '../errors.js';
import type { ImportAccount } from '../results/import-account.js';
import { findingJobs, lastSignOf } from '../results/read-findings.js';
import type { Session } from '../sessions/session.js';
import type { Batch } from '../staging/batch.js';
import type { Store } from '../store/store.js';
import {
  latestImport,
  retentionOf,
  wipeDueAt,
  type Retention,
  type RetentionRule,
} from './retention-of.js';

/** Every draft's time is over by then, and every batch was sealed before. */
export const END_OF_TIME = '9999-12-31T23:59:59.999Z';

export interface RetentionDeps {
  store: ImportStore &
    Pick<
      Store,
      | 'listBatches'
      | 'listSessions'
      | 'listKeepUntil'
      | 'listDrafts'
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

/** Says of every batch until when it is kept. Those that belong to a draft alone go away with it. */
export async function listRetention(deps: RetentionDeps): Promise<KeptBatch[]> {
  const { store } = deps;
  const keepUntil = await store.listKeepUntil();
  const sessionsOf = groupByBatch(await store.listSessions());
  const inDrafts = await listInDrafts(deps, await store.listExpiredDrafts(END_OF_TIME));
  const live = new Set((await store.listJobs({ live: true })).map(({ batchId }) => batchId));
  const kept: KeptBatch[] = [];
  for (const batch of await store.listBatches()) {
    const retention = await judge(deps, batch, sessionsOf.get(batch.id) ?? [], {
      keepUntil: keepUntil.get(batch.id),
      isWorkedOn: live.has(batch.id) || inDrafts.has(batch.id),
    });
    kept.push({ batch, retention });
  }
  return kept;
}

/** Until when one batch is kept. */
export async function getRetention(deps: RetentionDeps, batch: Batch): Promise<Retention> {
  const { store } = deps;
  const { id, businessUid } = batch;
  const sessions = await store.listSessions(businessUid);
  const inDrafts = await listInDrafts(deps, await store.listDrafts(businessUid));
  const live = await store.listJobs({ batchId: id, live: true });
  const ofBatch = sessions.filter(({ batchId }) => batchId === id);
  return judge(deps, batch, ofBatch, {
    keepUntil: (await store.listKeepUntil()).get(id),
    isWorkedOn: live.length > 0 || inDrafts.has(id),
  });
}

async function judge(
  deps: RetentionDeps,
  batch: Batch,
  sessions: readonly Session[],
  rule: Pick<RetentionRule, 'keepUntil' | 'isWorkedOn'>,
): Promise<Retention> {
  const { retentionMs } = deps;
  const wipeAt = await findWipeTime(deps, sessions);
  return retentionOf(batch, sessions, { ...rule, retentionMs, wipeAt });
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
async function listInDrafts(
  { store, now }: RetentionDeps,
  drafts: readonly Draft[],
): Promise<Set<string | undefined>> {
  const unkept = await store.listUnkeptBatches(END_OF_TIME);
  const at = now().toISOString();
  return new Set([
    ...drafts.filter(({ expiresAt }) => expiresAt > at).map(({ batchId }) => batchId),
    ...unkept.map(({ id }) => id),
  ]);
}

/** Undefined also while clients failed or are unknown: without their batch nobody could see who they are, or send them again. */
async function findWipeTime(
  deps: RetentionDeps,
  sessions: readonly Session[],
): Promise<string | undefined> {
  const { graceMs } = deps;
  // Most batches are not to be wiped: nothing is read for them.
  if (wipeDueAt(sessions, { isSettled: true, graceMs }) === undefined) return undefined;
  const account = await drawUp(deps, latestImport(sessions)[0]);
  if (!account || account.results.failed + account.results.unknown > 0) return undefined;
  const isSettled = account.isReportedDone || (await isCompared(deps, account));
  return wipeDueAt(sessions, { isSettled, graceMs });
}

/** Undefined for a batch that cannot be read: the rule holds for it. */
async function drawUp(
  { store, now }: RetentionDeps,
  session: Session | undefined,
): Promise<ImportAccount | undefined> {
  try {
    return session && (await drawUpImport(store, session, { now: now(), quietMs: 0 }));
  } catch (error) {
    if (error instanceof FerryError && error.code === 'batch_damaged') return undefined;
    throw error;
  }
}

/** Whether all clients were compared with those of the CRM, since it came for them last. */
async function isCompared(
  { store }: RetentionDeps,
  { importId, sessions }: ImportAccount,
): Promise<boolean> {
  const [look] = findingJobs(await store.listJobs({ importId, kind: 'reconcile' }));
  return look?.progress.sample === undefined && (look?.createdAt ?? '') >= lastSignOf(sessions);
}
