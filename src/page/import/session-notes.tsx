import { Alert, List } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { readFlag } from '../../sessions/flags.js';
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
          <FlagNote key={flag} flag={flag} />
        ))}
      </List>
    </Alert>
  );
}

/** One that this page does not know yet is shown as the app keeps it, in English. */
function FlagNote({ flag }: { flag: string }) {
  const { t } = useTranslation('codes');
  const known = readFlag(flag);
  if (known) return <List.Item>{t(`flag.${known.code}`, known.values)}</List.Item>;
  return (
    <List.Item lang="en" dir="auto">
      {flag}
    </List.Item>
  );
}
