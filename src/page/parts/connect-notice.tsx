import { Alert, Stack, Text } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SignInButton } from '../sign-in-button.js';

export interface ConnectNoticeProps {
  /** Called when the CRM knows the staff member; `me` and plans are asked for again anyway. */
  onConnected?: () => void;
}

/** For when we hold no token of the CRM for the staff member (`me.connected` is false): an import needs one sign-in there. */
export function ConnectNotice({ onConnected }: ConnectNoticeProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return (
    <Alert color="ferry" icon={<IconPlugConnected aria-hidden />} title={t('connect.title')}>
      <Stack gap="sm">
        <Text size="sm">{t('connect.text')}</Text>
        <SignInButton
          onSignedIn={() => {
            void queries.invalidateQueries();
            onConnected?.();
          }}
        />
      </Stack>
    </Alert>
  );
}
