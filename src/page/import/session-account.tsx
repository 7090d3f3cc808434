import { Paper, Stack, Table, Title } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportWire } from '../../web/api/wire-results.js';
import { useFormat } from '../format.js';
import { sumHandOver, sumRecords, type Sum } from './account-lines.js';
import classes from './session-account.module.css';

/** The books of an import: where every record and every client went, as sums that can be checked. */
export function SessionAccount({ account }: { account: ImportWire }) {
  const { t } = useTranslation('import');
  const { clients, handed_over, session } = account;
  const books = { account: { ...session.account, clients, handed_over } };
  return (
    <Paper withBorder p="lg" component="section" aria-label={t('session.account.label')}>
      <Stack gap="lg">
        <SumTable title={t('session.account.files')} sum={sumRecords(books)} />
        <SumTable title={t('session.account.handOver')} sum={sumHandOver(books)} />
      </Stack>
    </Paper>
  );
}

function SumTable({ title, sum }: { title: string; sum: Sum<string> }) {
  const { t } = useTranslation('import');
  const format = useFormat();
  const id = useId();
  const line = ({ name, count }: Sum<string>['total'], sign: string) => (
    <Table.Tr key={name}>
      <Table.Th scope="row" fw="inherit" px={0}>
        {t(`session.account.${name}`)}
      </Table.Th>
      <Table.Td px={0} className={classes['figure'] ?? ''}>
        <span aria-hidden>{sign}</span>
        {format.count(count)}
      </Table.Td>
    </Table.Tr>
  );
  return (
    <div>
      <Title order={2} size="h5" id={id}>
        {title}
      </Title>
      <Table aria-labelledby={id} withRowBorders={false} verticalSpacing={6}>
        <Table.Tbody>{sum.parts.map((part, at) => line(part, at === 0 ? '' : '+ '))}</Table.Tbody>
        <Table.Tfoot className={classes['total'] ?? ''}>{line(sum.total, '= ')}</Table.Tfoot>
      </Table>
    </div>
  );
}
