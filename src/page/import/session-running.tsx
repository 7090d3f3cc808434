import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportWire } from '../../web/api/wire-results.js';
import type { SessionWire } from '../../web/api/wire.js';
import { useFormat } from '../format.js';
import { StepFrame } from '../parts/step-frame.js';
import { ContinueImport } from '../results/continue-import.js';
import { PartList } from '../results/part-list.js';
import { partToGoOn } from '../results/result-lines.js';
import { useMe } from '../use-me.js';
import { SessionFacts } from './session-facts.js';
import { SessionProblem } from './session-problem.js';
import { SessionNotes } from './session-notes.js';
import { StopImport } from './stop-import.js';
import { usePace } from './use-pace.js';

export interface SessionRunningProps {
  account: ImportWire;
  onChanged: () => void;
  onHistory: () => void;
}

/** An import on its way: how far it is, how fast, and how it can be stopped. Between two parts of it, that it goes on. */
export function SessionRunning({ account, onChanged, onHistory }: SessionRunningProps) {
  const { t } = useTranslation(['import', 'results']);
  const { session } = account;
  const { status } = session;
  const isBetween = session.outcome !== null;
  const part = partToGoOn(account);
  const me = useMe();
  const mayStop =
    me?.role === 'admin' || (me?.role === 'import' && me.staff_uid === session.staff_uid);
  return (
    <StepFrame
      title={t(isBetween ? 'results:parts.between' : `session.running.${status}`)}
      intro={t(isBetween ? 'results:parts.betweenText' : `session.running.${status}Text`)}
      actions={
        <>
          {mayStop && part !== undefined && (
            <ContinueImport account={account} part={part} onStarted={onChanged} />
          )}
          {mayStop && !isBetween && <StopImport session={session} onChanged={onChanged} />}
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
          <HandOver account={account} />
          <PartList parts={account.parts} />
          <Text size="sm">{t('session.leave')}</Text>
        </Stack>
      </Paper>
      <SessionNotes session={session} />
    </StepFrame>
  );
}

/** One bar over all parts. */
function HandOver({ account }: { account: ImportWire }) {
  const { t } = useTranslation('import');
  const format = useFormat();
  const { clients, handed_over: done } = account;
  const { status }: SessionWire = account.session;
  const { speed, leftMs } = usePace({ status, done, remaining: clients - done });
  const share = clients === 0 ? 1 : done / clients;
  const figures = t('session.handedOver', { done, count: clients });
  const isMoving = status === 'serving' && speed !== undefined;
  return (
    <Stack gap="xs">
      <Text fz="xl" fw={650} className="tabular">
        {figures}
      </Text>
      <Progress.Root size="xl" radius="xl">
        <Progress.Section
          value={Math.floor(100 * share)}
          aria-label={t('session.progress')}
          aria-valuetext={figures}
          animated={status === 'serving'}
          striped={status === 'serving'}
          color={status === 'serving' ? 'ferry' : 'gray'}
        />
      </Progress.Root>
      <Group justify="space-between" gap="xs" mih={24}>
        <Text size="sm" c="dimmed" className="tabular">
          {[format.percent(share), isMoving && paceText(speed)].filter(Boolean).join(' · ')}
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
