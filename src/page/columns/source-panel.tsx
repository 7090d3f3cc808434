import { Alert, Stack } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftChangeWire, DraftSourceWire, DraftWire } from '../../web/api/wire.js';
import { ClientPreview } from './client-preview.js';
import { ColumnList } from './column-list.js';
import classes from './columns.module.css';
import { columnsOf, hasName, type Said } from './columns-of.js';
import { LayoutCard } from './layout-card.js';

export interface SourcePanelProps {
  draft: DraftWire;
  source: DraftSourceWire;
  change: (change: DraftChangeWire) => Promise<DraftWire | undefined>;
}

/** Everything about one table: its layout, its columns, and the first clients that come of it. */
export function SourcePanel({ draft, source, change }: SourcePanelProps) {
  const { t } = useTranslation('columns');
  const [said, setSaid] = useState<Said>(new Map());
  const columns = columnsOf(source, said);
  return (
    <Stack gap="lg">
      <LayoutCard
        source={source}
        hasChoices={columns.some(({ chosen }) => chosen)}
        onChoose={(profile) => {
          setSaid(new Map());
          return change({ sources: [{ name: source.name, profile }] });
        }}
      />
      {!hasName(columns) && (
        <Alert
          color="yellow"
          icon={<IconUserQuestion aria-hidden />}
          title={t('nameMissing.title')}
          role="status"
        >
          {t('nameMissing.text')}
        </Alert>
      )}
      <div className={classes['panes']}>
        <ColumnList
          draft={draft}
          source={source}
          columns={columns}
          change={change}
          onSaid={(index, field) => {
            setSaid(new Map([...said, [index, field]]));
          }}
        />
        <ClientPreview source={source} />
      </div>
    </Stack>
  );
}
