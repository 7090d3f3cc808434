import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClientResultWire } from '../../web/api/wire-results.js';
import classes from './results.module.css';

/** The fields of a client that are not as they were sent, side by side. */
export function Differences({ differences }: Pick<ClientResultWire, 'differences'>) {
  const { t } = useTranslation('results');
  return (
    <Table className={classes['differences'] ?? ''} mt="xs" withTableBorder verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('difference.field')}</Table.Th>
          <Table.Th>{t('difference.ours')}</Table.Th>
          <Table.Th>{t('difference.theirs')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {differences.map(({ field, ours, theirs }) => (
          <Table.Tr key={field}>
            <Table.Th scope="row" fw={500}>
              <bdi>{field}</bdi>
            </Table.Th>
            <Table.Td>
              <bdi>{ours}</bdi>
            </Table.Td>
            <Table.Td>
              <bdi>{theirs}</bdi>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
