import { Button, Group, Paper, Progress, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format.js';
import { Problem } from '../parts/problem.js';
import type { Upload } from './uploads.js';

export interface UploadListProps {
  uploads: readonly Upload[];
  onDrop: (id: number) => void;
}

/** Files on their way, each with its progress and a way to stop it. */
export function UploadList({ uploads, onDrop }: UploadListProps) {
  const { t } = useTranslation('file');
  const sending = uploads.find(
    (upload) => upload.state === 'sending' || upload.state === 'reading',
  );
  return (
    <>
      <VisuallyHidden role="status">
        {sending && `${sending.name}: ${t(`upload.${sending.state}`)}`}
      </VisuallyHidden>
      {uploads.map((upload) => (
        <UploadCard key={upload.id} upload={upload} onDrop={onDrop} />
      ))}
    </>
  );
}

function UploadCard({ upload, onDrop }: { upload: Upload; onDrop: (id: number) => void }) {
  const { t } = useTranslation('file');
  const format = useFormat();
  const hasFailed = upload.state === 'failed';
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Text fw={600} miw={0}>
            <bdi>{upload.name}</bdi>
          </Text>
          <Button
            variant="default"
            size="xs"
            flex="none"
            aria-label={`${t(hasFailed ? 'upload.dismiss' : 'upload.cancel')}: ${upload.name}`}
            onClick={() => {
              onDrop(upload.id);
            }}
          >
            {t(hasFailed ? 'upload.dismiss' : 'upload.cancel')}
          </Button>
        </Group>
        {hasFailed ? (
          <Problem error={upload.error} />
        ) : (
          <>
            <Progress.Root size="md">
              <Progress.Section
                value={upload.share * 100}
                animated={upload.state === 'reading'}
                aria-label={t('upload.progress', { name: upload.name })}
              />
            </Progress.Root>
            <Text size="sm" c="dimmed" className="tabular">
              {t(`upload.${upload.state}`)}
              {upload.state === 'sending' &&
                ` · ${format.percent(upload.share)} · ${format.bytes(upload.bytes)}`}
            </Text>
          </>
        )}
      </Stack>
    </Paper>
  );
}
