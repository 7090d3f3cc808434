import { useTranslation } from 'react-i18next';
import type { CountsWire, DraftWire } from '../../web/api/wire.js';
import { leftToMend } from './left-to-mend.js';
import type { Rest } from './rest-choice.js';

interface Standing {
  draft: DraftWire;
  /** Undefined while the list is being checked. */
  counts: CountsWire | undefined;
  rest: Rest;
}

/** Why one cannot go on to the import now, in one sentence; undefined when one can. What is stale has to be checked again anyway. */
export function useObstacle({ draft, counts, rest }: Standing): string | undefined {
  const { t } = useTranslation('check');
  if (draft.staging?.state === 'running') return t('obstacle.running');
  if (!counts) return t('obstacle.unchecked');
  if (counts.clients === 0) return t('obstacle.none');
  const left = leftToMend(counts);
  if (rest === 'refuse' && left > 0) return t('obstacle.left', { count: left });
  return undefined;
}
