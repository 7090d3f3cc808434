import { Alert } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../use-me.js';

/** Says that a list goes over in several imports; nothing for one that fits into a single one. */
export function InParts({ clients }: { clients: number }) {
  const { t } = useTranslation('results');
  const most = useMe()?.limits.clients_per_session ?? Infinity;
  if (clients <= most) return null;
  return (
    <Alert icon={<IconStack2 aria-hidden />} title={t('parts.noticeTitle')}>
      {t('parts.notice', { most, number: Math.ceil(clients / most) })}
    </Alert>
  );
}
