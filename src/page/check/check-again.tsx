import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DraftWire } from '../../web/api/wire.js';
import { NextAction } from '../parts/next-action.js';

export interface CheckAgainProps {
  /** Changed since the last check. */
  draft: DraftWire;
  onCheckAgain: () => void;
}

/** Stands where the way onwards is while the draft was changed since the last check: another check comes first. */
export function CheckAgain({ draft, onCheckAgain }: CheckAgainProps) {
  const { t } = useTranslation('check');
  const { pending } = draft.corrections;
  return (
    <NextAction
      label={t('pending.check')}
      icon={<IconRefresh size={18} aria-hidden />}
      note={pending > 0 ? t('pending.cells', { count: pending }) : t('pending.changed')}
      onNext={onCheckAgain}
    />
  );
}
