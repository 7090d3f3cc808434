import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ImportWire } from '../../web/api/wire-results.js';
import { UndoForm } from './undo-form.js';

export interface UndoImportProps {
  account: ImportWire;
  onStarted: () => void;
}

/** Takes an import back: deletes in the CRM what it created, by an administrator's word. */
export function UndoImport({ account, onStarted }: UndoImportProps) {
  const { t } = useTranslation(['results', 'common']);
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconArrowBackUp size={18} aria-hidden className="flips" />}
        onClick={open}
      >
        {t('undo.open')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('undo.title')}
        size="lg"
        centered
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <UndoForm
          uid={account.uid}
          onStarted={() => {
            close();
            onStarted();
          }}
          onClose={close}
        />
      </Modal>
    </>
  );
}
