import { Button, Group, Text } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface NextActionProps {
  /** "Next" when left out. */
  label?: string;
  icon?: ReactNode;
  /** Why one cannot go on now, in one sentence. */
  obstacle?: string | undefined;
  /** What there is to know before going on. */
  note?: string | undefined;
  onNext: () => void;
}

/** The button onwards; while something is in the way it is off and says what. */
export function NextAction({ label, icon, obstacle, note, onNext }: NextActionProps) {
  const { t } = useTranslation();
  const id = useId();
  const text = obstacle ?? note;
  return (
    <Group gap="sm" justify="flex-end" flex="1 1 auto" wrap="nowrap">
      <Text id={id} size="sm" c="dimmed" ta="end" lh={1.35} role="status">
        {text}
      </Text>
      <Button
        flex="none"
        disabled={obstacle !== undefined}
        rightSection={icon}
        onClick={onNext}
        {...(text === undefined ? {} : { 'aria-describedby': id })}
      >
        {label ?? t('next')}
      </Button>
    </Group>
  );
}
