import { ImportStep } from './app-steps.js';

export interface AppBatchProps {
  uid: string;
  onStarted: (sessionUid: string) => void;
  onBack: () => void;
}

/** The import of a batch that was prepared before, such as by an administrator: none of its steps can be gone back to here. */
export function AppBatch({ uid, onStarted, onBack }: AppBatchProps) {
  return <ImportStep batchUid={uid} draft={undefined} onStarted={onStarted} onBack={onBack} />;
}
