import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { JobWire } from '../../web/api/wire-results.js';
import { useApi } from '../api/api.js';
import { Problem } from '../parts/problem.js';

export interface JobProgressProps {
  job: JobWire;
  /** What is being done, as the name of the bar. */
  label: string;
  /** How far it is, in words. */
  figures: string;
  /** Per cent. */
  value: number;
  /** Whether the reader may end it. */
  mayStop: boolean;
  onStopped: () => void;
}

/** Work on the CRM while it goes on, with a way to end it. */
export function JobProgress(props: JobProgressProps) {
  const { job, label, figures, value, mayStop, onStopped } = props;
  const { t } = useTranslation('results');
  const api = useApi();
  const stop = useMutation({
    mutationFn: () => api.post<JobWire>(`/api/jobs/${encodeURIComponent(job.uid)}/stop`),
    onSuccess: onStopped,
  });
  return (
    <Stack gap="xs">
      <Progress.Root size="lg" radius="xl">
        <Progress.Section
          value={value}
          aria-label={label}
          aria-valuetext={figures}
          animated={job.state === 'running'}
          striped={job.state === 'running'}
          color={job.state === 'running' ? 'ferry' : 'gray'}
        />
      </Progress.Root>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" className="tabular">
          {figures}
        </Text>
        {mayStop && (
          <Button
            size="xs"
            variant="default"
            loading={stop.isPending}
            onClick={() => {
              stop.mutate();
            }}
          >
            {t('job.stop')}
          </Button>
        )}
      </Group>
      {job.state === 'waiting' && <Text size="sm">{t('job.waiting')}</Text>}
      {stop.error && <Problem error={stop.error} />}
    </Stack>
  );
}
