import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeDraft } from '../../src/drafts/change-draft.js';
import { correctRecord } from '../../src/drafts/correct-record.js';
import { listDraftRejects } from '../../src/drafts/list-draft-rejects.js';
import { replaceInRejects } from '../../src/drafts/replace-in-rejects.js';
import { FerryError } from '../../src/errors.js';
import { presentDraft } from '../../src/web/api/present-draft.js';
import { bookOf, textRow, zipOf } from '../files/archives.js';
import { clientsOf, draftOf, makeDrafts, NOA, stageDraft } from '../helpers/drafts.js';

const FIRST_PAGE = { after: 0, limit: 10, code: undefined };
const draftChanged = (error: unknown) =>
  error instanceof FerryError && error.code === 'draft_changed';

test('rejects of a sheet that is no longer read cannot be corrected, and nothing reaches the other one', async (t) => {
  const drafts = makeDrafts(t);
  const { deps } = drafts;
  const header = textRow(1, 'First name', 'E-mail');
  const book = await bookOf({
    sheets: {
      '2023': header + textRow(2, 'Noa', 'noa@example.org') + textRow(3, 'Ada', 'no address'),
      '2024':
        header + textRow(2, 'Mira', 'mira@example.org') + textRow(3, 'Zoe', 'zoe@example.org'),
    },
  });
  const draft = await draftOf(drafts, { 'book.xlsx': book });
  const uid = draft.files[0]?.id ?? '';
  const read = (sheet: string) =>
    changeDraft(deps, NOA, draft.id, { files: [{ uid, read: { sheet } }] });
  await read('2023');
  await stageDraft(drafts, draft);
  await read('2024');
  const [reject] = (await listDraftRejects(deps, NOA, draft.id, FIRST_PAGE)).rejects;
  assert.deepEqual([reject?.source, reject?.line], ['book.xlsx/2023', 3]);
  for (const source of ['book.xlsx/2023', 'book.xlsx/2024'])
    await assert.rejects(
      correctRecord(deps, NOA, draft.id, { source, line: 3, cells: [{ index: 1, value: 'x' }] }),
      draftChanged,
    );
  const { cells } = await replaceInRejects(deps, NOA, draft.id, {
    ...{ source: 'book.xlsx/2024', index: 1 },
    ...{ find: 'no address', replace: 'ada@example.org' },
  });
  assert.equal(cells, 0);
  const staged = await stageDraft(drafts, draft);
  assert.deepEqual(
    (await clientsOf(drafts, staged)).map(({ email }) => email),
    ['mira@example.org', 'zoe@example.org'],
  );
});

test('rejects of a file that is read in another encoding since cannot be corrected until it is staged again', async (t) => {
  const drafts = makeDrafts(t);
  const { deps } = drafts;
  const list = Buffer.from(
    'First name,E-mail\nRené,rene@example.org\nZoë,\n,ada@example.org\n',
    'latin1',
  );
  const draft = await draftOf(drafts, { 'a.csv': list });
  const uid = draft.files[0]?.id ?? '';
  await stageDraft(drafts, draft);
  await changeDraft(deps, NOA, draft.id, { files: [{ uid, read: { encoding: 'cp850' } }] });
  const correct = () =>
    correctRecord(deps, NOA, draft.id, {
      ...{ source: 'a.csv', line: 4 },
      cells: [{ index: 0, value: 'Ada' }],
    });
  await assert.rejects(correct(), draftChanged);
  await stageDraft(drafts, draft);
  assert.deepEqual((await correct()).issues, []);
});

test('of two files with the same bytes the rejects of the one that was left out are not taken for those of the other', async (t) => {
  const drafts = makeDrafts(t);
  const { deps } = drafts;
  const list = 'First name,E-mail\n,noa@example.org\n';
  const zip = await zipOf([
    ['a.csv', list],
    ['b.csv', list],
  ]);
  const draft = await draftOf(drafts, { 'lists.zip': zip });
  await stageDraft(drafts, draft);
  await changeDraft(deps, NOA, draft.id, {
    files: [{ uid: draft.files[0]?.id ?? '', read: { skip: ['a.csv'] } }],
  });
  const { rejects } = await listDraftRejects(deps, NOA, draft.id, FIRST_PAGE);
  assert.deepEqual(
    rejects.map(({ source }) => source),
    ['lists.zip/a.csv', 'lists.zip/b.csv'],
  );
});

test('leaving one file of a ZIP out leaves in another one of the same base name', async (t) => {
  const drafts = makeDrafts(t);
  const zip = await zipOf([
    ['clients.csv', 'First name\nNoa\nMira\n'],
    ['old/clients.csv', 'First name\nAda\nZoe\n'],
    ['more/leads.csv', 'First name\nKim\nLee\n'],
  ]);
  const draft = await draftOf(drafts, { 'lists.zip': zip });
  const skip = async (...names: string[]) => {
    const changed = await changeDraft(drafts.deps, NOA, draft.id, {
      files: [{ uid: draft.files[0]?.id ?? '', read: { skip: names } }],
    });
    const [file] = (await presentDraft(drafts.deps, NOA, changed)).files;
    const shown = file?.entries.flatMap(({ name, included }) => (included ? [name] : []));
    assert.deepEqual(
      changed.files[0]?.sources.map(({ name }) => name.slice('lists.zip/'.length)),
      shown,
    );
    return shown;
  };
  assert.deepEqual(await skip('clients.csv'), ['old/clients.csv', 'more/leads.csv']);
  assert.deepEqual(await skip('old/clients.csv'), ['clients.csv', 'more/leads.csv']);
  assert.deepEqual(await skip('leads.csv'), ['clients.csv', 'old/clients.csv']);
});
