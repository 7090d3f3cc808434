import { Anchor, Paper, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SessionBadge } from '../import/session-badge.js';
import { useHistoryRow, type HistoryProps } from './history-row.js';
import { Who } from './who.js';

/** The history where there is room for columns. */
export function HistoryTable({ imports, staffUid, onSession }: HistoryProps) {
  const { t } = useTranslation('history');
  const row = useHistoryRow(staffUid);
  return (
    <Paper withBorder px="md" py="xs">
      <Table verticalSpacing="sm" highlightOnHover className="tabular">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('when')}</Table.Th>
            <Table.Th>{t('who')}</Table.Th>
            <Table.Th>{t('files')}</Table.Th>
            <Table.Th ta="end">{t('handedOver')}</Table.Th>
            <Table.Th ta="end">{t('rejected')}</Table.Th>
            <Table.Th>{t('result')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {imports.map((one) => {
            const { when, who, staffId, file, others, handedOver, rejected, results, kept } =
              row(one);
            return (
              <Table.Tr key={one.uid}>
                <Table.Td>
                  <Anchor
                    component="button"
                    size="sm"
                    fw={600}
                    ta="start"
                    aria-label={t('open', { time: when })}
                    onClick={() => {
                      onSession(one.uid);
                    }}
                  >
                    {when}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <Who who={who} staffId={staffId} />
                </Table.Td>
                <Table.Td>
                  <Text size="sm" lineClamp={2}>
                    <bdi>{file}</bdi> {others}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {kept}
                  </Text>
                </Table.Td>
                <Table.Td ta="end">{handedOver}</Table.Td>
                <Table.Td ta="end">{rejected}</Table.Td>
                <Table.Td>
                  <SessionBadge session={one} />
                  <Text size="xs" mt={4}>
                    {results}
                  </Text>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
