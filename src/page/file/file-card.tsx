import { ActionIcon, Group, Paper, Stack, Text } from '@mantine/core';
import {
  IconFile,
  IconFileSpreadsheet,
  IconFileText,
  IconFileZip,
  IconX,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DraftWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { useFormat } from '../format.js';
import { Problem } from '../parts/problem.js';
import { ArchiveEntries } from './archive-entries.js';
import classes from './file-card.module.css';
import { FileTrouble } from './file-trouble.js';
import { kindOf, type FileKind } from './file-kind.js';
import { SourceView } from './source-view.js';
import { useDraftChange } from './use-draft-change.js';

export interface FileCardProps {
  draft: DraftWire;
  file: DraftWire['files'][number];
  onDraft: (draft: DraftWire) => void;
}

const ICONS: Record<FileKind, typeof IconFileText> = {
  csv: IconFileText,
  xlsx: IconFileSpreadsheet,
  vcard: IconFileText,
  zip: IconFileZip,
  other: IconFile,
};

/** One file, with what was found in it. */
export function FileCard({ draft, file, onDraft }: FileCardProps) {
  const { t } = useTranslation('file');
  const format = useFormat();
  const api = useApi();
  const change = useDraftChange(draft.uid, onDraft);
  const remove = useMutation({
    mutationFn: () => api.delete<DraftWire>(`/api/drafts/${draft.uid}/files/${file.uid}`),
    onSuccess: onDraft,
  });
  const sources = draft.sources.filter((source) => source.file_uid === file.uid);
  const kind = kindOf(file.name);
  const Icon = ICONS[kind];
  const error = remove.error ?? change.error;
  return (
    <Paper withBorder component="section" aria-label={file.name} className={classes['card']}>
      <Group wrap="nowrap" gap="sm" p="md" className={classes['head']}>
        <Icon size={28} stroke={1.5} className={classes['icon']} aria-hidden />
        <div className={classes['name']}>
          <Text fw={600}>
            <bdi>{file.name}</bdi>
          </Text>
          <Text size="sm" c="dimmed">
            {t(`kind.${kind}`)} · {format.bytes(file.bytes)}
          </Text>
        </div>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          loading={remove.isPending}
          aria-label={t('card.remove', { name: file.name })}
          onClick={() => {
            remove.mutate();
          }}
        >
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Group>
      <Stack gap={0}>
        {error !== null && <Problem error={error} />}
        {file.entries.length > 0 && <ArchiveEntries file={file} change={change} />}
        {file.problem && <FileTrouble draft={draft} file={file} change={change} />}
        {sources.map((source) => (
          <SourceView
            key={source.name}
            draft={draft}
            file={file}
            source={source}
            change={change}
            isOpen={draft.sources.length < 3}
          />
        ))}
      </Stack>
    </Paper>
  );
}
