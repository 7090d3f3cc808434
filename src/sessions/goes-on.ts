import { hasPartsToCome, type Session } from './session.js';

/**
 * Whether another part of an import begins by itself: the one before it was closed, nothing goes on from that yet, and nobody
 * has ended it there. `sessions` are all of one import or of several, in any order.
 */
export const goesOnByItself = (sessions: readonly Session[]): boolean =>
  sessions.some(
    (session) =>
      hasPartsToCome(session) && !sessions.some(({ continues }) => continues === session.id),
  );
