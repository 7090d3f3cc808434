import { assembleRecords, type OpenSpool } from './assemble-records.js';
import type { AssemblySink } from './assembling.js';
import type { KeyIndex } from './key-index.js';
import type { RecognisedSource } from './recognised-source.js';
import type { StageRequest } from './stage-request.js';
import { walkSlice } from './walk-slice.js';

/**
 * Looks through the slice beforehand, so that the duplicate judge knows what comes later: clients are assembled as they will be,
 * so that only those count that would be handed over, and those of several records once.
 */
export async function surveyDuplicates(
  all: readonly RecognisedSource[],
  request: StageRequest,
  index: KeyIndex,
  openSpool: OpenSpool,
  throwIfStopped: () => void,
): Promise<void> {
  const sink: AssemblySink = {
    accept({ lead, client: { emailKey } }) {
      if (emailKey !== undefined) index.note(emailKey, lead.position);
    },
    reject: () => undefined,
    drain: () => Promise.resolve(),
    noteUnmatched: () => undefined,
  };
  const assembler = assembleRecords(all, sink, openSpool);
  await walkSlice(all, request, (taken) => {
    throwIfStopped();
    assembler.take(taken);
    return undefined;
  });
  await assembler.end();
}
