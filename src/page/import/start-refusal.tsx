import { Alert, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/api.js';
import { Problem } from '../parts/problem.js';
import { reasonIn } from './start-import.js';

/** Says why an import could not begin; when the CRM refused it, in the CRM's own words. */
export function StartRefusal({ error }: { error: unknown }) {
  const { t } = useTranslation(['import', 'codes']);
  if (!(error instanceof ApiError) || error.code !== 'host_refused')
    return <Problem error={error} />;
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('codes:error.host_refused')}
    >
      <Stack gap={4}>
        <Text size="sm" dir="auto">
          {t('refused.reason', { reason: reasonIn(error.message) })}
        </Text>
        <Text size="sm">{t('refused.kept')}</Text>
      </Stack>
    </Alert>
  );
}
