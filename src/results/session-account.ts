import { countHandedOver } from '../sessions/serve-page.js';
import {
  clientCount,
  isOpen,
  stateAt,
  type LedgerEntry,
  type Session,
  type SessionState,
} from '../sessions/session.js';
import type { Store } from '../store/store.js';
import { outcomeOf, type Outcome } from './outcome.js';

/** A session as people see it. */
export interface SessionAccount {
  session: Session;
  state: SessionState;
  clients: number;
  /** Clients in at least one answer that left whole. "Imported" only the CRM can say. */
  handedOver: number;
  /** Records of its batch that were rejected while staging; 0 when the batch is gone and the session older than its books. */
  rejected: number;
  polls: number;
  /** Polls answered with anything but 200, and answers that did not leave whole. */
  troubledPolls: number;
  /** Undefined while the session is open. */
  outcome: Outcome | undefined;
}

export type AccountStore = Pick<Store, 'findBatch' | 'countPolls' | 'listSentRanges'>;

/** Draws up the account of a session from its ledger. */
export async function drawUpAccount(
  store: AccountStore,
  session: Session,
  options: { now: Date; quietMs: number },
): Promise<SessionAccount> {
  const { polls, troubled: troubledPolls } = await store.countPolls(session.id);
  const batch = await store.findBatch(session.batchId);
  const clients = clientCount(session);
  const handedOver = await countHandedOver({ store }, session);
  const rejected = session.books?.rejected ?? batch?.counts.rejected ?? 0;
  return {
    session,
    state: stateAt(session, options.now, options.quietMs),
    clients,
    handedOver,
    rejected,
    polls,
    troubledPolls,
    outcome: isOpen(session)
      ? undefined
      : outcomeOf({ clients, handedOver, rejected, troubledPolls }),
  };
}

/** The troubled polls of a session one by one, in order. */
export async function listTroubledPolls(
  store: Pick<Store, 'listLedger'>,
  sessionId: string,
): Promise<LedgerEntry[]> {
  const ledger = await store.listLedger(sessionId);
  return ledger.filter(({ status, sentWhole }) => status !== 200 || !sentWhole);
}
