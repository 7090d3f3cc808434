import { Alert, Button, Group, Text } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Says that the check was stopped, as it was asked to be, and offers another one. */
export function CheckStopped({ onCheck }: { onCheck: () => void }) {
  const { t } = useTranslation('check');
  return (
    <Alert color="gray" icon={<IconPlayerStop aria-hidden />} role="status">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{t('stopped')}</Text>
        <Button size="xs" onClick={onCheck}>
          {t('checkNow')}
        </Button>
      </Group>
    </Alert>
  );
}
