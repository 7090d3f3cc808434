import { Center, Loader } from '@mantine/core';

/** Before anything is known of who is there; no words, since the texts may be on their way as well. */
export function FirstLoad() {
  return (
    <Center mih="60vh" component="main" aria-busy>
      <Loader />
    </Center>
  );
}
