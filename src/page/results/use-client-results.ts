import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ClientResultsWire } from '../../web/api/wire-results.js';
import { useApi } from '../api/api.js';
import { useCursors } from '../parts/use-cursors.js';

const PAGE_SIZE = 50;

/** Which clients are shown: all, or those of one kind. */
export const CHOICES = [
  'all',
  'failed',
  'missing',
  'unknown',
  'different',
  'created',
  'updated',
  'skipped',
] as const;
export type Choice = (typeof CHOICES)[number];

const queryOf = (choice: Choice): Record<string, string> =>
  choice === 'all' ? {} : { only: choice };

/** One page of an import's clients with their results, with the ways to others and to a narrower choice. */
export function useClientResults(uid: string, first: Choice) {
  const api = useApi();
  const [choice, setChoice] = useState(first);
  const cursors = useCursors();
  const { after } = cursors;
  const path = `/api/imports/${encodeURIComponent(uid)}/clients`;
  const query = useQuery({
    queryKey: ['clients', uid, choice, after],
    queryFn: ({ signal }) => {
      const asked = new URLSearchParams({
        ...queryOf(choice),
        after: String(after),
        limit: String(PAGE_SIZE),
      });
      return api.get<ClientResultsWire>(`${path}?${asked}`, signal);
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  return {
    clients: query.data?.clients,
    error: query.error,
    isWaiting: query.isFetching,
    retry: () => void query.refetch(),
    choice,
    choose: (wanted: Choice) => {
      setChoice(wanted);
      cursors.toFirst();
    },
    csvPath: `${path}.csv?${new URLSearchParams(queryOf(choice))}`,
    ...cursors.waysFrom(query.data?.next_after ?? null),
  };
}
