import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from './problem.js';

export interface ConfirmProps {
  isOpen: boolean;
  /** A question. */
  title: string;
  /** What will happen. */
  text: string;
  /** More about it. */
  children?: ReactNode;
  /** The deed, as a verb. */
  confirm: string;
  /** Of the button, red unless told. */
  color?: string;
  isBusy?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function Confirm(props: ConfirmProps) {
  const { t } = useTranslation();
  const {
    isOpen,
    title,
    text,
    confirm,
    isBusy = false,
    color = 'red.8',
    error,
    children,
    onConfirm,
    onClose,
  } = props;
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack>
        <Text>{text}</Text>
        {children}
        {error != null && <Problem error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button color={color} loading={isBusy} onClick={onConfirm}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
