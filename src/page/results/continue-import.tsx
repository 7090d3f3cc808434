import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ImportWire } from '../../web/api/wire-results.js';
import type { SessionStartedWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { Confirm } from '../parts/confirm.js';

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
  const goOn = useMutation({
    mutationFn: () =>
      api.post<SessionStartedWire>(`/api/imports/${encodeURIComponent(account.uid)}/continue`),
    onSuccess: () => {
      close();
      onStarted();
    },
  });
  const isAgain = account.parts.some((one) => one.part === part && one.session_uid !== null);
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
        text={t(isAgain ? 'goOn.textAgain' : 'goOn.text')}
        confirm={t('goOn.confirm')}
        isBusy={goOn.isPending}
        error={goOn.error}
        onConfirm={() => {
          goOn.mutate();
        }}
        onClose={close}
      />
    </>
  );
}
