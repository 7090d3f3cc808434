import { Alert, Button, Group, Text } from '@mantine/core';
import { IconProgress } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SessionsWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { go } from '../app-place.js';
import { useFormat } from '../format.js';

/** Imports of the business that go on while nobody looks, so that who comes back finds them first. */
export function RunningImports() {
  const { t } = useTranslation('file');
  const format = useFormat();
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => api.get<SessionsWire>('/api/sessions', signal),
    staleTime: 0,
  });
  const running = data?.sessions.filter((session) => session.outcome === null) ?? [];
  return running.map(({ uid, files, progress }) => (
    <Alert key={uid} icon={<IconProgress aria-hidden />} title={t('running.title')}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          {t('running.text', {
            files: format.list(files),
            percent: format.percent(progress / 100),
          })}
        </Text>
        <Button
          onClick={() => {
            go({ at: 'session', uid });
          }}
        >
          {t('running.watch')}
        </Button>
      </Group>
    </Alert>
  ));
}
