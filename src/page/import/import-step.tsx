import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DraftWire, PlanWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { goneProblem } from '../parts/gone.js';
import { Problem } from '../parts/problem.js';
import { StepFrame } from '../parts/step-frame.js';
import { StepLoad } from '../parts/step-load.js';
import { ImportForm } from './import-form.js';

export interface ImportStepProps {
  batchUid: string;
  /** The draft that the batch came from; undefined when an administrator staged it. */
  draft: DraftWire | undefined;
  onStarted: (sessionUid: string) => void;
  onBack: () => void;
}

/** Says what an import would do and begins it. */
export function ImportStep(props: ImportStepProps) {
  const { t } = useTranslation(['import', 'common', 'codes']);
  const { batchUid, draft, onBack } = props;
  const api = useApi();
  const plan = useQuery({
    queryKey: ['plan', batchUid],
    queryFn: ({ signal }) =>
      api.get<PlanWire>(`/api/batches/${encodeURIComponent(batchUid)}/plan`, signal),
    // What stands in its way may have gone in the meantime.
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.obstacle ? 15_000 : false),
  });
  if (plan.isPending) return <StepLoad />;
  if (plan.data) return <ImportForm {...props} plan={plan.data} />;
  const gone = goneProblem(plan.error, 'batch_not_found');
  return (
    <StepFrame
      title={t('title')}
      actions={
        <Button variant="default" onClick={onBack}>
          {t('common:back')}
        </Button>
      }
    >
      {gone ? (
        <Problem error={gone} {...(draft ? {} : { onStartOver: onBack })} />
      ) : (
        <Problem error={plan.error} onRetry={() => void plan.refetch()} />
      )}
    </StepFrame>
  );
}
