import { Button, Group, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format.js';
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
    <Group justify="space-between" p="md" component="nav" aria-label={t('pager.label')}>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconChevronLeft size={16} aria-hidden className="flips" />}
        disabled={!backwards}
        onClick={backwards}
        aria-label={t('pager.backLabel')}
      >
        {t('pager.back')}
      </Button>
      <Text size="sm" className="tabular" role="status">
        {total === undefined
          ? t('pager.rows', rows)
          : t('pager.rowsOf', { ...rows, total: count(total) })}
      </Text>
      <Button
        variant="default"
        size="xs"
        rightSection={<IconChevronRight size={16} aria-hidden className="flips" />}
        disabled={!onwards}
        onClick={onwards}
        aria-label={t('pager.onwardsLabel')}
      >
        {t('pager.onwards')}
      </Button>
    </Group>
  );
}
