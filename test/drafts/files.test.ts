import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { addFile } from '../../src/drafts/add-file.js';
import { changeDraft } from '../../src/drafts/change-draft.js';
import { correctRecord } from '../../src/drafts/correct-record.js';
import { createDraft } from '../../src/drafts/create-draft.js';
import { discardDraft } from '../../src/drafts/discard-draft.js';
import { freeFileName, safeFileName } from '../../src/drafts/file-name.js';
import { listDraftRejects } from '../../src/drafts/list-draft-rejects.js';
import { removeFile } from '../../src/drafts/remove-file.js';
import { sweepDrafts } from '../../src/drafts/sweep-drafts.js';
import { understandDraft } from '../../src/drafts/understand-draft.js';
import { FerryError } from '../../src/errors.js';
import { writeRejectsFile } from '../../src/results/rejects-file.js';
import { bookOf, zipOf } from '../files/archives.js';
import { clientsOf, draftOf, makeDrafts, NOA, stageDraft, upload } from '../helpers/drafts.js';
import { createDeclaredSession } from '../helpers/store.js';

const LIST = 'First name,E-mail\nNoa,noa@example.org\nMira,\n';

const uploadsIn = (dataDir: string): string[] => readdirSync(join(dataDir, 'uploads'));

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof FerryError && error.code === code;

test('an upload one byte too large is refused and leaves nothing; at the limit and below it is taken', async (t) => {
  const drafts = makeDrafts(t);
  const { deps, dataDir } = drafts;
  const limit = deps.settings.uploadMaxBytes;
  const bytesOf = (size: number) => LIST.padEnd(size, 'Ada,\n').slice(0, size);
  const draft = await createDraft(deps, NOA);
  for (const size of [limit - 1, limit]) {
    const { files } = await upload(drafts, draft, `${size}.csv`, bytesOf(size));
    assert.equal(files.at(-1)?.bytes, size);
  }
  await assert.rejects(
    upload(drafts, draft, 'large.csv', bytesOf(limit + 1)),
    refusedWith('file_too_large'),
  );
  assert.equal(uploadsIn(dataDir).length, 2);
});

test('an upload that breaks off, is one too many, or is for a draft of others leaves nothing', async (t) => {
  const drafts = makeDrafts(t);
  const { deps, dataDir } = drafts;
  const draft = await createDraft(deps, NOA);
  const broken = Readable.from(
    (async function* () {
      yield await Promise.resolve(Buffer.from(LIST));
      throw new Error('reset');
    })(),
  );
  await assert.rejects(addFile(deps, NOA, draft.id, { name: 'a.csv', bytes: broken }), /reset/);
  const others = { ...NOA, businessUid: 'b2' };
  const add = (who: typeof NOA) =>
    addFile(deps, who, draft.id, { name: 'a.csv', bytes: Readable.from([Buffer.from(LIST)]) });
  await assert.rejects(add(others), refusedWith('draft_not_found'));
  for (let n = 1; n <= deps.settings.maxFiles; n++) await add(NOA);
  await assert.rejects(add(NOA), refusedWith('too_many_files'));
  assert.equal(uploadsIn(dataDir).length, deps.settings.maxFiles);
});

test('two files of one name get names of their own, and names are made safe to show', async (t) => {
  const drafts = makeDrafts(t);
  const draft = await createDraft(drafts.deps, NOA);
  await Promise.all([1, 2, 3].map(() => upload(drafts, draft, 'C:\\lists\\a.csv', LIST)));
  const { files } = await upload(drafts, draft, '../\u202Eevil\u0007.csv', LIST);
  assert.deepEqual(
    files.map(({ name }) => name),
    ['a.csv', 'a (2).csv', 'a (3).csv', '·evil·.csv'],
  );
  assert.deepEqual(
    files.map(({ sources }) => sources[0]?.name),
    files.map(({ name }) => name),
  );
  assert.equal(safeFileName('/'), 'list');
  assert.equal(safeFileName(`${'x'.repeat(500)}.csv`).length, 150);
  assert.equal(freeFileName('.csv', ['.csv']), '.csv (2)');
});

test('files of a ZIP with different headers have choices of their own', async (t) => {
  const drafts = makeDrafts(t);
  const zip = await zipOf([
    ['new.csv', 'First name,Extra\nNoa,one\n'],
    ['old.csv', 'Name,Tel\nMira Okafor,0044\n'],
  ]);
  const draft = await draftOf(drafts, { 'export.zip': zip });
  assert.deepEqual(draft.files[0]?.entries, ['new.csv', 'old.csv']);
  await changeDraft(drafts.deps, NOA, draft.id, {
    sources: [
      { name: 'export.zip/new.csv', columns: [{ index: 1, field: 'tags' }] },
      { name: 'export.zip/old.csv', columns: [{ index: 1, field: 'external_id' }] },
    ],
  });
  const staged = await stageDraft(drafts, draft);
  assert.deepEqual(await clientsOf(drafts, staged), [
    { first_name: 'Noa', tags: 'one' },
    {
      first_name: 'Mira',
      last_name: 'Okafor',
      external_id: '0044',
      notes: 'Full name: Mira Okafor',
    },
  ]);
});

test('a bad file of a ZIP is told by name and hides none of the others; left out, they can be staged', async (t) => {
  const drafts = makeDrafts(t);
  const zip = await zipOf([
    ['terms.pdf', '%PDF-1.7\n\0\0\0\0'],
    ['clients.csv', LIST],
  ]);
  const draft = await draftOf(drafts, { 'export.zip': zip });
  const [file] = draft.files;
  assert.match(String(file?.problem?.message), /terms\.pdf/);
  assert.doesNotMatch(String(file?.problem?.hint), /--/);
  assert.deepEqual(
    file?.sources.map(({ name }) => name),
    ['export.zip/clients.csv'],
  );
  const failed = await stageDraft(drafts, draft);
  assert.deepEqual(
    [failed.staging?.state, failed.staging?.problem?.code],
    ['failed', 'file_not_text'],
  );
  const mended = await changeDraft(drafts.deps, NOA, draft.id, {
    files: [{ uid: file.id, read: { skip: ['terms.pdf'] } }],
  });
  assert.equal(mended.files[0]?.problem, undefined);
  assert.deepEqual(mended.files[0]?.entries, ['terms.pdf', 'clients.csv']);
  assert.equal((await stageDraft(drafts, draft)).staging?.state, 'done');
});

test('another header line gives another table, and what was decided about the old one goes', async (t) => {
  const drafts = makeDrafts(t);
  const { deps } = drafts;
  const draft = await draftOf(drafts, { 'a.csv': 'Name,Town\nFirst name,City\nNoa,Porto\n' });
  const uid = draft.files[0]?.id ?? '';
  await changeDraft(deps, NOA, draft.id, {
    sources: [{ name: 'a.csv', columns: [{ index: 1, field: 'notes' }] }],
    valueMaps: [{ column: 'Town', pairs: [['Porto', 'Lisbon']] }],
  });
  const same = await changeDraft(deps, NOA, draft.id, {
    files: [{ uid, read: { headerLine: 1 } }],
  });
  assert.equal(same.choices.length, 1);
  assert.equal(same.valueMaps.length, 1);
  const other = await changeDraft(deps, NOA, draft.id, {
    files: [{ uid, read: { headerLine: 2 } }],
  });
  assert.deepEqual([other.choices, other.valueMaps], [[], []]);
  assert.deepEqual(other.files[0]?.sources[0]?.header, ['First name', 'City']);
  assert.equal(other.files[0].sources[0].topRows.length, 3);
  const none = await changeDraft(deps, NOA, draft.id, {
    files: [{ uid, read: { headerLine: 0 } }],
  });
  assert.deepEqual(none.files[0]?.sources[0]?.header, ['Column 1', 'Column 2']);
});

test('an encoding that a person chooses is used for showing and for staging', async (t) => {
  const drafts = makeDrafts(t);
  const bytes = iconv.encode('First name,City\nZoë,Łódź\n', 'windows-1250');
  const draft = await draftOf(drafts, { 'a.csv': bytes });
  const uid = draft.files[0]?.id ?? '';
  const changed = await changeDraft(drafts.deps, NOA, draft.id, {
    files: [{ uid, read: { encoding: 'windows-1250' } }],
  });
  assert.equal(changed.files[0]?.sources[0]?.sample[0]?.cells[1], 'Łódź');
  const [client] = await clientsOf(drafts, await stageDraft(drafts, draft));
  assert.deepEqual(client, { first_name: 'Zoë', address: 'Łódź' });
  const wrong = await changeDraft(drafts.deps, NOA, draft.id, {
    files: [{ uid, read: { encoding: 'klingon' } }],
  });
  assert.equal(wrong.files[0]?.problem?.code, 'encoding_unknown');
});

test('a workbook with several lists shows its sheets, and one is chosen', async (t) => {
  const drafts = makeDrafts(t);
  const sheet = (name: string) =>
    ['First name', 'City', name, 'Porto']
      .map((text, at) => {
        const cell = `<c t="inlineStr"><is><t>${text}</t></is></c>`;
        return at % 2 === 0 ? `<row r="${at / 2 + 1}">${cell}` : `${cell}</row>`;
      })
      .join('');
  const book = await bookOf({ sheets: { Old: sheet('Noa'), New: sheet('Mira') } });
  const draft = await draftOf(drafts, { 'book.xlsx': book });
  assert.equal(draft.files[0]?.problem?.code, 'sheet_unclear');
  assert.deepEqual(draft.files[0].sheets, ['Old', 'New']);
  const chosen = await changeDraft(drafts.deps, NOA, draft.id, {
    files: [{ uid: draft.files[0].id, read: { sheet: 'New' } }],
  });
  assert.equal(chosen.files[0]?.sources[0]?.name, 'book.xlsx/New');
  const [client] = await clientsOf(drafts, await stageDraft(drafts, draft));
  assert.deepEqual(client, { first_name: 'Mira', address: 'Porto' });
});

test('a list without header comes with its rows, so that a person can say where the names stand', async (t) => {
  const drafts = makeDrafts(t);
  const { files } = await draftOf(drafts, {
    'a.csv': 'Noa,noa@example.org\nMira,mira@example.org\n',
  });
  assert.equal(files[0]?.problem?.code, 'header_missing');
  assert.deepEqual(
    files[0].sources[0]?.topRows.map(({ cells }) => cells[0]),
    ['Noa', 'Mira'],
  );
});

test('a rejects file added to a draft is the list that it was, and can be corrected', async (t) => {
  const drafts = makeDrafts(t);
  const { deps, store } = drafts;
  const first = await stageDraft(
    drafts,
    await draftOf(drafts, { 'a.csv': 'First name,Phone,Colour\n,+44 20 7946 0018,red\n,,blue\n' }),
  );
  const batch = await store.findBatch(first.batchId ?? '');
  assert.ok(batch);
  let text = '';
  for await (const piece of writeRejectsFile(store, batch)) text += piece;
  const draft = await draftOf(drafts, { 'rejects.csv': text });
  const [source] = draft.files[0]?.sources ?? [];
  assert.deepEqual(source?.header, ['First name', 'Phone', 'Colour']);
  assert.equal(source.sample[0]?.cells[1], '+44 20 7946 0018');
  assert.equal(source.retryOf, batch.id);
  await stageDraft(drafts, draft);
  const checked = await correctRecord(deps, NOA, draft.id, {
    ...{ source: 'rejects.csv', line: 2 },
    cells: [{ index: 0, value: 'Noa' }],
  });
  assert.deepEqual(checked.issues, []);
  const staged = await stageDraft(drafts, draft);
  assert.deepEqual(await clientsOf(drafts, staged), [
    { first_name: 'Noa', phone: '+442079460018' },
  ]);
  const { rejects } = await listDraftRejects(deps, NOA, draft.id, {
    ...{ after: 0, limit: 5, code: undefined },
  });
  assert.deepEqual(
    rejects.map(({ cells }) => cells),
    [['', '', 'blue']],
  );
});

test('a profile that is chosen takes back the choices of columns; what is unknown is refused', async (t) => {
  const drafts = makeDrafts(t);
  const { deps } = drafts;
  const draft = await draftOf(drafts, { 'a.csv': 'Name,Client,City\nNoa,Mira,Porto\n' });
  const change = (source: object) =>
    changeDraft(deps, NOA, draft.id, { sources: [{ name: 'a.csv', ...source }] });
  const both = [
    { index: 0, field: 'full_name' },
    { index: 1, field: 'full_name' },
  ];
  assert.deepEqual((await change({ columns: both })).choices[0]?.columns, [[1, 'full_name']]);
  const [source] = await understandDraft(deps, NOA, await change({}));
  assert.ok(source && !(source.layout instanceof FerryError));
  assert.deepEqual(
    source.layout.columns.map(({ field }) => field),
    [undefined, 'full_name', 'city'],
  );
  for (const wrong of [
    { profile: 'nothing-like-it' },
    { name: 'b.csv', columns: [] },
    { columns: [{ index: 3, field: 'notes' }] },
    { columns: [{ index: 0, field: '' }] },
  ])
    await assert.rejects(change(wrong), refusedWith('mapping_invalid'));
  const named = await change({ profile: 'clients' });
  assert.deepEqual(named.choices, [{ source: 'a.csv', profile: 'clients', columns: [] }]);
  assert.deepEqual((await change({ profile: 'auto' })).choices, []);
});

test('nothing is left of a draft that is discarded or whose time is over', async (t) => {
  let now = new Date('2026-11-21T10:00:00Z');
  const drafts = makeDrafts(t, { now: () => now });
  const { deps, store, dataDir } = drafts;
  const discarded = await stageDraft(drafts, await draftOf(drafts, { 'a.csv': LIST }));
  await discardDraft(deps, NOA, discarded.id);
  const { files } = await draftOf(drafts, { 'b.csv': LIST, 'c.csv': `${LIST}Ada,\n` });
  const old = await draftOf(drafts, { 'd.csv': `${LIST}Zoe,\n` });
  await removeFile(deps, NOA, old.id, old.files[0]?.id ?? '');
  assert.deepEqual(uploadsIn(dataDir).sort(), files.map(({ id }) => id).sort());
  assert.deepEqual(await store.listBatches('b1'), []);
  now = new Date(now.getTime() + deps.settings.draftMs);
  await sweepDrafts(deps);
  assert.deepEqual(uploadsIn(dataDir), []);
  assert.deepEqual(await store.listDrafts('b1'), []);
});

test('an upload that no draft knows is swept, and one that a draft knows is not', async (t) => {
  let now = new Date();
  const drafts = makeDrafts(t, { now: () => now });
  const { deps, store } = drafts;
  const draft = await draftOf(drafts, { 'a.csv': LIST });
  await store.writeUpload(`${draft.id}-f_lost`, Readable.from([Buffer.from(LIST)]));
  await store.writeUpload('d_gone-f_lost', Readable.from([Buffer.from(LIST)]));
  assert.equal(await sweepDrafts(deps), 0);
  now = new Date(now.getTime() + 2 * 60 * 60_000);
  assert.equal(await sweepDrafts(deps), 2);
  assert.deepEqual(await store.listUploads(now.toISOString()), [draft.files[0]?.id]);
});

test("a batch that was handed over, or is others', stays when its draft goes", async (t) => {
  const drafts = makeDrafts(t);
  const { deps, store } = drafts;
  const handedOver = await stageDraft(drafts, await draftOf(drafts, { 'a.csv': LIST }));
  const batch = await store.findBatch(handedOver.batchId ?? '');
  assert.ok(batch);
  await store.createSession(
    createDeclaredSession(batch, { state: 'closed', closedAt: batch.createdAt }),
  );
  const twin = await stageDraft(drafts, await draftOf(drafts, { 'b.csv': LIST }));
  assert.equal(twin.batchId, batch.id);
  for (const { id } of [twin, handedOver]) await discardDraft(deps, NOA, id);
  assert.equal((await store.findBatch(batch.id))?.id, batch.id);
});

test('of two drafts with one result the second keeps it when the first goes', async (t) => {
  const drafts = makeDrafts(t);
  const { deps, store } = drafts;
  const one = await stageDraft(drafts, await draftOf(drafts, { 'a.csv': LIST }));
  const two = await stageDraft(drafts, await draftOf(drafts, { 'b.csv': LIST }));
  assert.equal(two.batchId, one.batchId);
  await discardDraft(deps, NOA, one.id);
  assert.equal((await store.listBatches('b1')).length, 1);
  await discardDraft(deps, NOA, two.id);
  assert.deepEqual(await store.listBatches('b1'), []);
});
