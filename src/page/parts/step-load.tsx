import { Skeleton, Stack } from '@mantine/core';

/** Holds the place of a step that is on its way. */
export function StepLoad() {
  return (
    <Stack gap="md" aria-busy mih={420}>
      <Skeleton h={34} maw={320} />
      <Skeleton h={20} maw={520} />
      <Skeleton h={180} radius="md" />
      <Skeleton h={120} radius="md" />
    </Stack>
  );
}
