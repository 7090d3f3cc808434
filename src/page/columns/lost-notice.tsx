import { Alert } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFields } from './use-fields.js';
import type { Lost } from './use-choose-field.js';

export interface LostNoticeProps {
  lost: readonly Lost[];
  onClose: () => void;
}

/** Tells that a column is no longer imported because another one took its field. */
export function LostNotice({ lost, onClose }: LostNoticeProps) {
  const { t } = useTranslation('columns');
  const { labelOf } = useFields();
  return (
    <div role="status">
      {lost.length > 0 && (
        <Alert
          color="ferry"
          mt="sm"
          icon={<IconArrowsExchange aria-hidden />}
          withCloseButton
          closeButtonLabel={t('close', { ns: 'common' })}
          onClose={onClose}
        >
          {lost.map(({ name, field, to }) => (
            <div key={name}>{t('lost', { name, field: labelOf(field), to })}</div>
          ))}
        </Alert>
      )}
    </div>
  );
}
