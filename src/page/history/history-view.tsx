import { Button, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconFerry } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ImportsWire } from '../../web/api/wire-results.js';
import { useApi } from '../api/api.js';
import { Problem } from '../parts/problem.js';
import { StepFrame } from '../parts/step-frame.js';
import { StepLoad } from '../parts/step-load.js';
import { useMe } from '../use-me.js';
import { HistoryCards } from './history-cards.js';
import { HistoryTable } from './history-table.js';

export interface HistoryViewProps {
  onSession: (sessionUid: string) => void;
  onNew: () => void;
}

const LOOK_AGAIN_MS = 5_000;

/** All imports of the business, the newest first. */
export function HistoryView({ onSession, onNew }: HistoryViewProps) {
  const { t } = useTranslation(['history', 'codes']);
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const { imports, staffUid, error, refetch } = useHistory();
  if (error !== null) return <Problem error={error} onRetry={refetch} />;
  if (!imports) return <StepLoad />;
  if (imports.length === 0) return <NoHistory onNew={onNew} />;
  const Shown = isNarrow ? HistoryCards : HistoryTable;
  return (
    <StepFrame title={t('title')} intro={t('intro')}>
      <Shown imports={imports} staffUid={staffUid} onSession={onSession} />
    </StepFrame>
  );
}

function useHistory() {
  const api = useApi();
  const history = useQuery({
    queryKey: ['sessions', 'imports'],
    queryFn: ({ signal }) => api.get<ImportsWire>('/api/imports?limit=100', signal),
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.imports.some(({ outcome }) => outcome === null) ? LOOK_AGAIN_MS : false,
  });
  const me = useMe();
  return {
    imports: history.data?.imports,
    staffUid: me?.staff_uid,
    error: history.data ? null : history.error,
    refetch: () => void history.refetch(),
  };
}

function NoHistory({ onNew }: Pick<HistoryViewProps, 'onNew'>) {
  const { t } = useTranslation('history');
  return (
    <Paper withBorder p="xl">
      <Stack align="center" gap="sm" py="xl" ta="center">
        <ThemeIcon variant="light" size={64} radius="xl">
          <IconFerry size={36} aria-hidden />
        </ThemeIcon>
        <Title order={1} size="h3">
          {t('emptyTitle')}
        </Title>
        <Text c="dimmed" maw="50ch">
          {t('emptyText')}
        </Text>
        <Button onClick={onNew} mt="sm">
          {t('new')}
        </Button>
      </Stack>
    </Paper>
  );
}
