import { applyEvent } from './apply-event.js';
import { writeFlag, type FlagCode } from './flags.js';
import { isServable, type ServeDeps } from './serve-page.js';
import type { Session } from './session.js';

/** Why a request for a page was refused before a session was found for it. */
export type Refusal = 'poll_invalid' | 'method_not_allowed' | 'no_such_export';

/**
 * Says of a refused request on a session, so that staff see it (promises R44): each reason once, so that a flood of them writes
 * nothing more. The session stays as it is otherwise. It is given as it was when the request was refused: one that has begun since
 * has nothing to do with it.
 */
export async function noteRefusal(
  deps: ServeDeps,
  session: Session,
  refusal: Refusal,
): Promise<void> {
  const flag = writeFlag(flagOf(deps, session, refusal));
  await applyEvent(deps, session, { kind: 'flag', flag });
}

function flagOf({ now, graceMs }: ServeDeps, session: Session, refusal: Refusal): FlagCode {
  if (refusal === 'poll_invalid') return 'poll_unclear';
  if (refusal === 'method_not_allowed') return 'poll_not_get';
  return isServable(session, now(), graceMs) ? 'other_staff' : 'after_end';
}
