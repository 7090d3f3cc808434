import { useQuery } from '@tanstack/react-query';
import type { BatchWire, DraftWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';

/** The batch that the draft was last staged to, if any; one batch never changes, but another staging may come to another one. */
export function useBatch(draft: DraftWire) {
  const api = useApi();
  const uid = draft.batch_uid ?? '';
  return useQuery({
    queryKey: ['batch', uid, stagingKey(draft)],
    queryFn: ({ signal }) => api.get<BatchWire>(`/api/batches/${uid}`, signal),
    enabled: draft.batch_uid !== null && draft.staging?.state !== 'running',
  });
}

/** Tells one staging of a draft from another. */
export function stagingKey({ staging, batch_uid }: DraftWire): string {
  return `${batch_uid ?? ''} ${staging?.started_at ?? ''}`;
}
