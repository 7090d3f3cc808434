import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { correctRecord } from '../../src/drafts/correct-record.js';
import { discardDraft } from '../../src/drafts/discard-draft.js';
import { getDraft } from '../../src/drafts/get-draft.js';
import { sweepDrafts } from '../../src/drafts/sweep-drafts.js';
import { FerryError } from '../../src/errors.js';
import { startImport, type StartImportDeps } from '../../src/sessions/start-import.js';
import { draftOf, makeDrafts, NOA, stageDraft, type Drafts } from '../helpers/drafts.js';
import { stageHere } from '../helpers/stage.js';

const LIST = 'First name,E-mail\nNoa,noa@example.org\n,mira@example.org\n';
const END_OF_TIME = '9999-12-31T23:59:59.999Z';

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof FerryError && error.code === code;

const correctLine3 = ({ deps }: Drafts, draftId: string, value: string) =>
  correctRecord(deps, NOA, draftId, {
    ...{ source: 'a.csv', line: 3 },
    cells: [{ index: 0, value }],
  });

/** Imports the batch of a draft; `meanwhile` happens while the CRM is asked. */
async function importDraft(drafts: Drafts, draftId: string, meanwhile: () => Promise<unknown>) {
  const { store, deps } = drafts;
  const host = {
    listFields: () => Promise.resolve(undefined),
    postImport: async () => {
      await meanwhile();
      return { kind: 'accepted' as const, hostSessionId: undefined };
    },
  };
  const importing: StartImportDeps = {
    ...{ store, drafts: deps },
    signIn: { hostTokenOf: () => Promise.resolve('token') },
    declare: () =>
      Promise.resolve({
        store,
        host,
        now: () => deps.now(),
        createId: () => 's_1',
        quietMs: 1_000,
      }),
  };
  const { batchId = '' } = await getDraft(deps, NOA, draftId);
  return startImport(importing, NOA, {
    ...{ batchId, draftId, rejects: 'leave' },
    ...{ override: false, sendEmail: false },
  });
}

test('an import keeps a draft that was changed while it began, and says so', async (t) => {
  const drafts = makeDrafts(t);
  const draft = await stageDraft(drafts, await draftOf(drafts, { 'a.csv': LIST }));
  const { warnings } = await importDraft(drafts, draft.id, () =>
    correctLine3(drafts, draft.id, 'Mira'),
  );
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /changed while the import began/);
  assert.equal((await getDraft(drafts.deps, NOA, draft.id)).edits.length, 1);
  await discardDraft(drafts.deps, NOA, draft.id);
  assert.equal((await drafts.store.listBatches('b1')).length, 1);
});

test('an import takes the draft along that nobody changed or that is gone', async (t) => {
  for (const meanwhile of [
    () => Promise.resolve(),
    (drafts: Drafts, id: string) => discardDraft(drafts.deps, NOA, id),
  ]) {
    const drafts = makeDrafts(t);
    const draft = await stageDraft(drafts, await draftOf(drafts, { 'a.csv': LIST }));
    const { warnings } = await importDraft(drafts, draft.id, () => meanwhile(drafts, draft.id));
    assert.deepEqual(warnings, []);
    assert.equal(await drafts.store.findDraft(draft.id), undefined);
    assert.deepEqual(await drafts.store.listUploads(END_OF_TIME), []);
    assert.equal((await drafts.store.listBatches('b1')).length, 1);
  }
});

test('a batch that an admin was given stays when its draft is staged otherwise or discarded', async (t) => {
  const drafts = makeDrafts(t);
  const { deps, store, dataDir } = drafts;
  const path = join(dataDir, 'a.csv');
  writeFileSync(path, LIST);
  const draft = await stageDraft(drafts, await draftOf(drafts, { 'a.csv': LIST }));
  const dry = await stageHere(store, [path], { dryRun: true });
  assert.equal((await store.listUnkeptBatches(END_OF_TIME)).length, 1);
  const { batch, stagedBefore } = await stageHere(store, [path]);
  assert.deepEqual([batch.id, dry.batch.id, stagedBefore], [draft.batchId, draft.batchId, true]);
  await correctLine3(drafts, draft.id, 'Mira');
  const again = await stageDraft(drafts, draft);
  assert.notEqual(again.batchId, batch.id);
  await discardDraft(deps, NOA, draft.id);
  assert.deepEqual(
    (await store.listBatches('b1')).map(({ id }) => id),
    [batch.id],
  );
});

test('a batch that goes away with its draft while an admin asks for it is staged anew', async (t) => {
  const drafts = makeDrafts(t);
  const { deps, store, dataDir } = drafts;
  const path = join(dataDir, 'a.csv');
  writeFileSync(path, LIST);
  const draft = await stageDraft(drafts, await draftOf(drafts, { 'a.csv': LIST }));
  const listBatches = async (business?: string) => {
    const batches = await store.listBatches(business);
    await discardDraft(deps, NOA, draft.id);
    return batches;
  };
  const { batch, stagedBefore } = await stageHere({ ...store, listBatches }, [path]);
  assert.equal(stagedBefore, false);
  assert.equal((await store.findBatch(batch.id))?.id, batch.id);
  assert.deepEqual(await store.listUnkeptBatches(END_OF_TIME), []);
});

test('a draft whose removal breaks off is found by nobody, and the sweeper goes on with it', async (t) => {
  for (const broken of ['deleteUpload', 'deleteUnkeptBatch', 'deleteDraft'] as const) {
    const drafts = makeDrafts(t);
    const { deps, store } = drafts;
    const draft = await stageDraft(drafts, await draftOf(drafts, { 'a.csv': LIST }));
    const breaking = { ...store, [broken]: () => Promise.reject(new Error('away')) };
    await assert.rejects(discardDraft({ ...deps, store: breaking }, NOA, draft.id), /away/);
    await assert.rejects(getDraft(deps, NOA, draft.id), refusedWith('draft_not_found'));
    await sweepDrafts(deps);
    assert.equal(await store.findDraft(draft.id), undefined);
    assert.deepEqual(await store.listUploads(END_OF_TIME), []);
    assert.deepEqual(await store.listBatches('b1'), [], broken);
  }
});

test('a batch whose process died before its draft knew it is swept, or goes away with the draft that is staged again', async (t) => {
  let now = new Date();
  const drafts = makeDrafts(t, { now: () => now });
  const { deps, store, dataDir } = drafts;
  const leaveBatch = async (list: string) => {
    const path = join(dataDir, 'a.csv');
    writeFileSync(path, list);
    return (await stageHere(store, [path], { isKept: false })).batch;
  };
  const ids = async () => (await store.listBatches('b1')).map(({ id }) => id);
  const found = await leaveBatch(LIST);
  const lost = await leaveBatch(`${LIST}Zoe,zoe@example.org\n`);
  const draft = await stageDraft(drafts, await draftOf(drafts, { 'a.csv': LIST }));
  assert.equal(draft.batchId, found.id);
  await sweepDrafts(deps);
  assert.deepEqual(await ids(), [lost.id, found.id]);
  now = new Date(now.getTime() + 2 * 60 * 60_000);
  await sweepDrafts(deps);
  assert.deepEqual(await ids(), [found.id]);
  await discardDraft(deps, NOA, draft.id);
  assert.deepEqual(await ids(), []);
});
