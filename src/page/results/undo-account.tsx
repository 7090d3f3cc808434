import { Paper, Stack, Table, Title } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { UndoAccountWire } from '../../web/api/wire-results.js';
import { useMe } from '../use-me.js';
import { JobEnded } from './job-ended.js';
import { JobProgress } from './job-progress.js';
import { isLive } from './result-lines.js';
import { SumRow } from './sum-row.js';
import classes from './results.module.css';

export interface UndoAccountProps {
  undo: UndoAccountWire;
  onChanged: () => void;
}

const LINES = ['deleted', 'gone', 'kept', 'refused', 'left'] as const;

/** The account of taking an import back: live while it goes on, and as a sum that can be checked. */
export function UndoAccount({ undo, onChanged }: UndoAccountProps) {
  const { t } = useTranslation('results');
  const me = useMe();
  const id = useId();
  const { planned, left } = undo;
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby={id}>
      <Stack gap="sm">
        <Title order={2} size="h5" id={id}>
          {t(isLive(undo.job) ? 'undo.running' : 'undo.account')}
        </Title>
        {isLive(undo.job) && (
          <JobProgress
            job={undo.job}
            label={t('undo.running')}
            figures={t('undo.progress', { done: planned - left, total: planned })}
            value={planned === 0 ? 100 : (100 * (planned - left)) / planned}
            mayStop={me?.role === 'admin'}
            onStopped={onChanged}
          />
        )}
        <JobEnded job={undo.job} />
        <Table aria-labelledby={id} withRowBorders={false} verticalSpacing={4}>
          <Table.Tbody>
            {LINES.map((name, at) => (
              <SumRow key={name} sign={at === 0 ? '' : '+ '} count={undo[name]}>
                {t(`undo.line.${name}`)}
              </SumRow>
            ))}
          </Table.Tbody>
          <Table.Tfoot className={classes['total'] ?? ''}>
            <SumRow sign="= " count={planned}>
              {t('undo.line.planned')}
            </SumRow>
          </Table.Tfoot>
        </Table>
      </Stack>
    </Paper>
  );
}
