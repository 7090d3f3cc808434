import { useMutation } from '@tanstack/react-query';
import type { DraftChangeWire, DraftWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';

/** Changes a draft and tells its new state. */
export function useDraftChange(uid: string, onDraft: (draft: DraftWire) => void) {
  const api = useApi();
  return useMutation({
    mutationFn: (change: DraftChangeWire) => api.patch<DraftWire>(`/api/drafts/${uid}`, change),
    onSuccess: onDraft,
    // One after the other, so that the last choice is the one that stands.
    scope: { id: `draft ${uid}` },
  });
}
