import { Badge, Group, Select, Stack, Tabs, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftSourceWire, DraftWire } from '../../web/api/wire.js';
import { LIST_PROPS } from '../parts/list-props.js';
import classes from './columns.module.css';
import { useNeedsLook } from './use-needs-look.js';

const MOST_TABS = 4;

export interface SourcePickerProps {
  draft: DraftWire;
  chosen: DraftSourceWire;
  onChoose: (name: string) => void;
  /** The chosen table. */
  children: ReactNode;
}

/** Leads from one table to another: tabs for a few, a list for many, nothing for one. */
export function SourcePicker({ draft, chosen, onChoose, children }: SourcePickerProps) {
  const { t } = useTranslation('columns');
  const looksOf = useNeedsLook(draft);
  const { sources } = draft;
  if (sources.length <= 1) return children;
  if (sources.length > MOST_TABS)
    return (
      <Stack gap="lg">
        <Select
          {...LIST_PROPS}
          label={t('table')}
          description={t('tables', { count: sources.length })}
          data={sources.map((source) => source.name)}
          value={chosen.name}
          allowDeselect={false}
          searchable
          maw={520}
          onChange={(name) => {
            if (name !== null) onChoose(name);
          }}
        />
        {children}
      </Stack>
    );
  return (
    <Tabs
      value={chosen.name}
      onChange={(name) => {
        if (name !== null) onChoose(name);
      }}
    >
      <Tabs.List mb="lg" aria-label={t('table')}>
        {sources.map((source) => (
          <Tabs.Tab key={source.name} value={source.name} maw="100%">
            <TabName source={source} open={looksOf(source).length} />
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {sources.map((source) => (
        <Tabs.Panel key={source.name} value={source.name}>
          {source.name === chosen.name && children}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function TabName({ source, open }: { source: DraftSourceWire; open: number }) {
  const { t } = useTranslation('columns');
  const note = source.profile === null ? t('tab.unknown') : t('tab.look', { count: open });
  return (
    <Group gap={6} wrap="nowrap">
      <Text span inherit className={classes['oneLine']} title={source.name} dir="auto">
        {source.name.split('/').at(-1)}
      </Text>
      {(open > 0 || source.profile === null) && (
        <Badge size="sm" color="yellow" variant="light" tt="none" flex="none">
          {note}
        </Badge>
      )}
    </Group>
  );
}
