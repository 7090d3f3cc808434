import { Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DraftRejectWire } from '../../web/api/wire.js';
import classes from './check.module.css';
import { useIssueText } from './use-issue-text.js';

/** What the server says of a record as it stands: what is wrong with it, or that it will be imported. */
export function RejectState({ reject }: { reject: DraftRejectWire }) {
  const { t } = useTranslation('check');
  const { issueText } = useIssueText();
  if (reject.issues.length === 0)
    return (
      <Group gap={6} wrap="nowrap" className={classes['good']} role="status">
        <IconCheck size={18} aria-hidden className={classes['icon']} />
        <Text size="sm" fw={600}>
          {t('willBeImported')}
        </Text>
      </Group>
    );
  return (
    <Stack gap={6}>
      {reject.issues.map(({ code, column, message, hint }, at) => (
        <Group key={at} gap={6} wrap="nowrap" align="flex-start">
          <IconAlertTriangle size={16} aria-hidden className={classes['bad']} />
          <div>
            <Text size="sm" fw={600} lh={1.35}>
              {issueText(code, message)}
            </Text>
            {/* Cells say for themselves what is wrong with them; here stands what to do. */}
            <Text size="xs" c="dimmed" dir="auto" lh={1.35}>
              {column === null ? message : hint}
            </Text>
          </div>
        </Group>
      ))}
    </Stack>
  );
}
