import { Anchor, Paper, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SessionBadge } from '../import/session-badge.js';
import { useHistoryRow, type HistoryProps } from './history-row.js';
import { Who } from './who.js';

/** The history where there is room for columns. */
export function HistoryTable({ sessions, staffUid, onSession }: HistoryProps) {
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
          {sessions.map((session) => {
            const { when, who, staffId, file, others, handedOver, rejected } = row(session);
            return (
              <Table.Tr key={session.uid}>
                <Table.Td>
                  <Anchor
                    component="button"
                    size="sm"
                    fw={600}
                    ta="start"
                    aria-label={t('open', { time: when })}
                    onClick={() => {
                      onSession(session.uid);
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
                </Table.Td>
                <Table.Td ta="end">{handedOver}</Table.Td>
                <Table.Td ta="end">{rejected}</Table.Td>
                <Table.Td>
                  <SessionBadge session={session} />
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
