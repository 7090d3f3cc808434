import { FerryError } from '../errors.js';
import { applyEvent, type SessionDeps } from './apply-event.js';
import { countCovered } from './coverage.js';
import { writeFlag } from './flags.js';
import type { SessionStore } from './session-store.js';
import type { Poll } from './poll.js';
import { clientCount, isOpen, type LedgerEntry, type Session } from './session.js';

/** A page is put together from bytes as they are stored, never from texts. */
const BEFORE_CLIENTS = Buffer.from('{"data":{"clients":[');
const AFTER_CLIENTS = Buffer.from(']}}');

export interface ServeDeps extends SessionDeps {
  graceMs: number;
}

export interface PageDeps extends ServeDeps {
  readPage: SessionStore['readPage'];
}

/** The answer to one poll: the exact body, and what it holds. */
export interface ServedPage {
  session: Session;
  /** In pieces, to be written one after the other. */
  body: readonly Buffer[];
  firstSeq: number | undefined;
  lastSeq: number | undefined;
}

/**
 * Finds the session that a poll may see: the open one of its business, or the latest while its grace time after closing
 * lasts. Anything else is one and the same `no_such_export` (promises R29), never an empty page.
 */
export async function findPolledSession(
  { store, now, graceMs }: ServeDeps,
  poll: Poll,
): Promise<Session> {
  const current = await store.findCurrentSession(poll.businessUid);
  const session = isCloseOfBefore(current, poll)
    ? await store.findSession(current.continues)
    : current;
  if (!session || !isServable(session, now(), graceMs) || !isSameStaff(session, poll)) {
    throw noSuchExport();
  }
  return session;
}

const noSuchExport = () => new FerryError('no_such_export', 'Not found.');

/**
 * Whether a poll repeats the close of the part before: polls name no session, and no session is closed before its page 1. Taken
 * for the new part, it would end it before it has begun (promises R26).
 */
function isCloseOfBefore(
  current: Session | undefined,
  { page }: Poll,
): current is Session & { continues: string } {
  return page === -1 && current?.continues !== undefined && current.pageSize === undefined;
}

/** Whether its pages are served: it is open, or was closed and the grace time is not over. */
export function isServable(session: Session, now: Date, graceMs: number): boolean {
  if (isOpen(session)) return true;
  const wasClosed = session.state === 'closed' || session.state === 'closed_early';
  return (
    wasClosed &&
    session.closedAt !== undefined &&
    now.getTime() - Date.parse(session.closedAt) <= graceMs
  );
}

/** Whether a poll may be of the one who began the session; either may not be known. */
export function isSameStaff(session: Session, poll: Pick<Poll, 'staffUid'>): boolean {
  return (
    session.staffUid === undefined ||
    poll.staffUid === undefined ||
    session.staffUid === poll.staffUid
  );
}

/**
 * Answers one poll of a session. The same page is always the same bytes: they depend on batch, page and page size alone
 * (R17, R21). A page beyond the end is empty (R23), -1 closes (R26, R27).
 * Throws, after flagging the session, `page_size_changed` (409, R22), `batch_damaged` (503, R36), and `no_such_export` when the
 * batch was removed since the close.
 */
export async function servePage(deps: PageDeps, session: Session, poll: Poll): Promise<ServedPage> {
  if (poll.page === -1) return emptyPage(await close(deps, session));
  const { page, pageSize = 0 } = poll;
  const current = await applyEvent(deps, session, { kind: 'page', page, pageSize });
  if (current.pageSize !== pageSize) return refuseOtherSize(deps, current, pageSize);

  const firstSeq = current.firstSeq + (page - 1) * pageSize;
  const lastSeq = Math.min(firstSeq + pageSize - 1, current.lastSeq);
  if (firstSeq > lastSeq) return emptyPage(current);
  try {
    const clients = await deps.readPage(current.batchId, firstSeq, lastSeq);
    return { session: current, body: [BEFORE_CLIENTS, clients, AFTER_CLIENTS], firstSeq, lastSeq };
  } catch (error) {
    const isRemoved = !isOpen(current) && !(await deps.store.findBatch(current.batchId));
    const flag = writeFlag(isRemoved ? 'after_end' : 'page_unreadable');
    await applyEvent(deps, current.id, { kind: 'flag', flag });
    throw isRemoved ? noSuchExport() : error;
  }
}

function emptyPage(session: Session): ServedPage {
  return {
    session,
    body: [BEFORE_CLIENTS, AFTER_CLIENTS],
    firstSeq: undefined,
    lastSeq: undefined,
  };
}

async function refuseOtherSize(deps: ServeDeps, session: Session, asked: number): Promise<never> {
  const size = session.pageSize ?? 0;
  const flag = writeFlag('page_size_changed', { asked, size });
  await applyEvent(deps, session.id, { kind: 'flag', flag });
  throw new FerryError(
    'page_size_changed',
    `per_page was ${size} when the session began and cannot change to ${asked}; ask page 1 to start anew.`,
  );
}

async function close(deps: ServeDeps, session: Session): Promise<Session> {
  const handedOver = await countHandedOver(deps, session);
  const complete = handedOver === clientCount(session);
  // Another server may have written the last ledger entry since it was counted.
  return settle(deps, await applyEvent(deps, session.id, { kind: 'close', complete }));
}

/** Makes `closed_early` into `closed` once everything was handed over after all. */
async function settle(deps: SessionDeps, session: Session): Promise<Session> {
  if (session.state !== 'closed_early') return session;
  const handedOver = await countHandedOver(deps, session);
  if (handedOver < clientCount(session)) return session;
  return applyEvent(deps, session.id, { kind: 'completed-late' });
}

/** Clients that were in at least one answer that left whole. */
export async function countHandedOver(
  { store }: { store: Pick<SessionStore, 'listSentRanges'> },
  session: Session,
): Promise<number> {
  return countCovered(await store.listSentRanges(session.id), session.firstSeq, session.lastSeq);
}

/**
 * Writes a poll into the ledger once its answer has left, or broke. The host may close while its last page is still on
 * the way, so a page that completes the hand-over afterwards makes `closed_early` into `closed` (R39).
 */
export async function recordPoll(deps: SessionDeps, entry: LedgerEntry): Promise<void> {
  await deps.store.recordPoll(entry);
  if (!entry.sentWhole) return;
  const session = await deps.store.findSession(entry.sessionId);
  if (session) await settle(deps, session);
}
