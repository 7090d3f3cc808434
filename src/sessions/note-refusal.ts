import { applyEvent } from './apply-event.js';
import { writeFlag, type FlagCode } from './flags.js';
import { isSameStaff, isServable, type ServeDeps } from './serve-page.js';
import type { Session } from './session.js';

/** Why a request for a page was refused before a session was found for it. */
export type RefusalCode = 'poll_invalid' | 'method_not_allowed' | 'no_such_export';

export interface Refusal {
  code: RefusalCode;
  /** In whose name it was asked, when it said so. */
  staffUid: string | undefined;
}

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
  const code = flagOf(deps, session, refusal);
  if (code) await applyEvent(deps, session, { kind: 'flag', flag: writeFlag(code) });
}

/** Undefined when it was about the session before, as a close of that one that is repeated. */
function flagOf(
  { now, graceMs }: ServeDeps,
  session: Session,
  { code, staffUid }: Refusal,
): FlagCode | undefined {
  if (code === 'poll_invalid') return 'poll_unclear';
  if (code === 'method_not_allowed') return 'poll_not_get';
  if (!isServable(session, now(), graceMs)) return 'after_end';
  return isSameStaff(session, { staffUid }) ? undefined : 'other_staff';
}
