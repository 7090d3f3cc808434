import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDraft } from '../../src/drafts/create-draft.js';
import { discardDraft } from '../../src/drafts/discard-draft.js';
import type { Draft } from '../../src/drafts/draft.js';
import { getDraft } from '../../src/drafts/get-draft.js';
import { replaceInRejects } from '../../src/drafts/replace-in-rejects.js';
import { understandDraft } from '../../src/drafts/understand-draft.js';
import { FerryError } from '../../src/errors.js';
import * as wire from '../../src/web/api/wire.js';
import { said } from '../store/store-house.js';
import { zipOf } from '../files/archives.js';
import {
  clientsOf,
  draftOf,
  makeDrafts,
  MIRA,
  NOA,
  stageDraft,
  upload,
} from '../helpers/drafts.js';

const MAX_BYTES = 8 * 1024 ** 2;

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof FerryError && error.code === code && error.hint !== undefined;

const bytesOf = (draft: Draft): number => Buffer.byteLength(JSON.stringify(draft));

test('a bulk replace that would make a draft too large is refused and changes nothing; a smaller one is made', async (t) => {
  const drafts = makeDrafts(t);
  const rows = Array.from({ length: 6_000 }, (_, at) => `,p${at}@example.org\n`).join('');
  const { id } = await draftOf(drafts, { 'a.csv': `First name,E-mail\n${rows}` });
  const staged = await stageDraft(drafts, { id });
  const replace = (by: string) =>
    replaceInRejects(drafts.deps, NOA, id, { source: 'a.csv', index: 0, find: '', replace: by });
  await assert.rejects(replace('x'.repeat(2_000)), refusedWith('draft_too_large'));
  assert.equal((await getDraft(drafts.deps, NOA, id)).version, staged.version);
  const { cells, draft } = await replace('Ada');
  assert.equal(cells, 6_000);
  assert.ok(bytesOf(draft) < MAX_BYTES);
});

test('files whose first records hold too much text are refused one by one, and the draft stays small', async (t) => {
  const drafts = makeDrafts(t);
  const longs = Array.from({ length: 20 }, () => 'y'.repeat(3_000));
  const header = `First name,E-mail,${longs.map((_, at) => `Note ${at}`).join(',')}`;
  const rows = Array.from(
    { length: 15 },
    (_, at) => `N${at},n${at}@example.org,${longs.join(',')}`,
  );
  const wide = `${[header, ...rows].join('\n')}\n`;
  const zip = (lists: number) =>
    zipOf(Array.from({ length: lists }, (_, at) => [`t${at}.csv`, wide] as const));
  const { id } = await draftOf(drafts, { 'some.zip': await zip(8) });
  await assert.rejects(
    upload(drafts, { id }, 'more.zip', await zip(8)),
    refusedWith('draft_too_large'),
  );
  const draft = await upload(drafts, { id }, 'most.zip', await zip(30));
  assert.equal(draft.files[0]?.sources.length, 8);
  assert.equal(draft.files[1]?.problem?.code, 'draft_too_large');
  assert.deepEqual(draft.files[1].sources, []);
  assert.ok(bytesOf(draft) < MAX_BYTES);
});

test('of long cells the beginning is kept, and tables are taken for what staging takes them for', async (t) => {
  const birthday = {
    id: 'f1',
    type: 'datepicker',
    label: 'Birthday',
    options: [],
    ofMatter: false,
  };
  const drafts = makeDrafts(t, { listFields: () => Promise.resolve([birthday]) });
  const long = 'word '.repeat(600);
  // Only the last record of the sample tells the order of day and month.
  const rows = Array.from({ length: 99 }, (_, at) => `Noa ${at},0${(at % 9) + 1}/02/1990,${long}`);
  const list = ['Customer,Birthday,Remarks', ...rows, `Mira,25/02/1990,${long}`].join('\n');
  drafts.deps.settings.uploadMaxBytes = 3 * 1024 ** 2;
  const draft = await draftOf(drafts, { 'a.csv': list });
  const [source] = draft.files[0]?.sources ?? [];
  assert.equal(source?.sample.length, 100);
  assert.ok(source.sample.every(({ cells }) => (cells[2] ?? '').length === 2_001));
  assert.ok(source.topRows.every(({ cells }) => (cells[2] ?? '').length <= 600));
  const [understood] = await understandDraft(drafts.deps, NOA, draft);
  const staged = await stageDraft(drafts, draft);
  const batch = await drafts.store.findBatch(staged.batchId ?? '');
  assert.ok(understood && !(understood.layout instanceof FerryError) && batch);
  assert.deepEqual(said(understood.layout.columns), said(batch.files[0]?.columns));
  const shown = understood.clients.map(({ fields }) => Object.fromEntries(fields)['Birthday']);
  assert.deepEqual(shown.slice(0, 2), ['1990-02-01', '1990-02-02']);
  const handedOver = (await clientsOf(drafts, staged)).slice(0, shown.length);
  assert.deepEqual(
    shown,
    handedOver.map((client) => client['Birthday']),
  );
});

test('a business prepares 20 lists at a time; of one that is discarded the place is free', async (t) => {
  const { deps } = makeDrafts(t);
  const drafts = await Promise.all(Array.from({ length: 20 }, () => createDraft(deps, NOA)));
  await assert.rejects(createDraft(deps, NOA), refusedWith('too_many_drafts'));
  await createDraft(deps, MIRA);
  await discardDraft(deps, NOA, drafts[7]?.id ?? '');
  await createDraft(deps, NOA);
});

test('a corrected cell holds 10,000 characters at most', () => {
  const correct = (characters: number) =>
    wire.correction.safeParse({
      ...{ source: 'a.csv', line: 2 },
      cells: [{ index: 0, value: 'x'.repeat(characters) }],
    }).success;
  assert.deepEqual([correct(10_000), correct(10_001)], [true, false]);
});
