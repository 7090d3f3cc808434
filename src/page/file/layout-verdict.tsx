import { Group, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconQuestionMark } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DraftSourceWire } from '../../web/api/wire.js';
import classes from './file-card.module.css';

/** Whether the layout is known, in words and a sign, with the reason and what to do. */
export function LayoutVerdict({ source }: { source: DraftSourceWire }) {
  const { t } = useTranslation('file');
  const { profile } = source;
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start" flex="1 1 320px" miw={0}>
      <ThemeIcon
        size={28}
        radius="xl"
        variant="light"
        color={profile ? 'green' : 'yellow'}
        className={classes['icon']}
        aria-hidden
      >
        {profile ? <IconCheck size={18} /> : <IconQuestionMark size={18} />}
      </ThemeIcon>
      <div>
        <Text fw={600}>
          {profile ? t('layout.known', { title: profile.title }) : t('layout.unknown')}
        </Text>
        <Text size="sm" c="dimmed">
          <bdi>{source.reason}</bdi>
        </Text>
        {!profile && <Text size="sm">{t('layout.whatToDo')}</Text>}
      </div>
    </Group>
  );
}
