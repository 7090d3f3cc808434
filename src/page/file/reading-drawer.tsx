import { Button, Drawer, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftSourceWire, DraftWire } from '../../web/api/wire.js';
import { Confirm } from '../parts/confirm.js';
import { Problem } from '../parts/problem.js';
import { kindOf } from './file-kind.js';
import { HeaderLine } from './header-line.js';
import { PreviewTable } from './preview-table.js';
import { ReadingSelects } from './reading-selects.js';
import { useCarefulChange } from './use-careful-change.js';
import type { useDraftChange } from './use-draft-change.js';

export interface ReadingDrawerProps {
  isOpen: boolean;
  onClose: () => void;
  draft: DraftWire;
  file: DraftWire['files'][number];
  /** Undefined when the file could not be read as it is. */
  source: DraftSourceWire | undefined;
  change: ReturnType<typeof useDraftChange>;
}

/** How a file is read, changed with the outcome in sight. */
export function ReadingDrawer(props: ReadingDrawerProps) {
  const { t } = useTranslation('file');
  const { isOpen, onClose, draft, file, source, change } = props;
  const { isAsking, onChange, onYes, onNo } = useCarefulChange(draft, file, change);
  const form = source?.form ?? kindOf(file.name);
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size="xl"
      closeOnEscape={!isAsking}
      title={t('reading.title', { name: file.name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="lg" aria-busy={change.isPending}>
        {file.problem && <Problem error={file.problem} />}
        {change.error !== null && <Problem error={change.error} />}
        <ReadingSelects file={file} source={source} onChange={onChange} />
        {form !== 'vcard' && (
          <HeaderLine
            source={source}
            chosen={file.read.header_line ?? undefined}
            onChange={(line) => {
              onChange({ header_line: line });
            }}
          />
        )}
        {source && (
          <Stack gap="xs">
            <Title order={3} size="h5">
              {t('reading.outcome')}
            </Title>
            <PreviewTable source={source} rows={10} />
            <Text size="xs" c="dimmed" lang="en">
              {source.encoding_reason}
            </Text>
          </Stack>
        )}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('reading.done')}</Button>
        </Group>
      </Stack>
      <Confirm
        isOpen={isAsking}
        title={t('reading.lose.title')}
        text={t('reading.lose.text', { count: draft.corrections.total })}
        confirm={t('reading.lose.confirm')}
        onConfirm={onYes}
        onClose={onNo}
      />
    </Drawer>
  );
}
