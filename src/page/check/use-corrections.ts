import { useMutation } from '@tanstack/react-query';
import type { DraftRejectWire, DraftWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import type { DraftStepProps } from '../step.js';
import type { Rejects } from './use-rejects.js';

interface Changed {
  cells: number;
  draft: DraftWire;
}

export interface Replacement {
  source: string;
  index: number;
  find: string;
  replace: string;
}

export interface CellEdit {
  reject: DraftRejectWire;
  index: number;
  value: string;
}

/** Corrects cells: one by one, many at once, or back again. Every answer of the server is shown at once. */
export function useCorrections(
  { draft, onDraft }: Pick<DraftStepProps, 'draft' | 'onDraft'>,
  { put, reload }: Pick<Rejects, 'put' | 'reload'>,
) {
  const api = useApi();
  const path = `/api/drafts/${draft.uid}`;
  // One after the other: two corrections of one record must not overtake each other.
  const scope = { id: `corrections ${draft.uid}` };
  const saving = useMutation({
    mutationFn: async ({ reject: { source, line }, index, value }: CellEdit) => {
      const cells = [{ index, value }];
      put(await api.post<DraftRejectWire>(`${path}/corrections`, { source, line, cells }));
      onDraft(await api.get<DraftWire>(path));
    },
    scope,
  });
  const show = async ({ draft: changed }: Changed): Promise<void> => {
    onDraft(changed);
    await reload();
  };
  const replacing = useMutation({
    mutationFn: (what: Replacement) => api.post<Changed>(`${path}/corrections/replace`, what),
    onSuccess: show,
    scope,
  });
  const undoing = useMutation({
    mutationFn: () => api.delete<Changed>(`${path}/corrections/last`),
    onSuccess: show,
    scope,
  });
  return { saving, replacing, undoing };
}
export type Corrections = ReturnType<typeof useCorrections>;
