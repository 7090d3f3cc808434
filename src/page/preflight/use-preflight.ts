import { useQuery } from '@tanstack/react-query';
import type { PreflightWire } from '../../web/api/wire-results.js';
import { useApi } from '../api/api.js';

/** Key of what was looked at before the import of a batch. */
export const preflightKey = (batchUid: string): readonly string[] => ['preflight', batchUid];

/** What was looked at before the import of a batch. */
export function usePreflight(batchUid: string) {
  const api = useApi();
  return useQuery({
    queryKey: preflightKey(batchUid),
    queryFn: ({ signal }) =>
      api.get<PreflightWire>(`/api/batches/${encodeURIComponent(batchUid)}/preflight`, signal),
    staleTime: 0,
  });
}
