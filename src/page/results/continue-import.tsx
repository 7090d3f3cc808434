import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ContinuationWire, ImportWire } from '../../web/api/wire-results.js';
import type { SessionStartedWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { Confirm } from '../parts/confirm.js';
import { SentBefore } from './sent-before.js';

export interface ContinueImportProps {
  account: ImportWire;
  /** The part that is next. */
  part: number;
  onStarted: () => void;
}

/** Hands over the next part of an import by a person's word, or a part again that did not go over whole. */
export function ContinueImport({ account, part, onStarted }: ContinueImportProps) {
  const { t } = useTranslation('results');
  const api = useApi();
  const [isAsking, { open, close }] = useDisclosure(false);
  const path = `/api/imports/${encodeURIComponent(account.uid)}/continue`;
  const plan = useQuery({
    queryKey: ['continue', account.uid, part],
    queryFn: ({ signal }) => api.get<ContinuationWire>(path, signal),
    enabled: isAsking,
    staleTime: 0,
    gcTime: 0,
  });
  const goOn = useMutation({
    mutationFn: () => api.post<SessionStartedWire>(path),
    onSuccess: () => {
      close();
      onStarted();
    },
  });
  return (
    <>
      <Button
        leftSection={<IconPlayerPlay size={18} aria-hidden />}
        onClick={() => {
          goOn.reset();
          open();
        }}
      >
        {t('goOn.button', { number: part })}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={t('goOn.title', { number: part })}
        text={t(plan.data?.again ? 'goOn.textAgain' : 'goOn.text')}
        confirm={t('goOn.confirm')}
        color="ferry"
        isBusy={goOn.isPending || plan.isLoading}
        error={goOn.error ?? plan.error}
        onConfirm={() => {
          goOn.mutate();
        }}
        onClose={close}
      >
        {plan.data && <SentBefore plan={plan.data} />}
      </Confirm>
    </>
  );
}
