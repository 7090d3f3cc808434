import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ContinuationWire } from '../../web/api/wire-results.js';

/** How many clients a part has, how many of them went out before, and what the CRM does with those. */
export function SentBefore({ plan }: { plan: ContinuationWire }) {
  const { t } = useTranslation('results');
  const { clients, with_email: withEmail, without_email: without } = plan;
  const before = withEmail + without;
  return (
    <Stack gap="xs">
      <Text size="sm">{t('goOn.clients', { number: clients })}</Text>
      {before > 0 && <Text size="sm">{t('goOn.before', { number: before })}</Text>}
      {withEmail > 0 && (
        <Text size="sm">
          {t(plan.override ? 'retry.known.override' : 'retry.known.keep', { number: withEmail })}
        </Text>
      )}
      {without > 0 && (
        <Text size="sm" fw={600}>
          {t('retry.withoutEmail', { number: without })}
        </Text>
      )}
    </Stack>
  );
}
