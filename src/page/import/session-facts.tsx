import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SessionWire } from '../../web/api/wire.js';
import { useFormat } from '../format.js';

/** Which files an import is of, as long as its batch is kept, when it began, and what it does with known clients. */
export function SessionFacts({ session }: { session: SessionWire }) {
  const { t } = useTranslation('import');
  const format = useFormat();
  const facts = [
    t('session.facts.started', { time: format.dateTime(session.created_at) }),
    t(session.override ? 'session.facts.override' : 'session.facts.keep'),
  ];
  return (
    <div>
      {session.files.length > 0 && (
        <Text fw={600}>
          <bdi>{format.list(session.files)}</bdi>
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {facts.join(' · ')}
      </Text>
    </div>
  );
}
