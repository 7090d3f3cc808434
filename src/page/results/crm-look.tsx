import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconZoomCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { JobWire, ReconciliationWire } from '../../web/api/wire-results.js';
import { useApi } from '../api/api.js';
import { useFormat } from '../format.js';
import { Problem } from '../parts/problem.js';
import { useMe } from '../use-me.js';
import { CrmFindings } from './crm-findings.js';
import { JobEnded } from './job-ended.js';
import { JobProgress } from './job-progress.js';
import { isLive } from './result-lines.js';

export interface CrmLookProps {
  /** Of the API: what is to be looked for, an import or a batch. */
  path: string;
  /** Clients of the list. */
  clients: number;
  reconciliation: ReconciliationWire | null;
  /** Whether the import is still to come. */
  isBefore: boolean;
  /** When clients of the import were last taken back. */
  takenBackAt?: string | undefined;
  onChanged: () => void;
}

/** Clients that a spot check looks at. */
const SAMPLE = 10;

/** Looks into the CRM by a person's word: which clients are there, which are not, and what is different. */
export function CrmLook(props: CrmLookProps) {
  const { path, clients, reconciliation, isBefore, takenBackAt, onChanged } = props;
  const { t } = useTranslation('results');
  const me = useMe();
  const begin = useBegin(path, onChanged);
  const mayAct = me !== undefined && me.role !== 'view';
  const isBusy = reconciliation !== null && isLive(reconciliation.job);
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} size="h5" mb="xs">
        {t('look.title')}
      </Title>
      <Stack gap="md">
        <Text size="sm">{t(isBefore ? 'look.textBefore' : 'look.text')}</Text>
        {isBusy && (
          <LookProgress
            look={reconciliation}
            clients={clients}
            mayStop={mayAct}
            onStopped={onChanged}
          />
        )}
        {reconciliation && !isBusy && (
          <LookResult look={reconciliation} isBefore={isBefore} takenBackAt={takenBackAt} />
        )}
        {mayAct && !isBusy && (
          <Group gap="xs">
            <Button
              variant={reconciliation ? 'default' : 'light'}
              leftSection={<IconZoomCheck size={18} aria-hidden />}
              loading={begin.isPending && begin.variables === undefined}
              onClick={() => {
                begin.mutate(undefined);
              }}
            >
              {t(reconciliation ? 'look.again' : 'look.begin')}
            </Button>
            {clients > SAMPLE && (
              <Button
                variant="default"
                loading={begin.isPending && begin.variables !== undefined}
                onClick={() => {
                  begin.mutate(SAMPLE);
                }}
              >
                {t('look.sample', { number: SAMPLE })}
              </Button>
            )}
          </Group>
        )}
        {begin.error && <Problem error={begin.error} />}
      </Stack>
    </Paper>
  );
}

function useBegin(path: string, onChanged: () => void) {
  const api = useApi();
  return useMutation({
    mutationFn: (sample: number | undefined) =>
      api.post<JobWire>(`${path}/reconcile`, sample === undefined ? {} : { sample }),
    onSuccess: onChanged,
  });
}

interface LookProgressProps {
  look: ReconciliationWire;
  clients: number;
  mayStop: boolean;
  onStopped: () => void;
}

/** How many clients the CRM has is not known beforehand, so the bar is of those that were found so far. */
function LookProgress({ look, clients, mayStop, onStopped }: LookProgressProps) {
  const { t } = useTranslation('results');
  const share = clients === 0 ? 0 : Math.min(1, look.compared / clients);
  return (
    <JobProgress
      job={look.job}
      label={t('look.title')}
      figures={t('look.progress', { read: look.read, compared: look.compared, total: clients })}
      value={100 * share}
      mayStop={mayStop}
      onStopped={onStopped}
    />
  );
}

type LookResultProps = Pick<CrmLookProps, 'isBefore' | 'takenBackAt'> & {
  look: ReconciliationWire;
};

function LookResult({ look, isBefore, takenBackAt }: LookResultProps) {
  const { t } = useTranslation('results');
  const format = useFormat();
  return (
    <Stack gap="xs">
      <JobEnded job={look.job} />
      <CrmFindings look={look} isBefore={isBefore} />
      {takenBackAt !== undefined && look.started_at < takenBackAt && (
        <Text size="sm">{t('look.isOld')}</Text>
      )}
      <Text size="sm" c="dimmed">
        {look.is_sample && `${t('look.isSample', { number: look.compared })} `}
        {t('look.at', { time: format.dateTime(look.finished_at ?? look.started_at) })}
      </Text>
    </Stack>
  );
}
