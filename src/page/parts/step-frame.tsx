import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './step-frame.module.css';

export interface StepFrameProps {
  title: string;
  intro?: ReactNode;
  children: ReactNode;
  /** Buttons that lead away from the step: back first, onwards last. They stay in sight. */
  actions?: ReactNode;
}

/** The frame of every step: its heading, its content, and a bar with the ways back and onwards. */
export function StepFrame({ title, intro, children, actions }: StepFrameProps) {
  return (
    <Stack gap="lg">
      <Stack gap={4}>
        <Title order={1} size="h2">
          {title}
        </Title>
        {intro != null && (
          <Text c="dimmed" maw="70ch">
            {intro}
          </Text>
        )}
      </Stack>
      {children}
      {actions != null && (
        <Group className={classes['actions']} justify="space-between" gap="sm">
          {actions}
        </Group>
      )}
    </Stack>
  );
}
