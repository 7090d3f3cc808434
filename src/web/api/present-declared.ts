import { drawUpAccount } from '../../results/session-account.js';
import type { Declared } from '../../sessions/declare.js';
import type { Session } from '../../sessions/session.js';
import type { ApiDeps } from './api-deps.js';
import { presentSession } from './present-session.js';
import type { SessionStartedWire, SessionWire } from './wire.js';

type PresentDeps = Pick<ApiDeps, 'store' | 'now' | 'quietMs'>;

/** A session as it stands now. */
export async function presentNow(deps: PresentDeps, session: Session): Promise<SessionWire> {
  const { store, now, quietMs } = deps;
  const account = await drawUpAccount(store, session, { now: now(), quietMs });
  return presentSession(account, await store.findBatch(session.batchId));
}

/** A session that was begun, with what staff should know about it. */
export async function presentDeclared(
  deps: PresentDeps,
  { session, warnings }: Declared,
): Promise<SessionStartedWire> {
  return { session: await presentNow(deps, session), warnings };
}
