import { useMutation } from '@tanstack/react-query';
import type { DraftChangeWire, DraftWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import type { DraftStepProps } from '../step.js';

export interface ChangeDraft {
  /** Answers the draft as it is then; undefined when it was refused, and `error` tells why. */
  change: (change: DraftChangeWire) => Promise<DraftWire | undefined>;
  isPending: boolean;
  error: unknown;
}

/** Changes a draft; changes go one after the other, so that the last choice of a person is the last one to arrive. */
export function useChangeDraft({ draft, onDraft }: Pick<DraftStepProps, 'draft' | 'onDraft'>) {
  const api = useApi();
  const mutation = useMutation({
    mutationFn: (change: DraftChangeWire) =>
      api.patch<DraftWire>(`/api/drafts/${draft.uid}`, change),
    onSuccess: onDraft,
    scope: { id: `draft ${draft.uid}` },
  });
  const { mutateAsync, isPending, error } = mutation;
  const change = (wanted: DraftChangeWire) => mutateAsync(wanted).catch(() => undefined);
  return { change, isPending, error } satisfies ChangeDraft;
}
