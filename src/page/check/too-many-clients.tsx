import { Alert } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CountsWire } from '../../web/api/wire.js';
import { useMe } from '../use-me.js';

/** Says what to do when the list holds more clients than the CRM takes in one import; nothing otherwise. */
export function TooManyClients({ counts: { clients } }: { counts: Pick<CountsWire, 'clients'> }) {
  const { t } = useTranslation('check');
  const most = useMe()?.limits.clients_per_session ?? Infinity;
  if (clients <= most) return null;
  return (
    <Alert color="yellow" icon={<IconUsersGroup aria-hidden />} title={t('tooMany.title')}>
      {t('tooMany.text', { count: clients, most, files: Math.ceil(clients / most) })}
    </Alert>
  );
}
