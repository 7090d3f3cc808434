import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DraftRejectsWire, DraftRejectWire, DraftWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { useCursors } from '../parts/use-cursors.js';
import { stagingKey } from './use-batch.js';

export const PAGE_SIZE = 50;

/** What the answers about the rejects of one staging are kept under. */
export const rejectsKey = (draft: DraftWire): readonly string[] => [
  'rejects',
  draft.uid,
  stagingKey(draft),
];

/** One page of the rejects of a draft, with the ways to others and to a narrower choice. */
export function useRejects(draft: DraftWire) {
  const api = useApi();
  const queries = useQueryClient();
  const [code, setCode] = useState<string>();
  const cursors = useCursors();
  const key = rejectsKey(draft);
  const pageKey = [...key, code ?? '', cursors.after];
  const query = useQuery({
    queryKey: pageKey,
    queryFn: ({ signal }) =>
      api.get<DraftRejectsWire>(pathOf(draft.uid, cursors.after, code), signal),
    placeholderData: keepPreviousData,
    // A mended record stays where it is until the page is left, so that a person sees what came of it.
    staleTime: Infinity,
  });
  const put = (reject: DraftRejectWire): void => {
    queries.setQueryData<DraftRejectsWire>(pageKey, (page) => page && withReject(page, reject));
  };
  return {
    page: query.data,
    error: query.error,
    isWaiting: query.isFetching,
    retry: () => void query.refetch(),
    code,
    number: cursors.number,
    narrow: (wanted: string | undefined) => {
      setCode(wanted);
      cursors.toFirst();
    },
    ...cursors.waysFrom(query.data?.next_after ?? null),
    put,
    reload: () => queries.resetQueries({ queryKey: key }),
  };
}
export type Rejects = ReturnType<typeof useRejects>;

function pathOf(uid: string, after: number, code: string | undefined): string {
  const query = new URLSearchParams({ after: String(after), limit: String(PAGE_SIZE) });
  if (code !== undefined) query.set('code', code);
  return `/api/drafts/${uid}/rejects?${query}`;
}

function withReject(page: DraftRejectsWire, reject: DraftRejectWire): DraftRejectsWire {
  const rejects = page.rejects.map((one) => (one.id === reject.id ? reject : one));
  return { ...page, rejects };
}
