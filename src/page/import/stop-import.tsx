import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { Confirm } from '../parts/confirm.js';

/** Ends an import by a person's word, after asking. */
export function StopImport({
  session,
  onChanged,
}: {
  session: SessionWire;
  onChanged: () => void;
}) {
  const { t } = useTranslation('import');
  const api = useApi();
  const [isAsking, setIsAsking] = useState(false);
  const close = (): void => {
    setIsAsking(false);
  };
  const stop = useMutation({
    mutationFn: () =>
      api.post<SessionWire>(`/api/sessions/${encodeURIComponent(session.uid)}/cancel`),
    onSuccess: () => {
      close();
      onChanged();
    },
  });
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          stop.reset();
          setIsAsking(true);
        }}
      >
        {t('session.stop')}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={t('session.stopTitle')}
        text={t('session.stopText')}
        confirm={t('session.stop')}
        isBusy={stop.isPending}
        error={stop.error}
        onConfirm={() => {
          stop.mutate();
        }}
        onClose={close}
      />
    </>
  );
}
