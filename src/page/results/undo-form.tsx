import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobWire, UndoPlanWire } from '../../web/api/wire-results.js';
import { useApi } from '../api/api.js';
import { StepLoad } from '../parts/step-load.js';
import { Problem } from '../parts/problem.js';
import { DownloadCsv } from './download-csv.js';
import { typedNumber } from './typed-number.js';
import { UndoFacts } from './undo-facts.js';

export interface UndoFormProps {
  /** Of the import. */
  uid: string;
  onStarted: () => void;
  onClose: () => void;
}

/** What would be deleted, and the number that has to be typed for it. */
export function UndoForm({ uid, onStarted, onClose }: UndoFormProps) {
  const { t } = useTranslation(['results', 'common']);
  const api = useApi();
  const path = `/api/imports/${encodeURIComponent(uid)}/undo`;
  const plan = useQuery({
    queryKey: ['undo', uid],
    queryFn: ({ signal }) => api.get<UndoPlanWire>(path, signal),
    staleTime: 0,
    gcTime: 0,
  });
  const [alsoChanged, setAlsoChanged] = useState(false);
  const [typed, setTyped] = useState('');
  const start = useMutation({
    mutationFn: (confirm: number) =>
      api.post<JobWire>(path, { confirm, also_changed: alsoChanged }),
    onSuccess: onStarted,
  });
  if (plan.isPending) return <StepLoad />;
  if (plan.error) return <Problem error={plan.error} onRetry={() => void plan.refetch()} />;
  const { created, changed_since: changed } = plan.data;
  const number = created + (alsoChanged ? changed : 0);
  return (
    <Stack>
      <UndoFacts plan={plan.data} />
      {number + plan.data.overridden > 0 && (
        <Group>
          <DownloadCsv path={`${path}.csv`} text={t('undo.download')} />
        </Group>
      )}
      {changed > 0 && (
        <Checkbox
          label={t('undo.alsoChanged', { number: changed })}
          description={t('undo.alsoChangedText')}
          checked={alsoChanged}
          onChange={(event) => {
            setAlsoChanged(event.currentTarget.checked);
          }}
        />
      )}
      {number > 0 && (
        <TextInput
          label={t('undo.type', { number })}
          description={t('undo.typeText')}
          inputMode="numeric"
          autoComplete="off"
          maw={320}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
          }}
        />
      )}
      {start.error && <Problem error={start.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common:cancel')}
        </Button>
        <Button
          color="red.8"
          disabled={number === 0 || typedNumber(typed) !== number}
          loading={start.isPending}
          onClick={() => {
            start.mutate(number);
          }}
        >
          {t('undo.confirm', { number })}
        </Button>
      </Group>
    </Stack>
  );
}
