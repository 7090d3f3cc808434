import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftWire, MeWire } from '../../web/api/wire.js';
import type { Step } from '../app-place.js';
import { StepFrame } from '../parts/step-frame.js';
import { DropZone } from './drop-zone.js';
import { FileCard } from './file-card.js';
import { fileOutlook } from './file-outlook.js';
import { UploadList } from './upload-list.js';
import { useUploads } from './use-uploads.js';

export interface FileStepProps {
  me: MeWire;
  draft: DraftWire;
  onDraft: (draft: DraftWire) => void;
  onStep: (step: Step) => void;
}

/** The files of a draft, how each was understood, and the way on. */
export function FileStep({ me, draft, onDraft, onStep }: FileStepProps) {
  const { t } = useTranslation('file');
  const { uploads, add, drop } = useUploads(me);
  const onFiles = useCallback(
    (files: File[]) => {
      add(draft.uid, files);
    },
    [add, draft.uid],
  );
  const own = uploads.filter((upload) => upload.draftUid === draft.uid);
  const isUploading = own.some((upload) => upload.state !== 'failed');
  const isFull = draft.files.length + own.length >= me.limits.files_per_draft;
  return (
    <StepFrame
      title={t('step.title')}
      intro={draft.files.length > 0 ? t('step.intro') : t('step.introEmpty')}
      actions={<Onwards draft={draft} isUploading={isUploading} onStep={onStep} />}
    >
      <Stack gap="md">
        {draft.files.map((file) => (
          <FileCard key={file.uid} draft={draft} file={file} onDraft={onDraft} />
        ))}
        <UploadList uploads={own} onDrop={drop} />
        {me.role !== 'view' && !isFull && (
          <DropZone
            maxBytes={me.limits.upload_bytes}
            isMore={draft.files.length + own.length > 0}
            onFiles={onFiles}
          />
        )}
      </Stack>
    </StepFrame>
  );
}

interface OnwardsProps {
  draft: DraftWire;
  isUploading: boolean;
  onStep: (step: Step) => void;
}

function Onwards({ draft, isUploading, onStep }: OnwardsProps) {
  const { t } = useTranslation('file');
  const outlook = fileOutlook(draft);
  const isExact = outlook === 'check';
  const isOpen = isExact || outlook === 'columns';
  return (
    <>
      <Text size="sm" c="dimmed" role="status" flex={1}>
        {isUploading ? t('onwards.uploading') : t(`onwards.${outlook}`)}
      </Text>
      <Group gap="md">
        {isExact && (
          <Anchor
            component="button"
            size="sm"
            disabled={isUploading}
            onClick={() => {
              onStep('columns');
            }}
          >
            {t('onwards.review')}
          </Anchor>
        )}
        <Button
          disabled={isUploading || !isOpen}
          onClick={() => {
            onStep(isExact ? 'check' : 'columns');
          }}
        >
          {isExact ? t('onwards.toCheck') : t('onwards.toColumns')}
        </Button>
      </Group>
    </>
  );
}
