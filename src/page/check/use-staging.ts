import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { DraftWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import type { DraftStepProps } from '../step.js';

export interface Staging {
  isRunning: boolean;
  start: () => void;
  cancel: () => void;
  isCancelling: boolean;
  /** Somebody at this page has cancelled the last check. */
  isCancelled: boolean;
  /** Why it could not be started, watched or cancelled. */
  error: unknown;
}

/**
 * Stages the draft: by itself when the step is opened with a draft that has no batch or was changed since, and when a person
 * asks for it. While it runs, whoever started it, its progress is followed.
 */
export function useStaging({ draft, onDraft }: Pick<DraftStepProps, 'draft' | 'onDraft'>): Staging {
  const api = useApi();
  const path = `/api/drafts/${draft.uid}`;
  const starting = useMutation({
    mutationFn: () => api.post<DraftWire>(`${path}/stage`),
    onSuccess: onDraft,
  });
  const cancelling = useMutation({
    mutationFn: () => api.delete<DraftWire>(`${path}/stage`),
    onSuccess: onDraft,
  });
  const isRunning = draft.staging?.state === 'running';
  const watchError = useWatch(path, isRunning, onDraft);
  const isNeeded = !isRunning && (draft.batch_uid === null || draft.is_stale);
  useOnce(isNeeded, starting.mutate);
  return {
    isRunning: isRunning || starting.isPending,
    start: () => {
      cancelling.reset();
      starting.mutate();
    },
    cancel: () => {
      cancelling.mutate();
    },
    isCancelling: cancelling.isPending,
    isCancelled: cancelling.isSuccess && draft.staging?.problem?.code === 'interrupted',
    error: starting.error ?? cancelling.error ?? watchError,
  };
}

/** Follows the draft until its staging has ended. */
function useWatch(path: string, isRunning: boolean, onDraft: (draft: DraftWire) => void): unknown {
  const api = useApi();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    if (!isRunning) return;
    setError(undefined);
    const watch = new AbortController();
    const follow = async (): Promise<void> => {
      await api.stream<DraftWire>(`${path}/events`, onDraft, watch.signal);
      onDraft(await api.get<DraftWire>(path, watch.signal));
    };
    follow().catch((problem: unknown) => {
      if (!watch.signal.aborted) setError(problem);
    });
    return () => {
      watch.abort();
    };
  }, [api, path, isRunning, onDraft]);
  return error;
}

/** Does something when the step is opened, at most once. */
function useOnce(isNeeded: boolean, act: () => void): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    isDone.current = true;
    if (isNeeded) act();
  }, [isNeeded, act]);
}
