import { Stack } from '@mantine/core';
import { AppStepper } from './app-stepper.js';
import { ImportStep } from './app-steps.js';

export interface AppBatchProps {
  uid: string;
  onStarted: (sessionUid: string) => void;
  onBack: () => void;
}

/** The import of a batch that an administrator has staged. */
export function AppBatch({ uid, onStarted, onBack }: AppBatchProps) {
  return (
    <Stack gap="lg">
      <AppStepper step="import" open={['file', 'import']} onStep={onBack} />
      <ImportStep batchUid={uid} draft={undefined} onStarted={onStarted} onBack={onBack} />
    </Stack>
  );
}
