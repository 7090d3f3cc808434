import { Select, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DraftWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { LIST_PROPS } from '../parts/list-props.js';
import { Problem } from '../parts/problem.js';
import type { DraftStepProps } from '../step.js';

const CHOICES = [
  'keep-first',
  'keep-last',
  'reject',
  'keep',
] as const satisfies readonly DraftWire['on_duplicate'][];

/** What happens to records with an e-mail address that another record of the list has as well. */
export function DuplicateChoice({ draft, onDraft }: Pick<DraftStepProps, 'draft' | 'onDraft'>) {
  const { t } = useTranslation('check');
  const api = useApi();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (on_duplicate: string) =>
      api.patch<DraftWire>(`/api/drafts/${draft.uid}`, { on_duplicate }),
    onSuccess: onDraft,
  });
  return (
    <Stack gap="xs">
      {error && <Problem error={error} />}
      <Select
        {...LIST_PROPS}
        label={t('duplicates.label')}
        data={CHOICES.map((value) => ({ value, label: t(`duplicates.${value}`) }))}
        value={draft.on_duplicate}
        allowDeselect={false}
        disabled={isPending}
        maw={520}
        onChange={(value) => {
          if (value !== null) mutate(value);
        }}
      />
    </Stack>
  );
}
