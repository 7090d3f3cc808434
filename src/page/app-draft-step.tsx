import { Suspense, useEffect } from 'react';
import type { DraftWire, MeWire } from '../web/api/wire.js';
import { CheckStep, ColumnsStep, FileStep, ImportStep } from './app-steps.js';
import { go, goInstead, type Step } from './app-place.js';
import { stepsOpen } from './app-steps-open.js';
import { StepLoad } from './parts/step-load.js';

export interface AppDraftStepProps {
  me: MeWire;
  draft: DraftWire;
  step: Step;
  onDraft: (draft: DraftWire) => void;
}

/** The step that the address names; the last one that is open when that one is not. */
export function AppDraftStep({ me, draft, step, onDraft }: AppDraftStepProps) {
  const { uid } = draft;
  const open = stepsOpen(draft);
  const nearest = open.includes(step) ? step : (open.at(-1) ?? 'file');
  useEffect(() => {
    if (nearest !== step) goInstead({ at: 'draft', uid, step: nearest });
  }, [nearest, step, uid]);
  const to = (next: Step) => () => {
    go({ at: 'draft', uid, step: next });
  };
  const common = { draft, onDraft };
  return (
    <Suspense fallback={<StepLoad />}>
      {nearest === 'file' && (
        <FileStep
          me={me}
          {...common}
          onStep={(next) => {
            to(next)();
          }}
        />
      )}
      {nearest === 'columns' && (
        <ColumnsStep {...common} onBack={to('file')} onNext={to('check')} />
      )}
      {nearest === 'check' && (
        <CheckStep {...common} onBack={to('columns')} onNext={to('import')} />
      )}
      {nearest === 'import' && draft.batch_uid !== null && (
        <ImportStep
          batchUid={draft.batch_uid}
          draft={draft}
          onBack={to('check')}
          onStarted={(session) => {
            go({ at: 'session', uid: session });
          }}
        />
      )}
    </Suspense>
  );
}
