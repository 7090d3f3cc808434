import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftWire } from '../web/api/wire.js';
import { useApi } from './api/api.js';
import { go } from './app-place.js';
import classes from './app-reset.module.css';
import { Confirm } from './parts/confirm.js';

/** Throws the draft with its files away and begins anew, after asking. */
export function AppReset({ draft }: { draft: DraftWire }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const discard = useMutation({
    mutationFn: () => api.delete(`/api/drafts/${draft.uid}`),
    onSuccess: () => {
      go({ at: 'start' });
      queries.removeQueries({ queryKey: ['draft', draft.uid] });
      void queries.invalidateQueries({ queryKey: ['drafts'] });
    },
  });
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        h={36}
        flex="none"
        aria-label={t('reset.button')}
        onClick={() => {
          setIsAsking(true);
        }}
      >
        <IconTrash size={18} aria-hidden />
        <span className={classes['label']}>{t('reset.button')}</span>
      </Button>
      <Confirm
        isOpen={isAsking}
        title={t('reset.title')}
        text={t('reset.text', { count: draft.files.length })}
        confirm={t('reset.confirm')}
        isBusy={discard.isPending}
        error={discard.error}
        onConfirm={() => {
          discard.mutate();
        }}
        onClose={() => {
          setIsAsking(false);
        }}
      />
    </>
  );
}
