import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SessionWire } from '../../web/api/wire.js';
import { useFormat } from '../format.js';
import { StepFrame } from '../parts/step-frame.js';
import { useMe } from '../use-me.js';
import { SessionFacts } from './session-facts.js';
import { SessionProblem } from './session-problem.js';
import { SessionNotes } from './session-notes.js';
import { StopImport } from './stop-import.js';
import { usePace } from './use-pace.js';

export interface SessionRunningProps {
  session: SessionWire;
  onChanged: (session: SessionWire) => void;
  onHistory: () => void;
}

/** An import on its way: how far it is, how fast, and how it can be stopped. */
export function SessionRunning({ session, onChanged, onHistory }: SessionRunningProps) {
  const { t } = useTranslation('import');
  const { status } = session;
  const me = useMe();
  const mayStop =
    me?.role === 'admin' || (me?.role === 'import' && me.staff_uid === session.staff_uid);
  return (
    <StepFrame
      title={t(`session.running.${status}`)}
      intro={t(`session.running.${status}Text`)}
      actions={
        <>
          {mayStop && <StopImport session={session} onChanged={onChanged} />}
          <Button variant="default" onClick={onHistory}>
            {t('session.history')}
          </Button>
        </>
      }
    >
      <Paper withBorder p="lg">
        <Stack gap="md">
          <SessionFacts session={session} />
          <SessionProblem session={session} />
          <HandOver session={session} />
          <Text size="sm">{t('session.leave')}</Text>
        </Stack>
      </Paper>
      <SessionNotes session={session} />
    </StepFrame>
  );
}

function HandOver({ session }: { session: SessionWire }) {
  const { t } = useTranslation('import');
  const format = useFormat();
  const { speed, leftMs } = usePace(session);
  const { done, progress, status } = session;
  const figures = t('session.handedOver', { done, count: session.account.clients });
  const isMoving = status === 'serving' && speed !== undefined;
  return (
    <Stack gap="xs">
      <Text fz="xl" fw={650} className="tabular">
        {figures}
      </Text>
      <Progress.Root size="xl" radius="xl">
        <Progress.Section
          value={progress}
          aria-label={t('session.progress')}
          aria-valuetext={figures}
          animated={status === 'serving'}
          striped={status === 'serving'}
          color={status === 'serving' ? 'ferry' : 'gray'}
        />
      </Progress.Root>
      <Group justify="space-between" gap="xs" mih={24}>
        <Text size="sm" c="dimmed" className="tabular">
          {[format.percent(progress / 100), isMoving && paceText(speed)]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {isMoving && leftMs !== undefined && (
          <Text size="sm" c="dimmed" className="tabular">
            {t('session.left', { time: format.duration(leftMs) })}
          </Text>
        )}
      </Group>
    </Stack>
  );

  function paceText(perSecond: number): string {
    const count = Math.round(perSecond);
    return count < 1 ? t('session.slow') : t('session.speed', { count });
  }
}
