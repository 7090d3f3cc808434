import {
  Button,
  Flex,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  ThemeIcon,
  Title,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SessionWire } from '../../web/api/wire.js';
import { SessionAccount } from './session-account.js';
import { SessionFacts } from './session-facts.js';
import { endOf, lookOf } from './session-look.js';
import { SessionNextSteps } from './session-next-steps.js';
import { SessionProblem } from './session-problem.js';
import { SessionNotes } from './session-notes.js';

export interface SessionEndedProps {
  session: SessionWire;
  onNew: () => void;
  onHistory: () => void;
}

/** An import that is over: how it ended in one sentence, its account, and what to do next. */
export function SessionEnded({ session, onNew, onHistory }: SessionEndedProps) {
  const { t } = useTranslation('import');
  return (
    <Stack gap="md">
      <EndedBanner session={session} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <SessionAccount session={session} />
        <Stack gap="md">
          <SessionNextSteps session={session} onNew={onNew} />
          <SessionNotes session={session} />
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

function EndedBanner({ session }: { session: SessionWire }) {
  const { t } = useTranslation('import');
  const { icon: Sign, color } = lookOf(session);
  const { done, failed } = session;
  const how = endOf(session);
  return (
    <Paper withBorder p="lg">
      <Flex direction={{ base: 'column', xs: 'row' }} align="flex-start" gap="md">
        <ThemeIcon variant="light" color={color} size={52} radius="xl">
          <Sign size={30} aria-hidden />
        </ThemeIcon>
        <Stack gap="xs" miw={0}>
          <div>
            <Title order={1} size="h2">
              {t(`session.outcome.${how}`)}
            </Title>
            <Text>
              {t(`session.outcome.${how}Text`, { done, count: session.account.clients })}
              {how === 'issues' &&
                failed > 0 &&
                ` ${t('session.outcome.issuesRejected', { count: failed })}`}
            </Text>
            <SessionProblem session={session} />
          </div>
          <SessionFacts session={session} />
        </Stack>
      </Flex>
    </Paper>
  );
}
