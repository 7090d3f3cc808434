import { Button, Collapse, Group, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCircleCheck, IconHelpCircle, IconTable } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftSourceWire } from '../../web/api/wire.js';
import classes from './columns.module.css';
import { LayoutChoice } from './layout-choice.js';

export interface LayoutCardProps {
  source: DraftSourceWire;
  /** Whether nothing about it needs a look. */
  isDone: boolean;
  /** Whether a person has decided any of its columns. */
  hasChoices: boolean;
  /** `auto` or the name of a layout. */
  onChoose: (profile: string) => Promise<unknown>;
}

/** Says which layout a table has and why, and lets a person choose another one. */
export function LayoutCard({ source, isDone, hasChoices, onChoose }: LayoutCardProps) {
  const { t } = useTranslation('columns');
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const id = useId();
  const isUnknown = source.profile === null;
  return (
    <Paper withBorder p="md" component="section" aria-label={t('layout.label')}>
      <Group justify="space-between" align="flex-start" gap="md">
        <Group gap="sm" align="flex-start" wrap="nowrap" flex="1 1 260px">
          <LayoutIcon source={source} />
          <Stack gap={2} miw={0}>
            <Title order={2} size="h5">
              {source.profile?.title ?? t('layout.unknown')}
            </Title>
            <Text size="sm" c="dimmed" className={isUnknown ? '' : (classes['sentence'] ?? '')}>
              {isDone ? (
                t('layout.exact', { count: source.columns.length })
              ) : (
                <bdi>{source.reason}</bdi>
              )}
            </Text>
            {isUnknown && <Text size="sm">{t('layout.unknownHint')}</Text>}
          </Stack>
        </Group>
        {!isUnknown && (
          <Button
            variant="default"
            size="xs"
            onClick={toggle}
            aria-expanded={isOpen}
            aria-controls={id}
          >
            {t('layout.change')}
          </Button>
        )}
      </Group>
      <Collapse expanded={isOpen || isUnknown} id={id}>
        <LayoutChoice
          source={source}
          hasChoices={hasChoices}
          onChoose={async (profile) => {
            await onChoose(profile);
            close();
          }}
        />
      </Collapse>
    </Paper>
  );
}

function LayoutIcon({ source }: Pick<LayoutCardProps, 'source'>) {
  const isUnknown = source.profile === null;
  const Icon = isUnknown ? IconHelpCircle : source.exact ? IconCircleCheck : IconTable;
  const color = isUnknown ? 'yellow' : source.exact ? 'green' : 'ferry';
  return (
    <ThemeIcon variant="light" color={color} size={36} radius="xl">
      <Icon size={22} aria-hidden />
    </ThemeIcon>
  );
}
