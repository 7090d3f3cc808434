import { useQuery } from '@tanstack/react-query';
import type { DraftWire, RejectCausesWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { stagingKey } from './use-batch.js';

/** How many records have a problem, by its code; undefined until that is known. It stays so until the next check. */
export function useCauses(draft: DraftWire): RejectCausesWire['causes'] | undefined {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['causes', draft.uid, stagingKey(draft)],
    queryFn: ({ signal }) =>
      api.get<RejectCausesWire>(`/api/drafts/${draft.uid}/rejects/causes`, signal),
    staleTime: Infinity,
  });
  return data?.causes;
}
