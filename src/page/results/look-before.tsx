import { useQuery } from '@tanstack/react-query';
import type { BatchReconciliationWire } from '../../web/api/wire-results.js';
import { useApi } from '../api/api.js';
import { CrmLook } from './crm-look.js';
import { isLive } from './result-lines.js';

export interface LookBeforeProps {
  batchUid: string;
  clients: number;
}

const LOOK_AGAIN_MS = 1_000;

/** Looking into the CRM before an import that overwrites, so that it is known later what stood there. */
export function LookBefore({ batchUid, clients }: LookBeforeProps) {
  const api = useApi();
  const path = `/api/batches/${encodeURIComponent(batchUid)}`;
  const { data, refetch } = useQuery({
    queryKey: ['look-before', batchUid],
    queryFn: ({ signal }) => api.get<BatchReconciliationWire>(`${path}/reconcile`, signal),
    staleTime: 0,
    refetchInterval: ({ state }) => {
      const job = state.data?.reconciliation?.job;
      return job && isLive(job) ? LOOK_AGAIN_MS : false;
    },
  });
  if (!data) return null;
  return (
    <CrmLook
      path={path}
      clients={clients}
      reconciliation={data.reconciliation}
      isBefore
      onChanged={() => void refetch()}
    />
  );
}
