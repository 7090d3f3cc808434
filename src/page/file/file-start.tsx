import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Stack } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DraftWire, MeWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { keepNewest } from '../api/keep-newest.js';
import { go } from '../app-place.js';
import { AppStepper } from '../app-stepper.js';
import { Problem } from '../parts/problem.js';
import { StepFrame } from '../parts/step-frame.js';
import { DropZone } from './drop-zone.js';
import { Offers } from './offers.js';
import { RunningImports } from './running-imports.js';
import { Templates } from './templates.js';
import { useUploads } from './use-uploads.js';

/** The beginning: bring a file, go on with an earlier one, or import what an administrator has staged. */
export function FileStart({ me }: { me: MeWire }) {
  const { t } = useTranslation('file');
  const begin = useBegin(me);
  const mayImport = me.role !== 'view';
  return (
    <Stack gap="lg">
      <AppStepper step="file" open={['file']} onStep={() => undefined} />
      <StepFrame title={t('start.title')} intro={t('start.intro')}>
        <RunningImports />
        {begin.error !== null && <Problem error={begin.error} />}
        {mayImport ? (
          <DropZone
            maxBytes={me.limits.upload_bytes}
            isBusy={begin.isPending}
            onFiles={(files) => {
              if (files.length > 0) begin.mutate(files);
            }}
          />
        ) : (
          <Alert color="gray" icon={<IconEye aria-hidden />}>
            {t('start.mayLook')}
          </Alert>
        )}
        <Templates />
        <Offers me={me} />
      </StepFrame>
    </Stack>
  );
}

/** The first files make the draft; the view goes on to it while they are on their way. */
function useBegin(me: MeWire) {
  const api = useApi();
  const queries = useQueryClient();
  const { add } = useUploads(me);
  return useMutation({
    mutationFn: async (files: readonly File[]) => ({
      draft: await api.post<DraftWire>('/api/drafts'),
      files,
    }),
    onSuccess: ({ draft, files }) => {
      keepNewest(queries, draft);
      add(draft.uid, files);
      go({ at: 'draft', uid: draft.uid, step: 'file' });
    },
  });
}
