import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/api.js';
import { ConnectNotice } from '../parts/connect-notice.js';
import { findRunning } from './start-import.js';

export interface PlanObstacleProps {
  /** One of the codes of an obstacle, or `stale` when something was changed since the list was checked. */
  code: string;
  onWatch: (sessionUid: string) => void;
}

/** Why the import cannot begin now, and what to do about it. */
export function PlanObstacle({ code, onWatch }: PlanObstacleProps) {
  const { t } = useTranslation(['import', 'codes']);
  if (code === 'not_connected') return <ConnectNotice />;
  return (
    <Alert color="yellow" icon={<IconHandStop aria-hidden />} title={t('obstacle.title')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t(code === 'stale' ? 'notice.stale' : `codes:error.${code}`)}</Text>
        {code === 'session_open' && <WatchButton onWatch={onWatch} />}
      </Stack>
    </Alert>
  );
}

function WatchButton({ onWatch }: Pick<PlanObstacleProps, 'onWatch'>) {
  const { t } = useTranslation('import');
  const api = useApi();
  const find = useMutation({
    mutationFn: () => findRunning(api),
    onSuccess: (session) => {
      if (session) onWatch(session.uid);
    },
  });
  return (
    <Button
      size="sm"
      variant="default"
      loading={find.isPending}
      onClick={() => {
        find.mutate();
      }}
    >
      {t('obstacle.watch')}
    </Button>
  );
}
