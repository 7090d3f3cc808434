import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClockPause,
  IconHelpCircle,
  IconLoader,
  type Icon,
} from '@tabler/icons-react';
import type { SessionWire } from '../../web/api/wire.js';

/** How a session is shown wherever it is named: never by its colour alone. */
export interface SessionLook {
  icon: Icon;
  color: 'green' | 'yellow' | 'red' | 'gray' | 'ferry';
  /** Key of its word in the namespace `codes`. */
  word: string;
}

/** The look of a session by its outcome, or by its status while it runs. */
export function lookOf({ outcome, status }: Pick<SessionWire, 'outcome' | 'status'>): SessionLook {
  const word = `status.${status}`;
  if (outcome === 'success')
    return { icon: IconCircleCheck, color: 'green', word: 'outcome.success' };
  if (outcome === 'issues')
    return { icon: IconAlertTriangle, color: 'yellow', word: 'outcome.issues' };
  if (status === 'cancelled') return { icon: IconBan, color: 'gray', word };
  if (outcome === 'failure') return { icon: IconCircleX, color: 'red', word };
  if (status === 'stalled') return { icon: IconClockPause, color: 'yellow', word };
  if (status === 'unknown') return { icon: IconHelpCircle, color: 'yellow', word };
  return { icon: IconLoader, color: 'ferry', word };
}

/** How a session ended, as the key of its texts: the outcome, or which kind of failure. */
export function endOf({ outcome, status }: Pick<SessionWire, 'outcome' | 'status'>): string {
  return outcome === 'success' || outcome === 'issues' ? outcome : status;
}
