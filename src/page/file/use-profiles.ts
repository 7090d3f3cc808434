import { useQuery } from '@tanstack/react-query';
import type { ProfilesWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';

/** The layouts that the app knows; they do not change while the page is open. */
export function useProfiles() {
  const api = useApi();
  return useQuery({
    queryKey: ['profiles'],
    queryFn: ({ signal }) => api.get<ProfilesWire>('/api/profiles', signal),
    staleTime: Infinity,
  });
}
