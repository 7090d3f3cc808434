import { Text } from '@mantine/core';
import type { HistoryRow } from './history-row.js';
import { shortId } from './short-id.js';

/** Who began an import; of others the app knows nothing but an id. */
export function Who({ who, staffId }: Pick<HistoryRow, 'who' | 'staffId'>) {
  if (staffId === undefined) return who;
  return (
    <>
      {who}{' '}
      <Text span size="xs" c="dimmed" title={staffId}>
        <bdi>{shortId(staffId)}</bdi>
      </Text>
    </>
  );
}
