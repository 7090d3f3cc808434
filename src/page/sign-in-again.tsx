import { Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SignInButton } from './sign-in-button.js';

/** Stands above the work when the sign-in is over; calls that wait go on by themselves afterwards. */
export function SignInAgain({ isOpen }: { isOpen: boolean }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={() => undefined}
      title={t('signIn.againTitle')}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      centered
    >
      <Stack>
        <Text>{t('signIn.againText')}</Text>
        <SignInButton />
      </Stack>
    </Modal>
  );
}
