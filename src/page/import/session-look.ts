import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClockPause,
  IconHelpCircle,
  IconLoader,
  type Icon,
} from '@tabler/icons-react';
import type { ImportWire, ResultsWire } from '../../web/api/wire-results.js';
import type { SessionWire } from '../../web/api/wire.js';
import { isCertain, isLive, isTakenBack } from '../results/result-lines.js';

/** How a session is shown wherever it is named: never by its colour alone. */
export interface SessionLook {
  icon: Icon;
  color: 'green' | 'yellow' | 'red' | 'gray' | 'ferry';
  /** Key of its word, in the namespace `codes` unless it names another one. */
  word: string;
}

/** What the look of a session or of an import depends on; the rest where it is known and wanted. */
export type Standing = Pick<SessionWire, 'outcome' | 'status'> &
  Partial<Pick<ImportWire, 'taken_back' | 'undo'>> & { results?: ResultsWire };

/**
 * The look by the outcome, or by the status while it runs. Green only where the CRM has said what became of every client, when
 * results are given.
 */
export function lookOf(standing: Standing): SessionLook {
  const { outcome, status, results } = standing;
  if (outcome !== null && isTakenBack(standing))
    return { icon: IconArrowBackUp, color: 'gray', word: 'results:takenBack.word' };
  const word = `status.${status}`;
  if (outcome === 'success' && results && !isCertain({ results }))
    return { icon: IconHelpCircle, color: 'ferry', word: 'outcome.success' };
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

type Titled = Pick<ImportWire, 'outcome' | 'session' | 'taken_back' | 'undo'>;

/** Key of the title of an import: how it stands, or how it ended. */
export function titleOf(account: Titled): string {
  const { outcome, session, undo } = account;
  if (outcome === null)
    return session.outcome === null ? `session.running.${session.status}` : 'results:parts.between';
  if (isTakenBack(account))
    return undo && isLive(undo.job) ? 'results:undo.running' : 'results:takenBack.title';
  const end = endOf({ outcome, status: session.status });
  // All is handed over of the latest part, yet not of the import.
  return end === 'closed' ? 'results:parts.left' : `session.outcome.${end}`;
}

/** How a session ended, as the key of its texts: the outcome, or which kind of failure. */
export function endOf({ outcome, status }: Pick<SessionWire, 'outcome' | 'status'>): string {
  return outcome === 'success' || outcome === 'issues' ? outcome : status;
}
