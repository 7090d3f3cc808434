import { FerryError, isOurTrouble } from '../errors.js';
import type { JobStore } from '../jobs/job-store.js';
import type { Batch } from '../staging/batch.js';
import type { Store } from '../store/store.js';
import { applyEvent } from './apply-event.js';
import { obstacleOfErasure, obstacleOfSession } from './declarable.js';
import { declareSession } from './declare-session.js';
import type { DeclareDeps, DeclaringHost } from './declare.js';
import { partAfter, type Part } from './parts.js';
import { writeFlag, type FlagCode } from './flags.js';
import type { SessionStore } from './session-store.js';
import { hasPartsToCome, type Session } from './session.js';

export type ContinueStore = SessionStore &
  Pick<JobStore, 'listJobs'> &
  Pick<Store, 'listBatches' | 'listSessions'>;

export interface ContinueDeps extends Omit<DeclareDeps, 'host' | 'store'> {
  store: ContinueStore;
  /** The host in the name of whoever declared the session; undefined when there is no token of theirs. */
  hostFor: (session: Session) => Promise<DeclaringHost | undefined>;
}

/** What became of going on from a closed session. */
export interface Continued {
  from: Session;
  /** The part that was begun. */
  part: Part;
  /** The session that hands it over; undefined with a problem. */
  session: Session | undefined;
  /** Undefined when the host has accepted it; else why the import does not go on, or that it is not known whether it does. */
  problem: FerryError | undefined;
}

/** Somebody else was quicker, or an import of another list goes first: there is nothing to tell. */
const NOT_NOW = new Set(['session_open', 'session_continued']);

/**
 * Begins the next part of every import whose last session was closed, however often and wherever it is called: the store lets
 * one session go on from each. A part that the host refuses, or that it cannot be asked for, ends the import until a person goes
 * on (`continue-by-hand.ts`); so does a list that is gone or has lost a person, and a person who acted on the import meanwhile,
 * which the closed session then says. Without a token it waits, and says so. What fails otherwise keeps no other import from
 * going on, and is thrown at the end; `tell` hears of each part at once.
 */
export async function continueImports(
  deps: ContinueDeps,
  tell?: (continued: Continued) => Promise<void>,
): Promise<Continued[]> {
  const done: Continued[] = [];
  const failures: unknown[] = [];
  for (const from of await deps.store.listSessionsToContinue()) {
    try {
      const continued = await continueFrom(deps, from);
      if (!continued) continue;
      done.push(continued);
      await tell?.(continued);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return done;
}

async function continueFrom(deps: ContinueDeps, from: Session): Promise<Continued | undefined> {
  if (!hasPartsToCome(from)) return undefined;
  const current = await deps.store.findCurrentSession(from.businessUid);
  if (obstacleOfSession(current, deps)) return undefined;
  const batch = await deps.store.findBatch(from.batchId);
  if (!batch) return endHere(deps, from, 'part_list_removed');
  if (obstacleOfErasure(batch)) return endHere(deps, from, 'part_person_erased');
  const part = partAfter(from, batch.counts.clients);
  if (!part) return undefined;
  const host = await deps.hostFor(from);
  // Asked after the host, which may take its time, so that a person's word is not missed.
  if (await wasEndedMeanwhile(deps, from)) return undefined;
  if (await hasPersonActed(deps, from)) return endHere(deps, from, 'part_person_acted');
  if (!host) return wait(deps, from);
  try {
    const session = await declarePart({ ...deps, host }, batch, from, part);
    return { from, part, session, problem: undefined };
  } catch (error) {
    if (!(error instanceof FerryError) || isOurTrouble(error)) throw error;
    return NOT_NOW.has(error.code) ? undefined : { from, part, session: undefined, problem: error };
  }
}

const flagOf = ({ part, parts }: Session, why: FlagCode): string =>
  writeFlag(why, { part: part + 1, parts });

/** Says once on the closed session why the next part does not begin yet. */
async function wait(deps: ContinueDeps, from: Session): Promise<undefined> {
  await applyEvent(deps, from, { kind: 'flag', flag: flagOf(from, 'part_waits') });
}

/** Says on the closed session why no further part begins by itself. */
async function endHere(deps: ContinueDeps, from: Session, why: FlagCode): Promise<undefined> {
  await applyEvent(deps, from, { kind: 'ends-here', flag: flagOf(from, why) });
}

const wasEndedMeanwhile = async ({ store }: ContinueDeps, { id }: Session): Promise<boolean> =>
  (await store.findSession(id))?.endsHere === true;

/**
 * Whether a person took the import back or sent clients of its list again since it began. A part that was closed too early may be
 * completed after that (promises R39), and what comes next may be among what the person has sent.
 */
async function hasPersonActed({ store }: ContinueDeps, from: Session): Promise<boolean> {
  const { importId, batchId, businessUid } = from;
  const { createdAt: since } = (await store.findSession(importId)) ?? from;
  const isSince = ({ createdAt }: { createdAt: string }) => createdAt >= since;
  if ((await store.listJobs({ importId, kind: 'undo' })).some(isSince)) return true;
  const retries = (await store.listBatches(businessUid)).filter(
    ({ derivedFrom }) => derivedFrom?.batchId === batchId && derivedFrom.why === 'retry',
  );
  if (retries.length === 0 || retries.some(isSince)) return retries.length > 0;
  // The same retry again is the same batch, which is older then.
  const ids = new Set(retries.map(({ id }) => id));
  const sessions = await store.listSessions(businessUid);
  return sessions.some((session) => ids.has(session.batchId) && isSince(session));
}

/** Declares a part as the session before it was declared. Throws what `declareSession` throws. */
export function declarePart(
  deps: Omit<DeclareDeps, 'quietMs'>,
  batch: Batch,
  from: Session,
  part: Part,
  staffUid = from.staffUid,
): Promise<Session> {
  const { importId, fieldsMapping, importParams, wipeWhenDone } = from;
  return declareSession(deps, batch, {
    ...part,
    ...{ importId, staffUid, fieldsMapping, importParams, wipeWhenDone },
    continues: from.id,
  });
}
