import { Group, Text } from '@mantine/core';
import { IconFerry } from '@tabler/icons-react';

/** The product's sign and name, which is the same in every language. */
export function ProductName() {
  return (
    <Group gap={8} wrap="nowrap" flex="none" c="var(--mantine-color-anchor)">
      <IconFerry size={26} stroke={1.8} aria-hidden />
      <Text component="span" fw={700} size="lg" c="var(--mantine-color-text)" translate="no">
        clientferry
      </Text>
    </Group>
  );
}
