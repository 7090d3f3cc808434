import { FerryError } from '../errors.js';
import type { Batch } from '../staging/batch.js';
import { applyEvent } from './apply-event.js';
import { obstacleOfErasure, obstacleOfSession } from './declarable.js';
import { declareSession } from './declare-session.js';
import type { DeclareDeps, DeclaringHost } from './declare.js';
import { partAfter, type Part } from './parts.js';
import type { Session } from './session.js';

export interface ContinueDeps extends Omit<DeclareDeps, 'host'> {
  /** The host in the name of whoever declared the session; undefined when there is no token of theirs. */
  hostFor: (session: Session) => Promise<DeclaringHost | undefined>;
}

/** What became of going on from a closed session. */
export interface Continued {
  from: Session;
  /** The part that was begun. */
  part: Part;
  /** Undefined when the host has accepted it; else why the import does not go on, or that it is not known whether it does. */
  problem: FerryError | undefined;
}

/** Somebody else was quicker, or an import of another list goes first: there is nothing to tell. */
const NOT_NOW = new Set(['session_open', 'session_continued']);

/**
 * Begins the next part of every import whose last session was closed, however often and wherever it is called: the store lets
 * one session go on from each. A part that the host refuses, or that it cannot be asked for, ends the import until a person goes
 * on (`continue-by-hand.ts`). Without a token, or with a list that is gone or has lost a person, it says so once on the closed
 * session. What fails otherwise keeps no other import from going on, and is thrown at the end.
 */
export async function continueImports(deps: ContinueDeps): Promise<Continued[]> {
  const done: Continued[] = [];
  const failures: unknown[] = [];
  for (const from of await deps.store.listSessionsToContinue()) {
    try {
      const continued = await continueFrom(deps, from);
      if (continued) done.push(continued);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return done;
}

async function continueFrom(deps: ContinueDeps, from: Session): Promise<Continued | undefined> {
  const current = await deps.store.findCurrentSession(from.businessUid);
  if (obstacleOfSession(current, deps)) return undefined;
  const batch = await deps.store.findBatch(from.batchId);
  if (!batch) return wait(deps, from, BATCH_GONE);
  if (obstacleOfErasure(batch)) return wait(deps, from, PERSON_ERASED);
  const part = partAfter(from, batch.counts.clients);
  if (!part) return undefined;
  const host = await deps.hostFor(from);
  if (!host) return wait(deps, from, NO_TOKEN);
  try {
    await declarePart({ ...deps, host }, batch, from, part);
    return { from, part, problem: undefined };
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    return NOT_NOW.has(error.code) ? undefined : { from, part, problem: error };
  }
}

const BATCH_GONE =
  'was not begun, because the list was removed meanwhile. What is left of it was never handed over.';
const PERSON_ERASED =
  'was not begun, because a person was erased from the list. What is left can be sent by a retry of all that is unknown.';
const NO_TOKEN =
  'waits, because the app is not connected to the CRM in the name of the one who began the import. It goes on by itself after signing in through the CRM again.';

/** Says once on the closed session why the next part does not begin. */
async function wait(deps: ContinueDeps, from: Session, why: string): Promise<undefined> {
  const flag = `Part ${from.part + 1} of ${from.parts} ${why}`;
  await applyEvent(deps, from, { kind: 'flag', flag });
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
