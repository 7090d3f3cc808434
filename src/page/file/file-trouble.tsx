import { Button, Stack } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftWire } from '../../web/api/wire.js';
import { Problem } from '../parts/problem.js';
import classes from './file-card.module.css';
import { ReadingDrawer } from './reading-drawer.js';
import type { useDraftChange } from './use-draft-change.js';

export interface FileTroubleProps {
  draft: DraftWire;
  file: DraftWire['files'][number];
  change: ReturnType<typeof useDraftChange>;
}

/** Why a file cannot be read, and, unless a table of it that can be shown has them, the means to have it read in another way. */
export function FileTrouble({ draft, file, change }: FileTroubleProps) {
  const { t } = useTranslation('file');
  const [isReading, setIsReading] = useState(false);
  const hasTable = draft.sources.some((source) => source.file_uid === file.uid);
  return (
    <Stack gap="sm" align="flex-start" className={classes['part']}>
      <Problem error={file.problem} />
      {!hasTable && (
        <>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconAdjustments size={16} aria-hidden />}
            onClick={() => {
              setIsReading(true);
            }}
          >
            {t('reading.open')}
          </Button>
          <ReadingDrawer
            isOpen={isReading}
            onClose={() => {
              setIsReading(false);
            }}
            draft={draft}
            file={file}
            source={undefined}
            change={change}
          />
        </>
      )}
    </Stack>
  );
}
