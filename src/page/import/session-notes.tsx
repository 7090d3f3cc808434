import { Alert, List } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SessionWire } from '../../web/api/wire.js';

/** What else was noticed about an import; nothing when all went smoothly. */
export function SessionNotes({ session: { account } }: { session: SessionWire }) {
  const { t } = useTranslation('import');
  const { flags, troubled_polls: troubled } = account;
  if (flags.length === 0 && troubled === 0) return null;
  return (
    <Alert color="yellow" icon={<IconInfoCircle aria-hidden />} title={t('session.notes.title')}>
      <List size="sm" spacing={4}>
        {troubled > 0 && <List.Item>{t('session.notes.troubled', { count: troubled })}</List.Item>}
        {flags.map((flag) => (
          <List.Item key={flag} lang="en" dir="auto">
            {flag}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
