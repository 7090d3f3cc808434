import { Badge, Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportPartWire } from '../../web/api/wire-results.js';
import { lookOf } from '../import/session-look.js';
import classes from './results.module.css';

/** How far each part of an import is; nothing for an import of one part. */
export function PartList({ parts }: { parts: readonly ImportPartWire[] }) {
  const { t } = useTranslation('results');
  if (parts.length < 2) return null;
  return (
    <Stack component="ol" gap="sm" className={classes['list'] ?? ''} aria-label={t('parts.label')}>
      {parts.map((part) => (
        <Part key={part.part} part={part} />
      ))}
    </Stack>
  );
}

function Part({ part: { part, clients, handed_over: done, status } }: { part: ImportPartWire }) {
  const { t } = useTranslation('results');
  const figures = t('parts.progress', { done, total: clients });
  return (
    <li>
      <Group justify="space-between" gap="xs" mb={4}>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {t('parts.part', { number: part })}
          </Text>
          <PartBadge status={status} isWhole={done === clients} />
        </Group>
        <Text size="sm" className="tabular">
          {figures}
        </Text>
      </Group>
      <Progress.Root size="sm" radius="xl">
        <Progress.Section
          value={clients === 0 ? 100 : (100 * done) / clients}
          aria-label={t('parts.part', { number: part })}
          aria-valuetext={figures}
        />
      </Progress.Root>
    </li>
  );
}

interface PartBadgeProps {
  status: ImportPartWire['status'];
  isWhole: boolean;
}

function PartBadge({ status, isWhole }: PartBadgeProps) {
  const { t } = useTranslation(['results', 'codes']);
  if (status === null)
    return (
      <Badge variant="default" radius="sm" tt="none" fw={500}>
        {t('parts.waiting')}
      </Badge>
    );
  const isOver = ['closed', 'closed_early', 'failed', 'cancelled'].includes(status);
  const { icon: Icon, color } = lookOf({
    outcome: !isOver ? null : isWhole ? 'success' : 'failure',
    status,
  });
  return (
    <Badge
      variant="light"
      color={color}
      radius="sm"
      tt="none"
      fw={500}
      leftSection={<Icon size={14} aria-hidden />}
    >
      {t(`codes:status.${status}`)}
    </Badge>
  );
}
