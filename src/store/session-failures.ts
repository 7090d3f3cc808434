import { FerryError } from '../errors.js';
import type { Session } from '../sessions/session.js';

/** A business has an open session already, which is named when it is still there. */
export function sessionOpen(
  businessUid: string,
  open: Session | undefined,
  cause: unknown,
): FerryError {
  return new FerryError(
    'session_open',
    `The business ${businessUid} has an open session already${open ? `: ${open.id} (${open.state})` : ''}.`,
    { hint: 'Wait until it is closed, or end it: clientferry cancel <session>.', cause },
  );
}

/** Another session goes on from the same one: `next`. */
export function sessionContinued(next: Session, cause: unknown): FerryError {
  return new FerryError(
    'session_continued',
    `The session ${next.continues} goes on in the session ${next.id} already (${next.state}).`,
    { hint: `See how it stands: clientferry session ${next.id}`, cause },
  );
}
