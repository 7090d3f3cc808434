import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftRejectsWire } from '../../web/api/wire.js';
import { ReplaceForm } from './replace-form.js';
import { ReplaceOutcome } from './replace-outcome.js';
import type { Corrections } from './use-corrections.js';

export interface ReplaceDialogProps {
  isOpen: boolean;
  onClose: () => void;
  page: DraftRejectsWire;
  replacing: Corrections['replacing'];
}

/** Replaces a value in one column of all records that are set aside, and tells how many cells that were. */
export function ReplaceDialog({ isOpen, onClose, page, replacing }: ReplaceDialogProps) {
  const { t } = useTranslation('check');
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('replace.title')}
      closeButtonProps={{ 'aria-label': t('close', { ns: 'common' }) }}
    >
      {replacing.data ? (
        <ReplaceOutcome cells={replacing.data.cells} onAgain={replacing.reset} onClose={onClose} />
      ) : (
        <ReplaceForm page={page} replacing={replacing} onClose={onClose} />
      )}
    </Modal>
  );
}
