import { FerryError } from '../errors.js';
import type { Batch } from '../staging/batch.js';
import { applyEvent } from './apply-event.js';
import { declarePart } from './continue-import.js';
import { countEmails, type EmailCounts } from './count-emails.js';
import { joinRanges } from './coverage.js';
import {
  findUndoUnderWay,
  getBatchToDeclare,
  obstacleOfErasure,
  obstacleOfSession,
  type DeclarableDeps,
} from './declarable.js';
import type { DeclareDeps } from './declare.js';
import { partAfter, samePart, type Part } from './parts.js';
import type { SessionStore } from './session-store.js';
import type { Session } from './session.js';

export interface ContinuationDeps extends Omit<DeclarableDeps, 'store'> {
  store: SessionStore;
}

/** How an import would go on, for telling a person before it does. */
export interface Continuation {
  /** The latest session of the import. */
  from: Session;
  batch: Batch;
  part: Part;
  /** Whether that part was begun before and did not end well, so that all of it is offered once more. */
  isAgain: boolean;
  /** Clients of the part that went out whole before, which the CRM has or may have. Those without e-mail it may create twice. */
  sentBefore: EmailCounts;
}

/**
 * Finds how an import goes on after its latest session: with the next part when that one was handed over whole, else with the
 * same part again.
 *
 * Throws `session_not_found`, `session_open`, `session_too_fresh`, `nothing_to_send` when all parts were handed over, and
 * `batch_not_found` when the list is gone, `batch_erased` when a person was erased from it.
 */
export async function planContinuation(
  deps: ContinuationDeps,
  importId: string,
): Promise<Continuation> {
  const sessions = await deps.store.listSessionsOfImport(importId);
  const from = sessions.at(-1);
  if (!from) throw notFound(importId);
  const { businessUid } = from;
  const obstacle =
    obstacleOfSession(await deps.store.findCurrentSession(businessUid), deps) ??
    (await findUndoUnderWay(deps.store, businessUid));
  if (obstacle) throw obstacle;
  const batch = await getBatchToDeclare(deps.store, from);
  const erased = obstacleOfErasure(batch);
  if (erased) throw erased;
  const isAgain = from.state !== 'closed';
  const part = isAgain ? samePart(from) : partAfter(from, batch.counts.clients);
  if (!part) throw allSent(from);
  const sent = await listSent(deps.store, sessions, part);
  const sentBefore = await countEmails(deps.store, batch.id, sent);
  return { from, batch, part, isAgain, sentBefore };
}

/**
 * Goes on with an import on a person's word: `planContinuation` tells with what. In the name of `staffUid`, or of the staff
 * member of the session before. Throws what `planContinuation` and `declareSession` throw.
 */
export async function continueByHand(
  deps: DeclareDeps,
  importId: string,
  { staffUid }: { staffUid?: string | undefined } = {},
): Promise<Session> {
  const { from, batch, part } = await planContinuation(deps, importId);
  await applyEvent(deps, from, { kind: 'goes-on' });
  return declarePart(deps, batch, from, part, staffUid ?? from.staffUid);
}

/** What went out whole of a part, by whichever session. */
async function listSent(
  store: Pick<SessionStore, 'listSentRanges'>,
  sessions: readonly Session[],
  { part }: Part,
) {
  const ofPart = sessions.filter((session) => session.part === part);
  const ranges = await Promise.all(ofPart.map(({ id }) => store.listSentRanges(id)));
  return joinRanges(ranges.flat());
}

const notFound = (importId: string) =>
  new FerryError('session_not_found', `There is no import ${importId}.`, {
    hint: 'clientferry sessions lists what there is.',
  });

const allSent = ({ importId, parts }: Session) =>
  new FerryError(
    'nothing_to_send',
    parts === 1
      ? `The import ${importId} was handed over whole.`
      : `All ${parts} parts of the import ${importId} were handed over whole.`,
    { hint: `See what became of the clients: clientferry results ${importId}` },
  );
