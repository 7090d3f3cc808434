import { FerryError } from '../errors.js';
import type { SessionStore } from './session-store.js';
import { move, type Session, type SessionEvent } from './session.js';

/** What moving a session needs. */
export interface SessionDeps {
  store: SessionStore;
  now: () => Date;
}

/**
 * Moves a stored session by an event and returns it as it now stands. When somebody else moved it meanwhile, the event is
 * applied to what they left, so no move is lost. Whoever has just read the session gives it instead of its id, and it is not
 * read again. Throws `session_not_found` and what `move` throws.
 */
export async function applyEvent(
  { store, now }: SessionDeps,
  known: string | Session,
  event: SessionEvent,
): Promise<Session> {
  let session = typeof known === 'string' ? await getSession(store, known) : known;
  for (;;) {
    const next = move(session, event, now());
    if (next === session || (await store.replaceSession(next))) return next;
    session = await getSession(store, session.id);
  }
}

/** The session of that id. Throws `session_not_found`. */
export async function getSession(
  store: Pick<SessionStore, 'findSession'>,
  id: string,
): Promise<Session> {
  const session = await store.findSession(id);
  if (!session) {
    throw new FerryError('session_not_found', `There is no session ${id}.`, {
      hint: 'clientferry sessions lists them.',
    });
  }
  return session;
}
