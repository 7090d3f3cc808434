import { Button, Group, Loader, Select, Stack, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftSourceWire, ProfilesWire } from '../../web/api/wire.js';
import { useApi } from '../api/api.js';
import { LIST_PROPS, searchOr } from '../parts/list-props.js';

export interface LayoutChoiceProps {
  source: DraftSourceWire;
  hasChoices: boolean;
  onChoose: (profile: string) => Promise<unknown>;
}

/** All layouts that the app knows, by title; the first way out is to have it found again. */
export function LayoutChoice({ source, hasChoices, onChoose }: LayoutChoiceProps) {
  const { t } = useTranslation('columns');
  const api = useApi();
  const [isBusy, setBusy] = useState(false);
  const { data } = useQuery({
    queryKey: ['profiles'],
    queryFn: ({ signal }) => api.get<ProfilesWire>('/api/profiles', signal),
    staleTime: Infinity,
  });
  const layouts = (data?.profiles ?? []).map(({ name, title }) => ({ value: name, label: title }));
  const choose = async (profile: string): Promise<void> => {
    setBusy(true);
    await onChoose(profile);
    setBusy(false);
  };
  return (
    <Stack gap={4} pt="md" maw={520}>
      <Select
        {...LIST_PROPS}
        label={t('layout.choose')}
        data={[
          { value: 'auto', label: t('layout.auto') },
          { group: t('layout.all'), items: layouts },
        ]}
        value={source.profile_choice}
        allowDeselect={false}
        searchable
        filter={searchOr(t('layout.none'))}
        disabled={isBusy}
        rightSection={isBusy ? <Loader size={16} /> : undefined}
        onChange={(profile) => {
          if (profile !== null) void choose(profile);
        }}
      />
      {hasChoices && (
        <Group gap="xs">
          <Text size="xs" c="dimmed" flex="1 1 220px">
            {t('layout.takesBack')}
          </Text>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            onClick={() => void choose(source.profile_choice)}
          >
            {t('layout.takeBack')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
