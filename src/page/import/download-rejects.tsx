import { Button, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/api.js';
import { Problem } from '../parts/problem.js';

/** Saves a rejects file, which lies at a path of the API. */
export function DownloadRejects({ path }: { path: string }) {
  const { t } = useTranslation('import');
  const api = useApi();
  const download = useMutation({ mutationFn: () => api.download(path) });
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        variant="default"
        h="auto"
        mih={36}
        maw="100%"
        py={6}
        styles={{ label: { whiteSpace: 'normal' } }}
        leftSection={<IconDownload size={18} aria-hidden />}
        loading={download.isPending}
        onClick={() => {
          download.mutate();
        }}
      >
        {t('download')}
      </Button>
      {download.error && <Problem error={download.error} />}
    </Stack>
  );
}
