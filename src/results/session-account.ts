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
  /** Records of its batch that were rejected while staging; 0 when the batch is gone. */
  rejected: number;
  /** Polls answered with anything but 200, and answers that did not leave whole. */
  troubled: LedgerEntry[];
  polls: number;
  /** Undefined while the session is open. */
  outcome: Outcome | undefined;
}

export type AccountStore = Pick<Store, 'findBatch' | 'listLedger' | 'listSentRanges'>;

/** Draws up the account of a session from its ledger. */
export async function drawUpAccount(
  store: AccountStore,
  session: Session,
  options: { now: Date; quietMs: number },
): Promise<SessionAccount> {
  const ledger = await store.listLedger(session.id);
  const batch = await store.findBatch(session.batchId);
  const clients = clientCount(session);
  const handedOver = await countHandedOver({ store }, session);
  const rejected = batch?.counts.rejected ?? 0;
  const troubled = ledger.filter((entry) => entry.status !== 200 || !entry.sentWhole);
  return {
    session,
    state: stateAt(session, options.now, options.quietMs),
    clients,
    handedOver,
    rejected,
    troubled,
    polls: ledger.length,
    outcome: isOpen(session)
      ? undefined
      : outcomeOf({ clients, handedOver, rejected, troubledPolls: troubled.length }),
  };
}
