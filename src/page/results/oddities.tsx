import { Alert, List } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** What does not fit in the reports of the CRM; nothing when all fits. */
export function Oddities({ oddities }: { oddities: readonly string[] }) {
  const { t } = useTranslation('results');
  if (oddities.length === 0) return null;
  return (
    <Alert color="yellow" icon={<IconInfoCircle aria-hidden />} title={t('oddities')}>
      <List size="sm" spacing={4}>
        {oddities.map((oddity) => (
          <List.Item key={oddity} lang="en">
            <bdi>{oddity}</bdi>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
