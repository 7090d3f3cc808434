import { Paper, Stack, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SessionBadge } from '../import/session-badge.js';
import { useHistoryRow, type HistoryProps } from './history-row.js';
import { Who } from './who.js';

/** The history on a narrow screen: one card for each import, which is a button as a whole. */
export function HistoryCards({ imports, staffUid, onSession }: HistoryProps) {
  const { t } = useTranslation('history');
  const row = useHistoryRow(staffUid);
  return (
    <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {imports.map((one) => {
        const { when, who, staffId, file, others, handedOver, rejected, results, kept } = row(one);
        return (
          <Paper key={one.uid} withBorder component="li">
            <UnstyledButton
              p="md"
              w="100%"
              onClick={() => {
                onSession(one.uid);
              }}
            >
              <Text fw={600}>{when}</Text>
              <Text size="sm">
                <bdi>{file}</bdi> {others}
              </Text>
              <Text size="sm" c="dimmed" className="tabular" mb="xs">
                {`${t('handedOver')}: ${handedOver} · ${t('rejected')}: ${rejected} · ${t('who')}: `}
                <Who who={who} staffId={staffId} />
              </Text>
              <SessionBadge session={one} />
              <Text size="sm" mt="xs">
                {results}
              </Text>
              <Text size="xs" c="dimmed">
                {kept}
              </Text>
            </UnstyledButton>
          </Paper>
        );
      })}
    </Stack>
  );
}
