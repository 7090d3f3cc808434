import type { SessionWire } from '../../web/api/wire.js';

export type NextStep = 'look' | 'mend' | 'again' | 'support';

/** What a person can do after an import has ended, the most useful first. */
export function nextSteps(
  session: Pick<SessionWire, 'outcome' | 'error_report' | 'done'>,
): NextStep[] {
  const mend: NextStep[] = session.error_report === null ? [] : ['mend'];
  if (session.outcome !== 'failure') return [...mend, 'look'];
  const look: NextStep[] = session.done > 0 ? ['look'] : [];
  return ['again', ...look, ...mend, 'support'];
}
