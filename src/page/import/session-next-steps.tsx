import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportWire } from '../../web/api/wire-results.js';
import { go } from '../app-place.js';
import { isTakenBack } from '../results/result-lines.js';
import { DownloadRejects } from './download-rejects.js';
import { nextSteps, type NextStep } from './next-steps.js';

/** What a person can do now that an import is over. */
export function SessionNextSteps({ account, onNew }: { account: ImportWire; onNew: () => void }) {
  const { session, outcome, handed_over: done } = account;
  const next = nextSteps({ outcome, done, error_report: session.error_report }).filter(
    (step) =>
      // An import of several parts goes on from where it stands.
      (step !== 'again' || account.parts.length < 2) && (step !== 'look' || !isTakenBack(account)),
  );
  const { t } = useTranslation('import');
  const look = [t('session.next.lookText'), session.send_email && t('session.next.lookEmail')];
  const steps: Record<NextStep, ReactNode> = {
    look: <Step key="look" title={t('session.next.look')} text={look.filter(Boolean).join(' ')} />,
    mend: session.error_report !== null && (
      <Step
        key="mend"
        title={t('session.next.mend', { count: session.failed })}
        text={t('session.next.mendText')}
      >
        <DownloadRejects path={session.error_report} />
        <Button variant="default" onClick={onNew}>
          {t('session.next.bring')}
        </Button>
      </Step>
    ),
    again: (
      <Step key="again" title={t('session.next.again')} text={t('session.next.againText')}>
        <Button
          variant="default"
          onClick={() => {
            go({ at: 'batch', uid: session.batch_uid });
          }}
        >
          {t('session.next.againButton')}
        </Button>
      </Step>
    ),
    support: (
      <Step
        key="support"
        title={t('session.next.support')}
        text={t('session.next.supportText', { uid: session.uid })}
      />
    ),
  };
  if (next.length === 0) return null;
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} size="h5" mb="sm">
        {t('session.next.title')}
      </Title>
      <Stack gap="md">{next.map((step) => steps[step])}</Stack>
    </Paper>
  );
}

function Step({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <Stack gap={4}>
      <Text fw={600}>{title}</Text>
      <Text size="sm">{text}</Text>
      {children != null && (
        <Group gap="xs" mt={4}>
          {children}
        </Group>
      )}
    </Stack>
  );
}
