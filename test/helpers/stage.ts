import { createId } from '../../src/create-id.js';
import { openSources } from '../../src/files/open-sources.js';
import { loadProfiles } from '../../src/profiles/load-profiles.js';
import { stageFiles, type StageOutcome, type StagingDeps } from '../../src/staging/stage-files.js';
import { createStageRequest, type RequestChanges } from '../../src/staging/stage-request.js';
import { openKeyIndex } from '../../src/store/sqlite/key-index.js';
import { openRecordSpool } from '../../src/store/sqlite/record-spool.js';
import type { Store } from '../../src/store/store.js';

/** Stages files for the business b1 in this thread, with the shipped profiles; `deps` may say otherwise. */
export function stageHere(
  store: Store,
  paths: string[],
  changes: RequestChanges = {},
  deps: Partial<StagingDeps> = {},
): Promise<StageOutcome> {
  return stageFiles(
    {
      store,
      profiles: deps.profiles ?? loadProfiles(),
      openSources,
      openKeyIndex,
      openRecordSpool,
      createId: () => createId('b'),
      now: () => new Date(),
      throwIfStopped: () => undefined,
      onProgress: () => undefined,
      ...deps,
    },
    createStageRequest(paths, 'b1', changes),
  );
}
