import { Button, Group, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconFerry } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
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
const PAGE = { limit: '50' };
const FIRST_PAGE: { before?: string } = {};

/** All imports of the business, the newest first. */
export function HistoryView({ onSession, onNew }: HistoryViewProps) {
  const { t } = useTranslation(['history', 'codes', 'results']);
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const { imports, older, staffUid, error, refetch } = useHistory();
  if (error !== null) return <Problem error={error} onRetry={refetch} />;
  if (!imports) return <StepLoad />;
  if (imports.length === 0) return <NoHistory onNew={onNew} />;
  const Shown = isNarrow ? HistoryCards : HistoryTable;
  return (
    <StepFrame title={t('title')} intro={t('intro')}>
      <Shown imports={imports} staffUid={staffUid} onSession={onSession} />
      {older && (
        <Group justify="center">
          <Button variant="default" loading={older.isLoading} onClick={older.load}>
            {t('results:history.older')}
          </Button>
        </Group>
      )}
    </StepFrame>
  );
}

function useHistory() {
  const api = useApi();
  const history = useInfiniteQuery({
    queryKey: ['sessions', 'imports'],
    queryFn: ({ signal, pageParam: before }) =>
      api.get<ImportsWire>(`/api/imports?${new URLSearchParams({ ...PAGE, ...before })}`, signal),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: ({ next_before: before }: ImportsWire) =>
      before === null ? undefined : { before },
    staleTime: 0,
    refetchInterval: ({ state }) =>
      importsOf(state.data?.pages)?.some(({ outcome }) => outcome === null) ? LOOK_AGAIN_MS : false,
  });
  const me = useMe();
  return {
    imports: importsOf(history.data?.pages),
    older: history.hasNextPage
      ? { isLoading: history.isFetchingNextPage, load: () => void history.fetchNextPage() }
      : undefined,
    staffUid: me?.staff_uid,
    error: history.data ? null : history.error,
    refetch: () => void history.refetch(),
  };
}

const importsOf = (pages: readonly ImportsWire[] | undefined) =>
  pages?.flatMap(({ imports }) => imports);

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
