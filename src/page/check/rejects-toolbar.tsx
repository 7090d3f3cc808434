import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { IconDownload, IconReplace } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DraftRejectsWire, DraftWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { Problem } from '../parts/problem.js';
import { ReplaceDialog } from './replace-dialog.js';
import { UndoButton } from './undo-button.js';
import type { Corrections } from './use-corrections.js';
import type { Undo } from './use-undo.js';

export interface RejectsToolbarProps {
  draft: DraftWire;
  page: DraftRejectsWire | undefined;
  replacing: Corrections['replacing'];
  undo: Undo;
}

/** What can be done with the rejects as a whole: replace, undo, download. */
export function RejectsToolbar({ draft, page, replacing, undo }: RejectsToolbarProps) {
  const { t } = useTranslation('check');
  const api = useApi();
  const [isOpen, { open, close }] = useDisclosure(false);
  const download = useMutation({
    mutationFn: () => api.download(`/api/batches/${draft.batch_uid ?? ''}/rejects.csv`),
  });
  return (
    <>
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconReplace size={16} aria-hidden />}
          disabled={!page || page.rejects.length === 0}
          onClick={() => {
            replacing.reset();
            open();
          }}
        >
          {t('toolbar.replace')}
        </Button>
        <UndoButton {...undo} />
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={download.isPending}
          onClick={() => {
            download.mutate();
          }}
        >
          {t('toolbar.download')}
        </Button>
      </Group>
      {download.error && <Problem error={download.error} />}
      {page && <ReplaceDialog isOpen={isOpen} onClose={close} page={page} replacing={replacing} />}
    </>
  );
}
