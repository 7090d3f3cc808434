import { Flex, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportWire } from '../../web/api/wire-results.js';
import { awaitedOf } from '../results/result-lines.js';
import { SessionFacts } from './session-facts.js';
import { endOf, lookOf, titleOf } from './session-look.js';
import { SessionProblem } from './session-problem.js';

/** How an import ended, in a few sentences: what went over, what was set aside, and what is not known. */
export function EndedBanner({ account }: { account: ImportWire }) {
  const { t } = useTranslation(['import', 'results']);
  const { session } = account;
  const { icon: Sign, color } = lookOf({ ...account, status: session.status });
  return (
    <Paper withBorder p="lg">
      <Flex direction={{ base: 'column', xs: 'row' }} align="flex-start" gap="md">
        <ThemeIcon variant="light" color={color} size={52} radius="xl">
          <Sign size={30} aria-hidden />
        </ThemeIcon>
        <Stack gap="xs" miw={0}>
          <div>
            <Title order={1} size="h2">
              {t(titleOf(account))}
            </Title>
            <Text>{useEndText(account)}</Text>
            <SessionProblem session={session} />
          </div>
          <SessionFacts session={session} />
        </Stack>
      </Flex>
    </Paper>
  );
}

function useEndText(account: ImportWire): string {
  const { t } = useTranslation(['import', 'results']);
  const { clients, handed_over: done, rejected, results, outcome, session } = account;
  const how = endOf({ outcome, status: session.status });
  const isLeft = how === 'closed';
  const sentences = [
    isLeft
      ? t('results:parts.leftText', { done, total: clients })
      : t(`session.outcome.${how}Text`, { done, count: clients }),
    how === 'issues' && rejected > 0 && t('session.outcome.issuesRejected', { count: rejected }),
    results.failed > 0 && t('results:account.failedText', { number: results.failed }),
    account.taken_back > 0 && t('results:takenBack.text', { number: account.taken_back }),
    awaitedOf(account) > 0 && t('results:account.waiting', { number: awaitedOf(account) }),
  ];
  return sentences.filter((sentence) => sentence !== false).join(' ');
}
