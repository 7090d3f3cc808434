import { Checkbox, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftWire } from '../../web/api/wire.js';
import classes from './file-card.module.css';
import type { useDraftChange } from './use-draft-change.js';

export interface ArchiveEntriesProps {
  file: DraftWire['files'][number];
  change: ReturnType<typeof useDraftChange>;
}

/** The files of a ZIP; each can be left out and taken back. */
export function ArchiveEntries({ file, change }: ArchiveEntriesProps) {
  const { t } = useTranslation('file');
  const toggle = (name: string, isIncluded: boolean): void => {
    const skip = file.entries
      .filter((entry) => (entry.name === name ? !isIncluded : !entry.included))
      .map((entry) => entry.name);
    change.mutate({ files: [{ uid: file.uid, read: { ...file.read, skip } }] });
  };
  return (
    <div className={classes['part']}>
      <Checkbox.Group
        label={t('archive.label')}
        description={t('archive.text')}
        value={file.entries.filter((entry) => entry.included).map((entry) => entry.name)}
      >
        <Stack gap="xs" mt="sm">
          {file.entries.map((entry) => (
            <Checkbox
              key={entry.name}
              value={entry.name}
              label={entry.name}
              disabled={change.isPending}
              onChange={(event) => {
                toggle(entry.name, event.currentTarget.checked);
              }}
            />
          ))}
        </Stack>
      </Checkbox.Group>
    </div>
  );
}
