import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useApi } from '../api/api.js';
import { Problem } from '../parts/problem.js';

export interface DownloadCsvProps {
  /** Of the API. */
  path: string;
  text: string;
}

/** Saves a table of the API as a file. */
export function DownloadCsv({ path, text }: DownloadCsvProps) {
  const api = useApi();
  const download = useMutation({ mutationFn: () => api.download(path) });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={18} aria-hidden />}
        loading={download.isPending}
        onClick={() => {
          download.mutate();
        }}
      >
        {text}
      </Button>
      {download.error && <Problem error={download.error} />}
    </>
  );
}
