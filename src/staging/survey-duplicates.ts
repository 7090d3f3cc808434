import type { KeyIndex } from './key-index.js';
import type { RecognisedSource } from './recognised-source.js';
import type { StageRequest } from './stage-request.js';
import { walkSlice } from './walk-slice.js';

/** Looks through the slice beforehand, so that the duplicate judge knows what comes later. */
export async function surveyDuplicates(
  all: readonly RecognisedSource[],
  request: StageRequest,
  index: KeyIndex,
  throwIfStopped: () => void,
): Promise<void> {
  await walkSlice(all, request, ({ position, record, recognised }) => {
    throwIfStopped();
    if (record.oddity !== undefined || recognised.isContinuation(record)) return undefined;
    const { emailKey, findings } = recognised.mapper.mapClient(record);
    if (emailKey !== undefined && findings.errors.length === 0) index.note(emailKey, position);
    return undefined;
  });
}
