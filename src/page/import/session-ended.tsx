import { Button, Group, Paper, SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportWire } from '../../web/api/wire-results.js';
import { ImportResults } from '../results/import-results.js';
import { PartList } from '../results/part-list.js';
import { EndedBanner } from './ended-banner.js';
import { SessionAccount } from './session-account.js';
import { SessionNextSteps } from './session-next-steps.js';
import { SessionNotes } from './session-notes.js';

export interface SessionEndedProps {
  account: ImportWire;
  onSession: (sessionUid: string) => void;
  onChanged: () => void;
  onNew: () => void;
  onHistory: () => void;
}

/** An import that is over: how it ended in one sentence, what became of every client, its account, and what to do next. */
export function SessionEnded(props: SessionEndedProps) {
  const { account, onSession, onChanged, onNew, onHistory } = props;
  const { t } = useTranslation('import');
  return (
    <Stack gap="md">
      <EndedBanner account={account} />
      {account.parts.length > 1 && (
        <Paper withBorder p="lg">
          <PartList parts={account.parts} />
        </Paper>
      )}
      {account.handed_over > 0 && (
        <ImportResults account={account} onStarted={onSession} onChanged={onChanged} />
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <SessionAccount account={account} />
        <Stack gap="md">
          <SessionNextSteps account={account} onNew={onNew} />
          <SessionNotes session={account.session} />
        </Stack>
      </SimpleGrid>
      <Group>
        <Button onClick={onNew}>{t('session.new')}</Button>
        <Button variant="default" onClick={onHistory}>
          {t('session.history')}
        </Button>
      </Group>
    </Stack>
  );
}
