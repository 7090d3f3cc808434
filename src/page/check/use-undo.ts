import { useHotkeys } from '@mantine/hooks';
import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query';
import type { CorrectionsChanged } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import type { DraftStepProps } from '../step.js';
import { correctionsOf } from './use-corrections.js';
import { rejectsKey } from './use-rejects.js';

/** Takes the last correction back, by a button or by its key. */
export function useUndo({ draft, onDraft }: Pick<DraftStepProps, 'draft' | 'onDraft'>) {
  const api = useApi();
  const queries = useQueryClient();
  const { mutationKey, scope } = correctionsOf(draft);
  const isSaving = useIsMutating({ mutationKey }) > 0;
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.delete<CorrectionsChanged>(`/api/drafts/${draft.uid}/corrections/last`),
    onSuccess: async (changed) => {
      onDraft(changed.draft);
      await queries.resetQueries({ queryKey: rejectsKey(draft) });
    },
    scope,
  });
  const canUndo = (draft.corrections.undoable > 0 || isSaving) && !isPending;
  const undo = (): void => {
    if (canUndo) mutate();
  };
  // Inside a field the key undoes typing, as everywhere.
  useHotkeys([['mod+Z', undo]]);
  return { undo, canUndo, error };
}
export type Undo = ReturnType<typeof useUndo>;
