import { Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import {
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
  IconHelpCircle,
  IconRefreshDot,
  type Icon,
} from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportWire } from '../../web/api/wire-results.js';
import { useFormat } from '../format.js';
import { awaitedOf, resultLines, type ResultName } from './result-lines.js';
import { SumRow } from './sum-row.js';
import classes from './results.module.css';

const LOOKS: Record<ResultName, { icon: Icon; color: string }> = {
  created: { icon: IconCircleCheck, color: 'green' },
  updated: { icon: IconRefreshDot, color: 'green' },
  skipped: { icon: IconCircleMinus, color: 'gray' },
  failed: { icon: IconCircleX, color: 'red' },
  unknown: { icon: IconHelpCircle, color: 'yellow' },
  remaining: { icon: IconCircleDashed, color: 'gray' },
};

/** What became of every client, as a sum that can be checked. */
export function ResultTable({ account }: { account: ImportWire }) {
  const { t } = useTranslation('results');
  const format = useFormat();
  const id = useId();
  const { clients, missing, last_report_at: lastReportAt } = account;
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby={id}>
      <Title order={2} size="h5" id={id}>
        {t('account.title')}
      </Title>
      <Table aria-labelledby={id} withRowBorders={false} verticalSpacing={6}>
        <Table.Tbody>
          {resultLines(account).map(({ name, count }, at) => (
            <Line key={name} name={name} count={count} sign={at === 0 ? '' : '+ '} />
          ))}
        </Table.Tbody>
        <Table.Tfoot className={classes['total'] ?? ''}>
          <SumRow sign="= " count={clients}>
            {t('account.clients')}
          </SumRow>
        </Table.Tfoot>
      </Table>
      <Stack gap={4} mt="xs">
        {awaitedOf(account) > 0 && <Text size="sm">{t('account.unknownText')}</Text>}
        {missing > 0 && <Text size="sm">{t('account.missing', { number: missing })}</Text>}
        <Text size="sm" c="dimmed">
          {lastReportAt === null
            ? t('account.noReport')
            : t('account.lastReport', { time: format.dateTime(lastReportAt) })}
        </Text>
      </Stack>
    </Paper>
  );
}

function Line({ name, count, sign }: { name: ResultName; count: number; sign: string }) {
  const { t } = useTranslation('results');
  const { icon: Sign, color } = LOOKS[name];
  return (
    <SumRow sign={sign} count={count}>
      <Group gap="xs" wrap="nowrap">
        <Sign
          size={18}
          aria-hidden
          className={classes['sign']}
          color={count > 0 ? `var(--mantine-color-${color}-text)` : 'var(--mantine-color-dimmed)'}
        />
        {t(`result.${name}`)}
      </Group>
    </SumRow>
  );
}
