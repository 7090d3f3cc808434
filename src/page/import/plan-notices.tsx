import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PlanWire } from '../../web/api/wire.js';
import { useFormat } from '../format.js';

export interface PlanNoticesProps {
  plan: PlanWire;
  /** Whether there are columns to go back to. */
  hasDraft: boolean;
}

/** What a person should know before an import although nothing stands in its way. */
export function PlanNotices({ plan, hasDraft }: PlanNoticesProps) {
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
          {t(hasDraft ? 'notice.unknownText' : 'notice.unknownTextPrepared', {
            fields: format.list(unknown),
          })}
        </Alert>
      )}
      {plan.unrecognisable && (
        <Alert color="yellow" icon={icon} title={t('notice.unrecognisableTitle')}>
          {t(hasDraft ? 'notice.unrecognisableText' : 'notice.unrecognisableTextPrepared')}
        </Alert>
      )}
    </>
  );
}
