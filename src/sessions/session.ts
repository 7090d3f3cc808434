import { FerryError } from '../errors.js';
import { isSameFlag, writeFlag } from './flags.js';

/** The most clients that one session may carry (intandem-contract section 2, "Limits and effects"). */
export const MAX_CLIENTS_PER_SESSION = 50_000;

/** States as stored. `stalled` is not stored: it is an open session without a poll for the quiet time. */
export const SESSION_STATES = [
  'prepared',
  'declared',
  'unknown',
  'serving',
  'closed',
  'closed_early',
  'failed',
  'cancelled',
] as const;
export type StoredState = (typeof SESSION_STATES)[number];
export type SessionState = StoredState | 'stalled';

/** States in which the host may still come for pages; one session per business may be in one of these. */
export const OPEN_STATES = [
  'prepared',
  'declared',
  'unknown',
  'serving',
] as const satisfies readonly StoredState[];

/** `import_params` of the declaration (intandem-contract section 1). */
export interface ImportParams {
  should_override: boolean;
  upload_type: 'single' | 'multi';
  send_notifications_when_done: boolean;
}

/** What staging counted (`StagingCounts`): `records = accepted + merged + rejected` but for what a slice left out. */
export interface SessionBooks {
  records: number;
  accepted: number;
  merged: number;
  rejected: number;
  clients: number;
}

/** What became of the clients of an import; the first five add up to all of them. */
export interface ResultNumbers {
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  unknown: number;
  /** Of the failed and unknown: looked for in the CRM and not found there. */
  missing: number;
  /** What the host's reports alone said by then, without saying of whom: what it says beyond that is new. */
  counted?: Record<'created' | 'updated' | 'skipped' | 'failed', number>;
  /** Of those that the import created: deleted in the CRM again by a person's word. */
  takenBack?: number;
}

/** One hand-over of one part of a batch to the host. */
export interface Session {
  id: string;
  /** Raised by one with every change. */
  version: number;
  businessUid: string;
  /** Who declared, when known. */
  staffUid: string | undefined;
  /** The import that it belongs to: the sessions that hand over one batch. It has the id of the first of them. */
  importId: string;
  /** The session that it goes on from: the part before it, or the same part that did not end well. At most one goes on from each. */
  continues: string | undefined;
  batchId: string;
  /** From 1 to `parts`. */
  part: number;
  parts: number;
  firstSeq: number;
  lastSeq: number;
  state: StoredState;
  /** Fixed by the first page served. */
  pageSize: number | undefined;
  /** The host's id of the session, as text, when it gave one. */
  hostSessionId: string | undefined;
  fieldsMapping: Record<string, string>;
  importParams: ImportParams;
  /** What went wrong, in words for people. */
  problem: string | undefined;
  /** Things that staff should know although the session went on, in words. */
  flags: string[];
  /** The batch in numbers, which stay when it is removed; undefined for sessions that are older than this. */
  books: SessionBooks | undefined;
  /** What was known of its import when the batch was removed; on the first session of an import only. */
  settled?: ResultNumbers | undefined;
  /** No further part begins by itself, because a person said so or it cannot; a person may still go on. Left out: it may. */
  endsHere?: boolean | undefined;
  /** Whether the batch is removed once its import is complete. */
  wipeWhenDone: boolean;
  /** UTC, ISO 8601. */
  createdAt: string;
  declaredAt: string | undefined;
  lastPolledAt: string | undefined;
  closedAt: string | undefined;
}

/** One poll of the host and what it got. */
export interface LedgerEntry {
  sessionId: string;
  polledAt: string;
  page: number;
  pageSize: number;
  status: number;
  /** The clients in the answer; undefined when it held none. */
  firstSeq: number | undefined;
  lastSeq: number | undefined;
  /** Whether the answer left whole. */
  sentWhole: boolean;
  durationMs: number;
  /** Unknown query parameters by name, and the caller's user agent: the first real runs answer open questions (F11). */
  unknownParams: string[];
  userAgent: string | undefined;
}

/** The polls of a session in numbers. */
export interface PollCounts {
  polls: number;
  /** Answered with anything but 200, or with an answer that did not leave whole. */
  troubled: number;
}

export const isOpen = (session: Session): boolean =>
  (OPEN_STATES as readonly string[]).includes(session.state);

/** Whether the next part begins by itself once the session is closed, as long as no other session goes on from it. */
export const hasPartsToCome = ({ state, part, parts, endsHere = false }: Session): boolean =>
  state === 'closed' && part < parts && !endsHere;

export const clientCount = (session: Session): number => session.lastSeq - session.firstSeq + 1;

/** The state to show: an open session without any sign of the host for the quiet time is stalled (or, undeclared, unknown). */
export function stateAt(session: Session, now: Date, quietMs: number): SessionState {
  const lastSign = session.lastPolledAt ?? session.declaredAt ?? session.createdAt;
  const quiet = now.getTime() - Date.parse(lastSign) > quietMs;
  if (session.state === 'prepared') return quiet ? 'unknown' : 'prepared';
  return quiet && (session.state === 'declared' || session.state === 'serving')
    ? 'stalled'
    : session.state;
}

/** What can happen to a session. */
export type SessionEvent =
  | { kind: 'accepted'; hostSessionId: string | undefined }
  | { kind: 'refused'; problem: string }
  | { kind: 'unclear'; problem: string }
  | { kind: 'page'; page: number; pageSize: number }
  | { kind: 'close'; complete: boolean }
  | { kind: 'completed-late' }
  | { kind: 'cancel' }
  | { kind: 'ends-here'; flag: string }
  | { kind: 'goes-on' }
  | { kind: 'settled'; results: ResultNumbers }
  | { kind: 'flag'; flag: string };

/**
 * The session after an event, or the same object when nothing changes. Pure; the moves are those of the state diagram in
 * docs/architecture.md. A person may also cancel a closed session for the parts that would come by themselves. Throws `session_ended`
 * when a person cancels a session that is over.
 */
export function move(session: Session, event: SessionEvent, now: Date): Session {
  const at = now.toISOString();
  const change = (changes: Partial<Session>): Session => ({
    ...session,
    ...changes,
    version: session.version + 1,
  });
  switch (event.kind) {
    case 'accepted':
      return change({
        state:
          session.state === 'prepared' || session.state === 'unknown' ? 'declared' : session.state,
        hostSessionId: event.hostSessionId,
        declaredAt: at,
        problem: isOpen(session) ? undefined : session.problem,
      });
    case 'refused':
      return isOpen(session)
        ? change({ state: 'failed', problem: event.problem, closedAt: at })
        : session;
    case 'unclear':
      // A session that the host polls already, or has closed, is past the doubt.
      return session.state === 'prepared'
        ? change({ state: 'unknown', problem: event.problem })
        : session;
    case 'page':
      return pageAsked(session, event, change);
    case 'close':
      // The first close stands (promises R26).
      return isOpen(session)
        ? change({ state: event.complete ? 'closed' : 'closed_early', closedAt: at })
        : session;
    case 'completed-late':
      return session.state === 'closed_early' ? change({ state: 'closed' }) : session;
    case 'cancel':
      if (hasPartsToCome(session)) {
        const flag = writeFlag('ended_by_person', { part: session.part, parts: session.parts });
        return change({ endsHere: true, flags: withFlag(session, flag) });
      }
      if (!isOpen(session)) {
        throw new FerryError(
          'session_ended',
          `The session ${session.id} is over already (${session.state}).`,
        );
      }
      return change({ state: 'cancelled', closedAt: at });
    case 'ends-here':
      return change({ endsHere: true, flags: withFlag(session, event.flag) });
    case 'goes-on':
      return session.endsHere === undefined ? session : change({ endsHere: undefined });
    case 'settled':
      return change({ settled: event.results });
    case 'flag':
      return session.flags.some((flag) => isSameFlag(flag, event.flag))
        ? session
        : change({ flags: [...session.flags, event.flag] });
  }
}

const withFlag = ({ flags }: Session, flag: string): string[] =>
  flags.includes(flag) ? flags : [...flags, flag];

function pageAsked(
  session: Session,
  event: { page: number; pageSize: number },
  change: (changes: Partial<Session>) => Session,
): Session {
  const state = isOpen(session) ? 'serving' : session.state;
  const startsAnew = event.page === 1 && session.pageSize !== event.pageSize;
  const pageSize = startsAnew || session.pageSize === undefined ? event.pageSize : session.pageSize;
  return state === session.state && pageSize === session.pageSize
    ? session
    : change({ state, pageSize, problem: undefined });
}
