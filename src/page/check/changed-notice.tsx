import { Alert } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CountsWire } from '../../web/api/wire.js';
import { useFormat } from '../format.js';
import { diffCounts } from './count-diff.js';

/** What another check changed: "3 mended, 9 left". */
export function ChangedNotice({ before, after }: { before: CountsWire; after: CountsWire }) {
  const { t } = useTranslation('check');
  const format = useFormat();
  const { mended, left, added } = diffCounts(before, after);
  const said = [
    t('changed.mended', { count: mended, number: format.count(mended) }),
    t('changed.left', { count: left, number: format.count(left) }),
    ...(added > 0 ? [t('changed.added', { count: added, number: format.count(added) })] : []),
  ];
  return (
    <Alert
      color={left === 0 ? 'green' : 'ferry'}
      icon={<IconRefresh aria-hidden />}
      role="status"
      title={t('changed.title')}
    >
      {said.join(', ')}.
    </Alert>
  );
}
