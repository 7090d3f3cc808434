import assert from 'node:assert/strict';
import { test } from 'node:test';
import { correctRecord } from '../../src/drafts/correct-record.js';
import { undoLastEdit } from '../../src/drafts/undo-last-edit.js';
import { getDraft } from '../../src/drafts/get-draft.js';
import { presentUnderstood } from '../../src/web/api/present-draft.js';
import { draftOf, makeDrafts, NOA, stageDraft } from '../helpers/drafts.js';

test('corrections are counted by different cells, and what was taken back is none of them', async (t) => {
  const drafts = makeDrafts(t);
  const { deps } = drafts;
  const { id } = await draftOf(drafts, { 'a.csv': 'First name,E-mail\nNoa,x\nMira,y\n' });
  await stageDraft(drafts, { id });
  const correct = (line: number, value: string) =>
    correctRecord(deps, NOA, id, {
      ...{ source: 'a.csv', line },
      cells: [{ index: 1, value }],
    });
  const counted = async () => presentUnderstood(await getDraft(deps, NOA, id), []).corrections;
  await correct(2, 'noa');
  await correct(2, 'noa@example.org');
  await correct(3, 'mira@example.org');
  assert.deepEqual(await counted(), { pending: 2, total: 2, undoable: 3 });
  await stageDraft(drafts, { id });
  assert.deepEqual(await counted(), { pending: 0, total: 2, undoable: 3 });
  await undoLastEdit(deps, NOA, id);
  assert.deepEqual(await counted(), { pending: 0, total: 1, undoable: 2 });
});
