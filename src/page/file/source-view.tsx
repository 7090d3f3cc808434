import { Button, Group, Stack, Text } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftSourceWire, DraftWire } from '../../web/api/wire.js';
import { Problem } from '../parts/problem.js';
import classes from './file-card.module.css';
import { LayoutChoice } from './layout-choice.js';
import { LayoutVerdict } from './layout-verdict.js';
import { PreviewTable } from './preview-table.js';
import { ReadingDrawer } from './reading-drawer.js';
import { useReadingWords } from './reading-words.js';
import type { useDraftChange } from './use-draft-change.js';

export interface SourceViewProps {
  draft: DraftWire;
  file: DraftWire['files'][number];
  source: DraftSourceWire;
  change: ReturnType<typeof useDraftChange>;
  /** Whether the first records show without being asked for. */
  isOpen: boolean;
}

const NO_RECORDS = { code: 'file_no_records', message: '' };

/** One table of a file: which layout it has, how it was read, and its first records. */
export function SourceView({ draft, file, source, change, isOpen }: SourceViewProps) {
  const { t } = useTranslation('file');
  const [isShown, setIsShown] = useState(isOpen);
  const [isReading, setIsReading] = useState(false);
  const words = useReadingWords();
  return (
    <Stack gap="md" className={classes['part']}>
      {source.name !== file.name && (
        <Text size="sm" fw={600}>
          <bdi>{source.name}</bdi>
        </Text>
      )}
      <Group align="flex-start" justify="space-between" gap="md">
        <LayoutVerdict source={source} />
        <LayoutChoice source={source} change={change} />
      </Group>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {words(source)}
        </Text>
        <Group gap="xs">
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconAdjustments size={16} aria-hidden />}
            onClick={() => {
              setIsReading(true);
            }}
          >
            {t('reading.open')}
          </Button>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={isShown}
            onClick={() => {
              setIsShown(!isShown);
            }}
          >
            {t(isShown ? 'preview.hide' : 'preview.show')}
          </Button>
        </Group>
      </Group>
      {source.preview.length === 0 && <Problem error={NO_RECORDS} />}
      {isShown && <PreviewTable source={source} rows={5} />}
      <ReadingDrawer
        isOpen={isReading}
        onClose={() => {
          setIsReading(false);
        }}
        draft={draft}
        file={file}
        source={source}
        change={change}
      />
    </Stack>
  );
}
