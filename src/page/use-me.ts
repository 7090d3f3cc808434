import { useQuery } from '@tanstack/react-query';
import type { MeWire } from '../web/api/wire.js';
import { useApi } from './api/api.js';

/** Who looks at the page; undefined until it is known. */
export function useMe(): MeWire | undefined {
  const api = useApi();
  const me = useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => api.get<MeWire>('/api/me', signal),
  });
  return me.data;
}
