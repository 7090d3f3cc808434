import { Button, Group } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** A way to another page; `onGo` is undefined where there is none. */
export interface Way {
  text: string;
  /** What it is called for those who do not see where it stands; its text when left out. */
  label?: string;
  onGo: (() => void) | undefined;
}

export interface PageWaysProps {
  label: string;
  back: Way;
  onwards: Way;
  p?: 'md';
  /** Stands between the two. */
  children?: ReactNode;
}

/** The ways to the pages before and after. */
export function PageWays({ label, back, onwards, p, children }: PageWaysProps) {
  return (
    <Group justify="space-between" {...(p && { p })} component="nav" aria-label={label}>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconChevronLeft size={16} aria-hidden className="flips" />}
        disabled={!back.onGo}
        onClick={back.onGo}
        aria-label={back.label}
      >
        {back.text}
      </Button>
      {children}
      <Button
        variant="default"
        size="xs"
        rightSection={<IconChevronRight size={16} aria-hidden className="flips" />}
        disabled={!onwards.onGo}
        onClick={onwards.onGo}
        aria-label={onwards.label}
      >
        {onwards.text}
      </Button>
    </Group>
  );
}
