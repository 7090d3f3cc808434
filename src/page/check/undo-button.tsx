import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Undo } from './use-undo.js';

/** Takes the last correction back as a whole. */
export function UndoButton({ undo, canUndo }: Undo) {
  const { t } = useTranslation('check');
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconArrowBackUp size={16} aria-hidden className="flips" />}
      disabled={!canUndo}
      aria-keyshortcuts="Control+Z"
      onClick={undo}
    >
      {t('toolbar.undo')}
    </Button>
  );
}
