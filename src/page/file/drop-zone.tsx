import { Button, FileButton, Stack, Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format.js';
import classes from './drop-zone.module.css';
import { useFileDrop } from './use-file-drop.js';

const ACCEPTED = '.csv,.tsv,.tab,.txt,.xlsx,.vcf,.vcard,.zip';

export interface DropZoneProps {
  maxBytes: number;
  isBusy?: boolean;
  /** Smaller, below files that are there already. */
  isMore?: boolean;
  onFiles: (files: File[]) => void;
}

/** Takes files by drag and drop or through the system's own dialog. */
export function DropZone({ maxBytes, isBusy = false, isMore = false, onFiles }: DropZoneProps) {
  const { t } = useTranslation('file');
  const format = useFormat();
  const isOver = useFileDrop(onFiles, !isBusy);
  return (
    <Stack
      className={classes['zone']}
      data-over={isOver || undefined}
      data-more={isMore || undefined}
      align="center"
      gap={isMore ? 'xs' : 'sm'}
    >
      {!isMore && <IconFileUpload className={classes['icon']} size={44} stroke={1.4} aria-hidden />}
      <Text fw={600} size={isMore ? 'sm' : 'lg'} ta="center">
        {isOver ? t('drop.over') : isMore ? t('drop.more') : t('drop.title')}
      </Text>
      <FileButton
        multiple
        accept={ACCEPTED}
        onChange={onFiles}
        inputProps={{ 'aria-hidden': true, tabIndex: -1 }}
      >
        {(props) => (
          <Button {...props} loading={isBusy} variant={isMore ? 'default' : 'filled'}>
            {t('drop.button')}
          </Button>
        )}
      </FileButton>
      <Text size="sm" c="dimmed" ta="center">
        {t('drop.kinds', { size: format.bytes(maxBytes) })}
      </Text>
    </Stack>
  );
}
