import { Button, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftWire, PlanWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { Confirm } from '../parts/confirm.js';
import { InParts } from '../parts/in-parts.js';
import { StepFrame } from '../parts/step-frame.js';
import { PreflightPanel } from '../preflight/preflight-panel.js';
import { LookBefore } from '../results/look-before.js';
import { useMe } from '../use-me.js';
import type { ImportStepProps } from './import-step.js';
import { ImportChoices } from './import-choices.js';
import { PlanFacts } from './plan-facts.js';
import { PlanKeeping } from './plan-keeping.js';
import { PlanNotices } from './plan-notices.js';
import { PlanObstacle } from './plan-obstacle.js';
import { StartRefusal } from './start-refusal.js';
import { startImport } from './start-import.js';

/** The plan of an import, the choices that are left, and the button that begins it. */
export function ImportForm({
  plan,
  batchUid,
  draft,
  onStarted,
  onBack,
}: ImportStepProps & { plan: PlanWire }) {
  const { t } = useTranslation(['import', 'common']);
  const [override, setOverride] = useState(plan.mode === 'update');
  const [sendEmail, setSendEmail] = useState(true);
  const [wipe, setWipe] = useState(plan.wipe_when_done);
  const [isAsking, setIsAsking] = useState(false);
  const start = useStart(onStarted);
  const obstacle = useObstacle(plan, draft);
  const begin = (): void => {
    setIsAsking(false);
    start.mutate({
      batch_uid: batchUid,
      ...(draft && { draft_uid: draft.uid }),
      override,
      send_email: sendEmail,
      rejects: 'leave',
      parts: plan.parts > 1,
      wipe_when_done: wipe,
    });
  };
  const count = plan.clients;
  return (
    <StepFrame
      title={t('title')}
      intro={t('intro')}
      actions={
        <>
          <Button variant="default" onClick={onBack}>
            {t('common:back')}
          </Button>
          <Button
            loading={start.isPending}
            disabled={obstacle !== undefined}
            onClick={() => {
              if (override) setIsAsking(true);
              else begin();
            }}
          >
            {t('start', { count })}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        {obstacle && <PlanObstacle code={obstacle} onWatch={onStarted} />}
        <PlanFacts plan={plan} batchUid={batchUid} hasDraft={draft !== undefined} />
        <InParts clients={count} />
        <PlanNotices plan={plan} hasDraft={draft !== undefined} />
        {count > 0 && <PreflightPanel batchUid={batchUid} />}
        {count > 0 && (
          <ImportChoices
            override={override}
            sendEmail={sendEmail}
            isBusy={start.isPending}
            onOverride={setOverride}
            onSendEmail={setSendEmail}
          />
        )}
        {override && <LookBefore batchUid={batchUid} clients={count} />}
        {count > 0 && (
          <PlanKeeping plan={plan} wipe={wipe} isBusy={start.isPending} onWipe={setWipe} />
        )}
        {start.error && <StartRefusal error={start.error} />}
      </Stack>
      <Confirm
        isOpen={isAsking}
        title={t('known.confirmTitle')}
        text={t('known.confirmText', { count })}
        confirm={t('known.confirm')}
        onConfirm={begin}
        onClose={() => {
          setIsAsking(false);
        }}
      />
    </StepFrame>
  );
}

/** Code of what stands in the way of an import: of the plan, of the role, or `stale`. */
function useObstacle(plan: PlanWire, draft: DraftWire | undefined): string | undefined {
  const me = useMe();
  if (me?.role === 'view') return 'not_allowed';
  return draft?.is_stale === true ? 'stale' : plan.obstacle?.code;
}

function useStart(onStarted: (sessionUid: string) => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (request: Parameters<typeof startImport>[1]) => startImport(api, request),
    onSuccess: onStarted,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['sessions'] }),
        queries.invalidateQueries({ queryKey: ['plan'] }),
      ]),
  });
}
