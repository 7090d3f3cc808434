import { Group, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconThumbUp,
  IconUserCheck,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DraftColumnWire } from '../../web/api/wire.js';
import { type Certainty, certaintyOf } from './certainty.js';
import classes from './columns.module.css';

const ICONS = {
  chosen: IconUserCheck,
  certain: IconCircleCheck,
  likely: IconThumbUp,
  check: IconAlertTriangle,
  left_out: IconCircleMinus,
} satisfies Record<Certainty, unknown>;

/** How sure a column's meaning is, in words with an icon, and why. */
export function CertaintyMark({ column }: { column: DraftColumnWire }) {
  const { t } = useTranslation('columns');
  const certainty = certaintyOf(column);
  const Icon = ICONS[certainty];
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" mt={6} className={classes[certainty] ?? ''}>
      <Icon size={16} aria-hidden className={classes['icon'] ?? ''} />
      <Text size="xs" lh={1.35}>
        <Text span inherit fw={600}>
          {t(`certainty.${certainty}`)}
        </Text>
        {column.reason !== '' && certainty !== 'chosen' && (
          <Text span inherit c="dimmed">
            {' · '}
            <bdi>{column.reason}</bdi>
          </Text>
        )}
      </Text>
    </Group>
  );
}
