import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftWire } from '../../web/api/wire.js';
import { useFormat } from '../format.js';
import { usePace } from './use-pace.js';

export interface StagingProgressProps {
  /** Null until the server has begun. */
  staging: DraftWire['staging'];
  cancel: () => void;
  isCancelling: boolean;
}

/** How far the check has come: by bytes, since nobody knows the number of records before the end. */
export function StagingProgress({ staging, cancel, isCancelling }: StagingProgressProps) {
  const { t } = useTranslation('check');
  const format = useFormat();
  const running = staging?.state === 'running' ? staging : undefined;
  const left = usePace(running);
  const share = running && running.total_bytes > 0 ? running.bytes / running.total_bytes : 0;
  const percent = Math.min(100, Math.floor(share * 100));
  return (
    <Paper withBorder p="lg">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs" className="tabular">
          <Text fw={600}>{t('progress.title')}</Text>
          <Text>{format.percent(Math.min(1, share))}</Text>
        </Group>
        <Progress.Root size="lg">
          <Progress.Section
            value={percent}
            animated={running !== undefined}
            aria-label={t('progress.title')}
          />
        </Progress.Root>
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed" className="tabular">
            {t('progress.records', {
              count: running?.records ?? 0,
              records: format.count(running?.records ?? 0),
            })}
            {left !== undefined && ` · ${t('progress.left', { time: format.duration(left) })}`}
          </Text>
          <Button
            variant="default"
            size="xs"
            loading={isCancelling}
            onClick={cancel}
            disabled={!running}
          >
            {t('cancel', { ns: 'common' })}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
