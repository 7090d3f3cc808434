import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelStaging } from '../../src/drafts/cancel-staging.js';
import { changeDraft } from '../../src/drafts/change-draft.js';
import { correctRecord } from '../../src/drafts/correct-record.js';
import { createDraft } from '../../src/drafts/create-draft.js';
import { discardDraft } from '../../src/drafts/discard-draft.js';
import { getDraft } from '../../src/drafts/get-draft.js';
import { listDraftRejects } from '../../src/drafts/list-draft-rejects.js';
import { removeFile } from '../../src/drafts/remove-file.js';
import { replaceInRejects } from '../../src/drafts/replace-in-rejects.js';
import { startStaging } from '../../src/drafts/start-staging.js';
import { undoLastEdit } from '../../src/drafts/undo-last-edit.js';
import { FerryError } from '../../src/errors.js';
import { Slots } from '../../src/slots.js';
import type { StageOutcome } from '../../src/staging/stage-files.js';
import { draftOf, makeDrafts, MIRA, NOA, settled, stageDraft } from '../helpers/drafts.js';
import { until } from '../helpers/poll.js';

const BAD = `First name,E-mail\n${Array.from({ length: 8 }, (_, at) => `,noa${at}@example.org`).join('\n')}\n`;

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof FerryError && error.code === code;

test('corrections made at the same time all stand', async (t) => {
  const drafts = makeDrafts(t);
  const draft = await stageDraft(drafts, await draftOf(drafts, { 'a.csv': BAD }));
  await Promise.all(
    [2, 3, 4, 5, 6, 7, 8, 9].map((line) =>
      correctRecord(drafts.deps, NOA, draft.id, {
        ...{ source: 'a.csv', line },
        cells: [{ index: 0, value: 'Noa' }],
      }),
    ),
  );
  const { edits } = await getDraft(drafts.deps, NOA, draft.id);
  assert.equal(edits.length, 8);
  const staged = await stageDraft(drafts, draft);
  const batch = await drafts.store.findBatch(staged.batchId ?? '');
  assert.deepEqual([batch?.counts.accepted, batch?.counts.rejected], [8, 0]);
});

test('a draft that others change all the time is told as changed', async (t) => {
  const drafts = makeDrafts(t);
  const { store } = drafts;
  const busy = { ...store, replaceDraft: () => Promise.resolve(false) };
  const draft = await createDraft(drafts.deps, NOA);
  await assert.rejects(
    changeDraft({ ...drafts.deps, store: busy }, NOA, draft.id, { onDuplicate: 'keep' }),
    refusedWith('draft_changed'),
  );
});

test('a draft of another business is not found by any way in (S3)', async (t) => {
  const drafts = makeDrafts(t);
  const { deps } = drafts;
  const draft = await stageDraft(drafts, await draftOf(drafts, { 'a.csv': BAD }));
  const at = { source: 'a.csv', line: 2, index: 0 };
  for (const attempt of [
    () => getDraft(deps, MIRA, draft.id),
    () => removeFile(deps, MIRA, draft.id, draft.files[0]?.id ?? ''),
    () => changeDraft(deps, MIRA, draft.id, { onDuplicate: 'keep' }),
    () => listDraftRejects(deps, MIRA, draft.id, { after: 0, limit: 1, code: undefined }),
    () => correctRecord(deps, MIRA, draft.id, { ...at, cells: [{ index: 0, value: 'x' }] }),
    () => replaceInRejects(deps, MIRA, draft.id, { ...at, find: '', replace: 'x' }),
    () => undoLastEdit(deps, MIRA, draft.id),
    () => startStaging(deps, MIRA, draft.id),
    () => cancelStaging(deps, MIRA, draft.id),
    () => discardDraft(deps, MIRA, draft.id),
  ])
    await assert.rejects(attempt(), refusedWith('draft_not_found'));
  assert.equal((await getDraft(deps, NOA, draft.id)).version, draft.version);
});

test('an empty draft cannot be staged', async (t) => {
  const drafts = makeDrafts(t);
  const draft = await createDraft(drafts.deps, NOA);
  await assert.rejects(startStaging(drafts.deps, NOA, draft.id), refusedWith('draft_empty'));
});

test('while it is being staged a draft is not changed, shows how far it is, and can be cancelled', async (t) => {
  let isAborted = false;
  const drafts = makeDrafts(t, {
    stage: (_, { signal, onProgress }) => {
      onProgress({ records: 2_000, bytes: 10, totalBytes: 20 });
      return new Promise<StageOutcome>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          isAborted = true;
          reject(new FerryError('interrupted', 'Interrupted; nothing was staged.'));
        });
      });
    },
  });
  const { deps } = drafts;
  const draft = await draftOf(drafts, { 'a.csv': BAD });
  assert.equal((await startStaging(deps, NOA, draft.id)).staging?.state, 'running');
  await assert.rejects(startStaging(deps, NOA, draft.id), refusedWith('draft_busy'));
  await assert.rejects(
    changeDraft(deps, NOA, draft.id, { onDuplicate: 'keep' }),
    refusedWith('draft_busy'),
  );
  await until('progress is written', async () => {
    const { staging } = await getDraft(deps, NOA, draft.id);
    return staging?.records === 2_000 && staging.bytes === 10;
  });
  const cancelled = await cancelStaging(deps, NOA, draft.id);
  assert.deepEqual(
    [cancelled.staging?.state, cancelled.staging?.problem?.code],
    ['failed', 'interrupted'],
  );
  await until('the staging has been told', () => isAborted);
  const changed = await changeDraft(deps, NOA, draft.id, { onDuplicate: 'keep' });
  assert.equal(changed.onDuplicate, 'keep');
});

test('a staging whose process died is told as interrupted after half a minute, and can be begun again', async (t) => {
  const drafts = makeDrafts(t);
  const { deps, store } = drafts;
  const draft = await draftOf(drafts, { 'a.csv': BAD });
  const at = new Date(Date.now() - 31_000).toISOString();
  const counters = { records: 0, bytes: 0, totalBytes: 1, problem: undefined };
  await store.replaceDraft({
    ...draft,
    version: draft.version + 1,
    staging: { state: 'running', ...counters, startedAt: at, touchedAt: at },
  });
  const dead = await getDraft(deps, NOA, draft.id);
  assert.deepEqual([dead.staging?.state, dead.staging?.problem?.code], ['failed', 'interrupted']);
  assert.equal((await stageDraft(drafts, draft)).staging?.state, 'done');
});

test('a staging that fails says why, and the next one may succeed', async (t) => {
  const drafts = makeDrafts(t);
  const { deps } = drafts;
  const told: unknown[] = [];
  const failing = {
    ...deps,
    stage: () => Promise.reject(new Error('secret cell')),
    onInternal: (error: unknown) => told.push(error),
  };
  const draft = await draftOf(drafts, { 'a.csv': BAD });
  await startStaging(failing, NOA, draft.id);
  const failed = await settled(drafts, draft);
  assert.equal(failed.staging?.problem?.code, 'internal');
  assert.doesNotMatch(JSON.stringify(failed.staging), /secret cell/);
  assert.equal(told.length, 1);
  assert.equal((await stageDraft(drafts, draft)).staging?.state, 'done');
});

test('a draft discarded while it is being staged leaves neither batch nor upload', async (t) => {
  const drafts = makeDrafts(t);
  const { deps, store } = drafts;
  let finish: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let hasEnded = false;
  const slow = {
    ...deps,
    stage: async (...args: Parameters<typeof deps.stage>) => {
      const outcome = await deps.stage(...args);
      await held;
      hasEnded = true;
      return outcome;
    },
  };
  const draft = await draftOf(drafts, { 'a.csv': BAD });
  await startStaging(slow, NOA, draft.id);
  await until('the batch stands', async () => (await store.listBatches('b1')).length === 1);
  await discardDraft(slow, NOA, draft.id);
  finish();
  await until(
    'the batch is gone',
    async () => hasEnded && (await store.listBatches('b1')).length === 0,
  );
  assert.deepEqual(await store.listUploads('9999-01-01T00:00:00Z'), []);
});

test('a staging that waits holds no upload open, and is given up when it is cancelled', async (t) => {
  const slots = new Slots(1);
  let free: () => void = () => undefined;
  const taken = slots.run(() => new Promise<void>((resolve) => (free = resolve)), {
    isUrgent: false,
  });
  let opened = 0;
  let given = 0;
  const drafts = makeDrafts(t);
  const deps = {
    ...drafts.deps,
    store: {
      ...drafts.store,
      openUpload: (id: string) => {
        opened++;
        return drafts.store.openUpload(id);
      },
    },
    inTurn: <T>(work: () => Promise<T>, { signal }: { signal: AbortSignal }) =>
      slots.run(work, { isUrgent: false, signal }).finally(() => given++),
  };
  const draft = await draftOf(drafts, { 'a.csv': BAD });
  for (let n = 1; n <= 2; n++) {
    await startStaging(deps, NOA, draft.id);
    await cancelStaging(deps, NOA, draft.id);
    await until('the staging has left the queue', () => given === n);
  }
  free();
  await taken;
  assert.equal(opened, 0);
  await startStaging(deps, NOA, draft.id);
  assert.equal((await settled(drafts, draft)).staging?.state, 'done');
  assert.equal(opened, 1);
});
