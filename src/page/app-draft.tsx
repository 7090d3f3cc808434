import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Stack } from '@mantine/core';
import { useCallback } from 'react';
import type { DraftWire, MeWire } from '../web/api/wire.js';
import { useApi } from './api/api.js';
import { AppDraftStep } from './app-draft-step.js';
import { go, type Step } from './app-place.js';
import { AppReset } from './app-reset.js';
import { AppStepper } from './app-stepper.js';
import { stepsOpen } from './app-steps-open.js';
import { keepNewest } from './api/keep-newest.js';
import { goneProblem } from './parts/gone.js';
import { Problem } from './parts/problem.js';
import { StepLoad } from './parts/step-load.js';

export interface AppDraftProps {
  me: MeWire;
  uid: string;
  step: Step;
}

/** One draft on its way through the steps. */
export function AppDraft({ me, uid, step }: AppDraftProps) {
  const { draft, error, onDraft, refetch } = useDraft(uid);
  const gone = goneProblem(error, 'draft_not_found');
  return (
    <Stack gap="lg">
      <AppStepper
        step={step}
        open={draft ? stepsOpen(draft) : [step]}
        onStep={(next) => {
          go({ at: 'draft', uid, step: next });
        }}
        aside={draft && <AppReset draft={draft} />}
      />
      {draft && !gone && <AppDraftStep me={me} draft={draft} step={step} onDraft={onDraft} />}
      {!draft && error === null && <StepLoad />}
      {(gone ?? (!draft && error !== null)) && (
        <Problem
          error={gone ?? error}
          {...(gone
            ? {
                onStartOver: () => {
                  go({ at: 'start' });
                },
              }
            : { onRetry: refetch })}
        />
      )}
    </Stack>
  );
}

function useDraft(uid: string) {
  const api = useApi();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ['draft', uid],
    queryFn: ({ signal }) => api.get<DraftWire>(`/api/drafts/${uid}`, signal),
  });
  const onDraft = useCallback(
    (draft: DraftWire) => {
      keepNewest(queries, draft);
    },
    [queries],
  );
  const { data: draft, error } = query;
  return { draft, error, onDraft, refetch: () => void query.refetch() };
}
