import { Alert, Text } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { JobWire } from '../../web/api/wire-results.js';

/** Says that a job was ended before it was done, and why when it was no person's word; nothing otherwise. */
export function JobEnded({ job }: { job: JobWire }) {
  const { t } = useTranslation('results');
  if (job.state !== 'stopped') return null;
  return (
    <Alert color="yellow" icon={<IconPlayerStop aria-hidden />} title={t('job.stopped')}>
      {job.problem !== null && (
        <Text size="sm" lang="en">
          <bdi>{job.problem}</bdi>
        </Text>
      )}
    </Alert>
  );
}
