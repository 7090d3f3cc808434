import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PlanWire } from '../../web/api/wire.js';
import { useFormat } from '../format.js';

/** What a person should know before an import although nothing stands in its way. */
export function PlanNotices({ plan }: { plan: PlanWire }) {
  const { t } = useTranslation('import');
  const format = useFormat();
  const unknown = plan.unknown_fields ?? [];
  const icon = <IconAlertTriangle aria-hidden />;
  return (
    <>
      {unknown.length > 0 && (
        <Alert
          color="yellow"
          icon={icon}
          title={t('notice.unknownTitle', { count: unknown.length })}
        >
          {t('notice.unknownText', { fields: format.list(unknown) })}
        </Alert>
      )}
      {plan.unrecognisable && (
        <Alert color="yellow" icon={icon} title={t('notice.unrecognisableTitle')}>
          {t('notice.unrecognisableText')}
        </Alert>
      )}
    </>
  );
}
