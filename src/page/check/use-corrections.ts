import { useMutation } from '@tanstack/react-query';
import type { CorrectionsChanged, DraftRejectWire, DraftWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import type { DraftStepProps } from '../step.js';
import type { Rejects } from './use-rejects.js';

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

/** What the corrections of a draft have in common: one after the other, since two of one record must not overtake each other. */
export const correctionsOf = ({ uid }: Pick<DraftWire, 'uid'>) => ({
  mutationKey: ['correction', uid],
  scope: { id: `corrections ${uid}` },
});

/** Corrects cells, one by one or many at once. Every answer of the server is shown at once. */
export function useCorrections(
  { draft, onDraft }: Pick<DraftStepProps, 'draft' | 'onDraft'>,
  { put, reload }: Pick<Rejects, 'put' | 'reload'>,
) {
  const api = useApi();
  const path = `/api/drafts/${draft.uid}`;
  const common = correctionsOf(draft);
  const saving = useMutation({
    ...common,
    mutationFn: async ({ reject: { source, line, id }, index, value }: CellEdit) => {
      const cells = [{ index, value }];
      put(await api.post<DraftRejectWire>(`${path}/corrections`, { source, line, id, cells }));
      onDraft(await api.get<DraftWire>(path));
    },
  });
  const replacing = useMutation({
    ...common,
    mutationFn: (what: Replacement) =>
      api.post<CorrectionsChanged>(`${path}/corrections/replace`, what),
    onSuccess: async ({ draft: changed }) => {
      onDraft(changed);
      await reload();
    },
  });
  return { saving, replacing };
}
export type Corrections = ReturnType<typeof useCorrections>;
