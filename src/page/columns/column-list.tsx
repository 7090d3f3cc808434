import { Button, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format.js';
import { ColumnCards } from './column-cards.js';
import { ColumnTable } from './column-table.js';
import { LostNotice } from './lost-notice.js';
import type { SourcePanelProps } from './source-panel.js';
import { useChooseField } from './use-choose-field.js';
import { useNeedsLook } from './use-needs-look.js';

const AT_ONCE = 100;

/** All columns of a table, or only those that need a look; a list known for certain is folded at first. */
export function ColumnList({ draft, source, change }: SourcePanelProps) {
  const { t } = useTranslation('columns');
  const format = useFormat();
  const isSmall = useMediaQuery('(max-width: 48em)', window.innerWidth < 768);
  const [isFolded, { open }] = useDisclosure(source.exact);
  const [onlyLook, setOnlyLook] = useState<ReadonlySet<number>>();
  const [most, setMost] = useState(AT_ONCE);
  const { choose, lost, dismiss } = useChooseField({ source, change });
  const { columns } = source;
  const looks = useNeedsLook(draft)(source);
  const imported = columns.filter(({ field }) => field !== null).length;
  const listed = columns.filter(({ index }) => onlyLook?.has(index) ?? true);
  const List = isSmall ? ColumnCards : ColumnTable;
  return (
    <Stack gap="sm" component="section" aria-label={t('list.label')} miw={0}>
      <div>
        <Group justify="space-between" gap="xs" mih={30}>
          <Title order={2} size="h5" className="tabular" aria-live="polite">
            {t('list.imported', {
              imported: format.count(imported),
              total: format.count(columns.length),
              count: columns.length,
            })}
          </Title>
          {looks.length > 0 || onlyLook ? (
            <Switch
              label={t('list.onlyLook', { count: looks.length })}
              checked={onlyLook !== undefined}
              onChange={({ currentTarget: { checked } }) => {
                // Those listed stay while they are worked through: a row must not vanish under the hand that decides it.
                open();
                setOnlyLook(checked ? new Set(looks.map(({ index }) => index)) : undefined);
              }}
            />
          ) : (
            <Text size="sm" c="dimmed">
              {t('list.allKnown')}
            </Text>
          )}
        </Group>
        <LostNotice lost={lost} onClose={dismiss} />
      </div>
      {isFolded ? (
        <div>
          <Button variant="default" onClick={open}>
            {t('list.review', { count: columns.length })}
          </Button>
        </div>
      ) : (
        <List draft={draft} columns={listed.slice(0, most)} choose={choose} change={change} />
      )}
      {!isFolded && listed.length > most && (
        <Button
          variant="default"
          onClick={() => {
            setMost(most + AT_ONCE);
          }}
        >
          {t('list.more', { count: listed.length - most })}
        </Button>
      )}
    </Stack>
  );
}
