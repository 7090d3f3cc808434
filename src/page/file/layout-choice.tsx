import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftSourceWire } from '../../web/api/wire.js';
import type { useDraftChange } from './use-draft-change.js';
import { useProfiles } from './use-profiles.js';

export interface LayoutChoiceProps {
  source: DraftSourceWire;
  change: ReturnType<typeof useDraftChange>;
}

/** Chooses the layout of a table by hand. */
export function LayoutChoice({ source, change }: LayoutChoiceProps) {
  const { t } = useTranslation('file');
  const { data } = useProfiles();
  const layouts = (data?.profiles ?? []).map(({ name, title }) => ({ value: name, label: title }));
  return (
    <Select
      label={t('layout.choose')}
      data={[{ value: 'auto', label: t('layout.auto') }, ...layouts]}
      value={source.profile_choice}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('layout.none')}
      disabled={change.isPending}
      maxDropdownHeight={320}
      w={280}
      maw="100%"
      onChange={(profile) => {
        if (profile !== null) change.mutate({ sources: [{ name: source.name, profile }] });
      }}
    />
  );
}
