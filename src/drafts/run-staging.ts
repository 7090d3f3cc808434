import { isOurTrouble } from '../errors.js';
import type { Identity } from '../sign-in/identity.js';
import type { StageOutcome } from '../staging/stage-files.js';
import type { Draft } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import type { LocalUpload } from './draft-store.js';
import { problemOf } from './problem.js';
import { createDraftRequest } from './recognise-tables.js';
import { releaseBatch } from './release-batch.js';
import { StagingRun } from './staging-run.js';

/** Stages a draft that is marked as running, and writes to it how that went. Never fails: there is nobody to tell. */
export async function runStaging(deps: DraftDeps, who: Identity, draft: Draft): Promise<void> {
  const run = new StagingRun(deps, draft);
  run.begin();
  try {
    // Waiting keeps no upload open.
    const outcome = await deps.inTurn(() => stage(deps, who, draft, run), {
      businessUid: draft.businessUid,
      signal: run.signal,
    });
    await finish(deps, draft, run, outcome);
  } catch (error) {
    if (isOurTrouble(error)) deps.onInternal(error);
    const problem = problemOf(error);
    await run
      .end((current, staging) => ({
        ...current,
        staging: { ...staging, state: 'failed', problem },
      }))
      // What cannot be written now is taken for dead by everybody soon.
      .catch(() => false);
  }
}

async function stage(
  deps: DraftDeps,
  who: Identity,
  draft: Draft,
  run: StagingRun,
): Promise<StageOutcome> {
  const uploads: LocalUpload[] = [];
  try {
    for (const { id } of draft.files) uploads.push(await deps.store.openUpload(id));
    const files = draft.files.map(({ name, read }, at) => ({
      path: uploads[at]?.path ?? '',
      read: { ...read, name },
    }));
    const request = await createDraftRequest(deps, who, draft, files);
    return await deps.stage(request, {
      onProgress: (progress) => {
        run.note(progress);
      },
      signal: run.signal,
    });
  } finally {
    for (const upload of uploads) await upload.release();
  }
}

/** The new batch takes the place of the one before. */
async function finish(
  deps: DraftDeps,
  draft: Draft,
  run: StagingRun,
  { batch }: StageOutcome,
): Promise<void> {
  const isWritten = await run.end((current, staging) => ({
    ...current,
    staging: {
      ...staging,
      state: 'done',
      records: batch.counts.records,
      bytes: staging.totalBytes,
      problem: undefined,
    },
    batchId: batch.id,
    editsInBatch: current.edits.length,
    reverted: undefined,
    isStale: false,
  }));
  if (!isWritten) await dropUnwanted(deps, draft, batch.id);
  else if (draft.batchId !== undefined && draft.batchId !== batch.id)
    await releaseBatch(deps, draft.businessUid, draft.batchId);
}

/** Cancelled at the last moment: nobody is to find what nobody waits for, unless the draft is being staged again already. */
async function dropUnwanted(
  deps: DraftDeps,
  { id, businessUid }: Draft,
  batchId: string,
): Promise<void> {
  const current = await deps.store.findDraft(id);
  if (current?.staging?.state !== 'running') await releaseBatch(deps, businessUid, batchId);
}
