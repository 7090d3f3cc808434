import { Alert, Stack } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DraftChangeWire, DraftSourceWire, DraftWire } from '../../web/api/wire.js';
import { ClientPreview } from './client-preview.js';
import { ColumnList } from './column-list.js';
import classes from './columns.module.css';
import { hasName } from './has-name.js';
import { LayoutCard } from './layout-card.js';
import { useNeedsLook } from './use-needs-look.js';

export interface SourcePanelProps {
  draft: DraftWire;
  source: DraftSourceWire;
  change: (change: DraftChangeWire) => Promise<DraftWire | undefined>;
}

/** Everything about one table: its layout, its columns, and the first clients that come of it. */
export function SourcePanel({ draft, source, change }: SourcePanelProps) {
  const { t } = useTranslation('columns');
  const looks = useNeedsLook(draft)(source);
  return (
    <Stack gap="lg">
      <LayoutCard
        source={source}
        isDone={source.exact && looks.length === 0}
        hasChoices={source.columns.some(({ chosen }) => chosen)}
        onChoose={(profile) => change({ sources: [{ name: source.name, profile }] })}
      />
      {!hasName(source.columns) && (
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
        <ColumnList draft={draft} source={source} change={change} />
        <ClientPreview source={source} />
      </div>
    </Stack>
  );
}
