import { countHandedOver } from '../sessions/serve-page.js';
import {
  clientCount,
  stateAt,
  type LedgerEntry,
  type Session,
  type SessionState,
} from '../sessions/session.js';
import type { Store } from '../store/store.js';

/** A session as people see it. */
export interface SessionAccount {
  session: Session;
  state: SessionState;
  clients: number;
  /** Clients in at least one answer that left whole. "Imported" only the CRM can say. */
  handedOver: number;
  /** Polls answered with anything but 200, and answers that did not leave whole. */
  troubled: LedgerEntry[];
  polls: number;
}

/** Draws up the account of a session from its ledger. */
export async function drawUpAccount(
  store: Store,
  session: Session,
  options: { now: Date; quietMs: number },
): Promise<SessionAccount> {
  const ledger = await store.listLedger(session.id);
  return {
    session,
    state: stateAt(session, options.now, options.quietMs),
    clients: clientCount(session),
    handedOver: await countHandedOver({ store }, session),
    troubled: ledger.filter((entry) => entry.status !== 200 || !entry.sentWhole),
    polls: ledger.length,
  };
}
