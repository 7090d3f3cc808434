import { Paper, Stack, Table, Title } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { UndoAccountWire } from '../../web/api/wire-results.js';
import { useFormat } from '../format.js';
import { useMe } from '../use-me.js';
import { JobEnded } from './job-ended.js';
import { JobProgress } from './job-progress.js';
import { isLive } from './result-lines.js';
import classes from './results.module.css';

export interface UndoAccountProps {
  undo: UndoAccountWire;
  onChanged: () => void;
}

const LINES = ['deleted', 'gone', 'kept', 'refused', 'left'] as const;

/** The account of taking an import back: live while it goes on, and as a sum that can be checked. */
export function UndoAccount({ undo, onChanged }: UndoAccountProps) {
  const { t } = useTranslation('results');
  const format = useFormat();
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
              <Table.Tr key={name}>
                <Table.Th scope="row" px={0} fw="inherit">
                  {t(`undo.line.${name}`)}
                </Table.Th>
                <Table.Td px={0} className={classes['figure'] ?? ''}>
                  <span aria-hidden>{at === 0 ? '' : '+ '}</span>
                  {format.count(undo[name])}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot className={classes['total'] ?? ''}>
            <Table.Tr>
              <Table.Th scope="row" px={0} fw="inherit">
                {t('undo.line.planned')}
              </Table.Th>
              <Table.Td px={0} className={classes['figure'] ?? ''}>
                <span aria-hidden>{'= '}</span>
                {format.count(planned)}
              </Table.Td>
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      </Stack>
    </Paper>
  );
}
