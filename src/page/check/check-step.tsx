import { Button, Stack } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountsWire } from '../../web/api/wire.js';
import { NextAction } from '../parts/next-action.js';
import { Problem } from '../parts/problem.js';
import { StepFrame } from '../parts/step-frame.js';
import { StepLoad } from '../parts/step-load.js';
import type { DraftStepProps } from '../step.js';
import { CheckAgain } from './check-again.js';
import { CheckResult } from './check-result.js';
import { CheckStopped } from './check-stopped.js';
import type { Rest } from './rest-choice.js';
import { StagingProgress } from './staging-progress.js';
import { useBatch } from './use-batch.js';
import { useObstacle } from './use-obstacle.js';
import { useStaging } from './use-staging.js';

/** The step in which the list is checked, and staff mend what is wrong with it. */
export function CheckStep({ draft, onDraft, onNext, onBack }: DraftStepProps) {
  const { t } = useTranslation('check');
  const staging = useStaging({ draft, onDraft });
  const batch = useBatch(draft);
  const [rest, setRest] = useState<Rest>('leave');
  const [before, setBefore] = useState<CountsWire>();
  const counts = staging.isRunning ? undefined : batch.data?.counts;
  const obstacle = useObstacle({ draft, counts, rest });
  const isStopped = !staging.isRunning && staging.isCancelled;
  const problem = isStopped ? null : draft.staging?.problem;
  const failure = staging.isRunning ? null : (staging.error ?? problem ?? batch.error);
  const checkAgain = (): void => {
    setBefore(batch.data?.counts);
    staging.start();
  };
  return (
    <StepFrame
      title={t('title')}
      intro={t('intro')}
      actions={
        <>
          <Button variant="default" onClick={onBack} disabled={staging.isRunning}>
            {t('back', { ns: 'common' })}
          </Button>
          {counts && draft.is_stale ? (
            <CheckAgain draft={draft} onCheckAgain={checkAgain} />
          ) : (
            <NextAction
              icon={<IconArrowRight size={18} aria-hidden className="flips" />}
              obstacle={obstacle}
              onNext={onNext}
            />
          )}
        </>
      }
    >
      <Stack gap="lg">
        {isStopped && <CheckStopped onCheck={checkAgain} />}
        {failure != null && <Problem error={failure} onRetry={checkAgain} />}
        {staging.isRunning && <StagingProgress staging={draft.staging} {...staging} />}
        {!staging.isRunning && batch.isLoading && <StepLoad />}
        {!staging.isRunning && !isStopped && failure == null && draft.batch_uid === null && (
          <div>
            <Button onClick={checkAgain}>{t('checkNow')}</Button>
          </div>
        )}
        {counts && (
          <CheckResult
            draft={draft}
            onDraft={onDraft}
            counts={counts}
            before={before}
            rest={rest}
            onRest={setRest}
          />
        )}
      </Stack>
    </StepFrame>
  );
}
