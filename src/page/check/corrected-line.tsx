import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftWire } from '../../web/api/wire.js';
import { UndoButton } from './undo-button.js';
import type { Undo } from './use-undo.js';

/** How many cells were corrected, with the way to take that back, where no table of records is left to show it. */
export function CorrectedLine({ draft, undo }: { draft: DraftWire; undo: Undo }) {
  const { t } = useTranslation('check');
  return (
    <Group gap="sm">
      <Text size="sm">{t('corrected', { count: draft.corrections.total })}</Text>
      <UndoButton {...undo} />
    </Group>
  );
}
