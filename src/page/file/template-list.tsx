import { ActionIcon, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/api.js';
import { useFormat } from '../format.js';
import { Problem } from '../parts/problem.js';
import classes from './template-list.module.css';
import { useProfiles } from './use-profiles.js';

/** Every layout with an empty list of it, found by its name or by the name of a column. */
export function TemplateList() {
  const { t } = useTranslation('file');
  const format = useFormat();
  const api = useApi();
  const [sought, setSought] = useState('');
  const profiles = useProfiles();
  const download = useMutation({
    mutationFn: (name: string) =>
      api.download(`/api/profiles/${encodeURIComponent(name)}/template.csv`),
  });
  const error = profiles.error ?? download.error;
  const words = sought.trim().toLowerCase();
  const found = (profiles.data?.profiles ?? []).filter(({ title, columns }) =>
    [title, ...columns].some((text) => text.toLowerCase().includes(words)),
  );
  return (
    <Stack>
      <Text size="sm">{t('templates.text')}</Text>
      <TextInput
        label={t('templates.search')}
        value={sought}
        onChange={(event) => {
          setSought(event.currentTarget.value);
        }}
        leftSection={<IconSearch size={18} aria-hidden />}
        data-autofocus
      />
      {error !== null && <Problem error={error} />}
      <Text size="sm" c="dimmed" role="status">
        {t('templates.found', { count: found.length, found: format.count(found.length) })}
      </Text>
      <ul className={classes['list']}>
        {found.map(({ name, title, columns }) => (
          <Group component="li" key={name} className={classes['item']} wrap="nowrap" gap="sm">
            <div className={classes['about']}>
              <Text size="sm" fw={600}>
                {title}
              </Text>
              <Text size="xs" c="dimmed" lineClamp={2}>
                {columns.join(' · ')}
              </Text>
            </div>
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t('templates.download', { title })}
              onClick={() => {
                download.mutate(name);
              }}
            >
              <IconDownload size={18} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
      </ul>
    </Stack>
  );
}
