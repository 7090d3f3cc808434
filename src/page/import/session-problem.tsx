import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SessionWire } from '../../web/api/wire.js';
import { reasonIn } from './start-import.js';

/** What went wrong with an import, in the words of the CRM when it refused it; nothing when nothing did. */
export function SessionProblem({ session: { problem, status } }: { session: SessionWire }) {
  const { t } = useTranslation('import');
  if (problem === null) return null;
  return (
    <Text>
      {status === 'failed'
        ? t('refused.reason', { reason: reasonIn(problem) })
        : t('session.notes.problem', { problem })}
    </Text>
  );
}
