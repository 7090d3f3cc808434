import type { DraftWire } from '../web/api/wire.js';
import type { Step } from './app-place.js';

/** The steps that one can go to with a draft as it stands. */
export function stepsOpen(draft: Pick<DraftWire, 'sources' | 'batch_uid' | 'is_stale'>): Step[] {
  if (draft.sources.length === 0) return ['file'];
  const isStaged = draft.batch_uid !== null && !draft.is_stale;
  return isStaged ? ['file', 'columns', 'check', 'import'] : ['file', 'columns', 'check'];
}
