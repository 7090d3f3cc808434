import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf, parsePlace, type Place } from '../../src/page/app-place.js';
import { stepsOpen } from '../../src/page/app-steps-open.js';
import { fileOutlook } from '../../src/page/file/file-outlook.js';
import { offersOf } from '../../src/page/file/find-offers.js';
import { makeBatch, makeDraft, makeFullDraft, makeSource } from './wire-samples.js';

test('every place comes back from its fragment', () => {
  const places: Place[] = [
    { at: 'start' },
    { at: 'history' },
    { at: 'draft', uid: 'd_1', step: 'check' },
    { at: 'batch', uid: 'b-2' },
    { at: 'session', uid: 's.3' },
  ];
  for (const place of places) assert.deepEqual(parsePlace(hashOf(place)), place);
});

test('a fragment that stands for no place leads to the start', () => {
  for (const hash of ['', '#', '#/draft', '#/draft/x/nowhere', '#/session/a%2Fb', '#/odd/x'])
    assert.deepEqual(parsePlace(hash), { at: 'start' });
});

test('the import opens when the batch is as the draft stands', () => {
  const draft = { ...makeFullDraft('d'), batch_uid: 'b' };
  assert.equal(stepsOpen(draft).at(-1), 'import');
  assert.equal(stepsOpen({ ...draft, is_stale: true }).at(-1), 'check');
  assert.deepEqual(stepsOpen(makeDraft('d')), ['file']);
});

test('the way on passes the columns only when every one is certain', () => {
  const full = makeFullDraft('d');
  const known = makeSource('a.csv', 'file_1', true);
  assert.equal(fileOutlook(full), 'columns');
  assert.equal(fileOutlook({ ...full, sources: [known] }), 'check');
  assert.equal(fileOutlook(makeDraft('d')), 'nothing');
});

test('a file that cannot be read is not left behind', () => {
  const full = makeFullDraft('d');
  const problem = { code: 'file_not_text', message: 'No list.', hint: null };
  const files = full.files.map((file) => ({ ...file, problem }));
  assert.equal(fileOutlook({ ...full, files }), 'trouble');
});

test('there is no way on with a list that holds no record, unless another one does', () => {
  const full = makeFullDraft('d');
  const blank = { ...makeSource('a.csv', 'file_1', true), preview: [] };
  assert.equal(fileOutlook({ ...full, sources: [blank] }), 'empty');
  assert.equal(fileOutlook({ ...full, sources: [blank, ...full.sources] }), 'columns');
});

test('batches of drafts and those handed over are not offered', () => {
  const line = { ...makeDraft('d'), files: ['a.csv'], batch_uid: 'of-draft' };
  const batches = [makeBatch('of-draft'), makeBatch('tried', ['s']), makeBatch('fresh')];
  const offers = offersOf({ drafts: [line, { ...line, files: [] }] }, { batches });
  assert.deepEqual(
    offers.batches.map(({ uid }) => uid),
    ['fresh'],
  );
  assert.equal(offers.drafts.length, 1);
});
