import type { StoredState } from '../../src/sessions/session.js';

export const GRACE_MS = 15 * 60_000;
export const QUIET_MS = 10 * 60_000;
export const RETENTION_MS = 7 * 24 * 60 * 60_000;

export interface ModelBatch {
  id: string;
  businessUid: string;
  /** The file that it was staged from. */
  content: string;
  /** As the CRM must get them. */
  clients: readonly object[];
  rejected: number;
  createdMs: number;
}

export interface ModelSession {
  id: string;
  businessUid: string;
  staffUid: string | undefined;
  batch: ModelBatch;
  state: StoredState;
  pageSize: number | undefined;
  /** Places of clients, from 0, that were in an answer that left whole. */
  sent: Set<number>;
  polls: number;
  troubled: number;
  /** What staff should know, as the code of it and its numbers. */
  flags: Set<string>;
  isDeclared: boolean;
  createdMs: number;
  lastSignMs: number;
  closedMs: number | undefined;
}

/** What is asked for; page -1 closes. */
export interface ModelPoll {
  businessUid: string;
  staffUid: string | undefined;
  page: number;
  pageSize: number;
}

/** What a poll must get: with 200 just these clients, in this order. */
export type Expected =
  { status: 404 } | { status: 409 } | { status: 200; clients: readonly object[] };

/** How the CRM takes a declaration; of one that was killed with the app nobody hears anything. */
export type Verdict = 'accepted' | 'refused' | 'unclear' | 'killed';

const OPEN = new Set<StoredState>(['prepared', 'declared', 'unknown', 'serving']);

export const isOpen = ({ state }: ModelSession): boolean => OPEN.has(state);
const isOther = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other;
const isWhole = ({ sent, batch }: ModelSession): boolean => sent.size === batch.clients.length;

/** What clientferry promises about batches, sessions and pages, in few words: the design's, not the program's. */
export class Model {
  nowMs = Date.parse('2026-03-02T10:00:00Z');
  /** Those that are there now. */
  batches: ModelBatch[] = [];
  /** Those that ever were. */
  readonly everStaged: ModelBatch[] = [];
  /** In the order in which they began, whatever the clock said. */
  readonly sessions: ModelSession[] = [];

  /** The open session of a business, else its latest. */
  current(businessUid: string): ModelSession | undefined {
    const all = this.sessions.filter((one) => one.businessUid === businessUid);
    return all.find(isOpen) ?? all.at(-1);
  }

  /** Why a batch cannot be declared for a business now, as the code of the refusal. */
  obstacle(batch: ModelBatch, businessUid: string): string | undefined {
    if (!this.batches.includes(batch)) return 'batch_not_found';
    if (batch.businessUid !== businessUid) return 'batch_of_other_business';
    if (batch.clients.length === 0) return 'batch_empty';
    const last = this.current(businessUid);
    if (last && isOpen(last)) return 'session_open';
    if (last?.state !== 'cancelled' || last.isDeclared) return undefined;
    return this.nowMs < last.lastSignMs + QUIET_MS ? 'session_too_fresh' : undefined;
  }

  stage(batch: ModelBatch): void {
    this.batches.push(batch);
    this.everStaged.push(batch);
  }

  /** A session is there before the CRM hears of it. */
  begin(id: string, batch: ModelBatch, staffUid: string | undefined): ModelSession {
    const { businessUid } = batch;
    const session: ModelSession = {
      ...{ id, businessUid, staffUid, batch, state: 'prepared', pageSize: undefined },
      ...{ sent: new Set(), polls: 0, troubled: 0, flags: new Set(), isDeclared: false },
      ...{ createdMs: this.nowMs, lastSignMs: this.nowMs, closedMs: undefined },
    };
    this.sessions.push(session);
    return session;
  }

  hear(session: ModelSession, verdict: Verdict): void {
    if (verdict === 'accepted') {
      session.isDeclared = true;
      if (session.state === 'prepared') session.state = 'declared';
    }
    if (verdict === 'refused' && isOpen(session)) this.#end(session, 'failed');
    if (verdict === 'unclear' && session.state === 'prepared') session.state = 'unknown';
  }

  poll({ businessUid, staffUid, page, pageSize }: ModelPoll): Expected {
    const session = this.current(businessUid);
    if (!session) return { status: 404 };
    if (!this.#isServable(session) || isOther(session.staffUid, staffUid)) {
      session.flags.add(this.#isServable(session) ? 'other_staff' : 'after_end');
      return { status: 404 };
    }
    session.polls += 1;
    session.lastSignMs = this.nowMs;
    if (page === -1) return this.#close(session);
    if (isOpen(session)) session.state = 'serving';
    if (page === 1 || session.pageSize === undefined) session.pageSize = pageSize;
    const first = (page - 1) * pageSize;
    const clients = session.batch.clients.slice(first, first + pageSize);
    if (session.pageSize !== pageSize) {
      session.flags.add('page_size_changed');
      session.troubled += 1;
      return { status: 409 };
    }
    if (clients.length > 0 && !this.batches.includes(session.batch)) {
      session.flags.add('after_end');
      session.troubled += 1;
      return { status: 404 };
    }
    for (const at of clients.keys()) session.sent.add(first + at);
    if (session.state === 'closed_early' && isWhole(session)) session.state = 'closed';
    return { status: 200, clients };
  }

  /** What is no poll changes nothing, but staff hear of it. */
  pollUnclearly(businessUid: string): void {
    this.current(businessUid)?.flags.add('poll_unclear');
  }

  /** While it is open, and for the grace time after closing. */
  #isServable(session: ModelSession): boolean {
    const { state, closedMs = Infinity } = session;
    if (isOpen(session)) return true;
    return state.startsWith('closed') && this.nowMs - closedMs <= GRACE_MS;
  }

  #close(session: ModelSession): Expected {
    if (isOpen(session)) this.#end(session, isWhole(session) ? 'closed' : 'closed_early');
    return { status: 200, clients: [] };
  }

  #end(session: ModelSession, state: StoredState): void {
    session.state = state;
    session.closedMs = this.nowMs;
  }

  /** A person's word; gives the code of the refusal. */
  cancel(session: ModelSession): string | undefined {
    if (!isOpen(session)) return 'session_ended';
    this.#end(session, 'cancelled');
    return undefined;
  }

  /** Removes a batch; gives the code of the refusal. */
  remove(batch: ModelBatch): string | undefined {
    if (this.sessionsOf(batch).some(isOpen)) return 'batch_in_use';
    this.batches = this.batches.filter((one) => one !== batch);
    return undefined;
  }

  /** Batches of which nothing was heard for the time that they are kept. */
  expired(): ModelBatch[] {
    return this.batches.filter((batch) => {
      const sessions = this.sessionsOf(batch);
      const ends = sessions.map(({ closedMs, createdMs }) => closedMs ?? createdMs);
      const endMs = ends.length === 0 ? batch.createdMs : Math.max(...ends);
      return !sessions.some(isOpen) && endMs + RETENTION_MS <= this.nowMs;
    });
  }

  sessionsOf(batch: ModelBatch): ModelSession[] {
    return this.sessions.filter((one) => one.batch === batch);
  }

  /** The state as people see it: an open session of which nothing is heard for long is stalled. */
  shown({ state, lastSignMs }: ModelSession): string {
    const isQuiet = this.nowMs - lastSignMs > QUIET_MS;
    if (!isQuiet) return state;
    if (state === 'prepared') return 'unknown';
    return state === 'declared' || state === 'serving' ? 'stalled' : state;
  }
}
