import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format.js';
import { PageWays } from '../parts/page-ways.js';
import { PAGE_SIZE, type Rejects } from './use-rejects.js';

export interface PagerProps {
  rejects: Rejects;
  /** Records on all pages; undefined while that is not known. */
  total: number | undefined;
}

/** The ways to the pages before and after; nothing when there is only one. */
export function Pager({ rejects, total }: PagerProps) {
  const { t } = useTranslation('check');
  const { count } = useFormat();
  const { page, number, onwards, backwards } = rejects;
  if (!page || (!onwards && !backwards)) return null;
  const from = (number - 1) * PAGE_SIZE + 1;
  const rows = { from: count(from), to: count(from + page.rejects.length - 1) };
  return (
    <PageWays
      p="md"
      label={t('pager.label')}
      back={{ text: t('pager.back'), label: t('pager.backLabel'), onGo: backwards }}
      onwards={{ text: t('pager.onwards'), label: t('pager.onwardsLabel'), onGo: onwards }}
    >
      <Text size="sm" className="tabular" role="status">
        {total === undefined
          ? t('pager.rows', rows)
          : t('pager.rowsOf', { ...rows, total: count(total) })}
      </Text>
    </PageWays>
  );
}
