import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { changeDraft } from '../../src/drafts/change-draft.js';
import { correctRecord } from '../../src/drafts/correct-record.js';
import { listDraftRejects } from '../../src/drafts/list-draft-rejects.js';
import { replaceInRejects } from '../../src/drafts/replace-in-rejects.js';
import { understandDraft } from '../../src/drafts/understand-draft.js';
import { undoLastEdit } from '../../src/drafts/undo-last-edit.js';
import { FerryError } from '../../src/errors.js';
import { clientsOf, draftOf, makeDrafts, NOA, stageDraft } from '../helpers/drafts.js';

const HEADER = 'Customer no.,First name,Surname,E-mail,Mobile phone,Remark';

/** Twelve bad records among twenty: no name, or no e-mail address. */
function list(): string {
  const lines = Array.from({ length: 20 }, (_, at) => {
    const id = String(at + 1).padStart(6, '0');
    if (at < 6) return `${id},,Levi,noa${at}@example.org,+44 20 7946 00${at}0,"a ""b"", c"`;
    if (at < 12) return `${id},Mira,Okafor,n/k,0044 ${at}, =1+1`;
    return `${id},Ada,Brandt,ada${at}@example.org,00${at},Straße ${at}`;
  });
  return `${HEADER}\n${lines.join('\n')}\n`;
}

test('a draft goes from file to batch, is mended record by record and as a whole, and its books balance', async (t) => {
  const drafts = makeDrafts(t);
  const { deps, store, dataDir } = drafts;
  const draft = await draftOf(drafts, { 'clients.csv': list() });
  const upload = join(dataDir, 'uploads', draft.files[0]?.id ?? '');
  const bytesBefore = readFileSync(upload);

  const [source] = await understandDraft(deps, NOA, draft);
  assert.ok(source && !(source.layout instanceof FerryError));
  assert.deepEqual(
    source.layout.columns.map(({ field }) => field),
    ['external_id', 'first_name', 'last_name', 'email', 'phone', 'notes'],
  );
  assert.equal(source.clients.length, 5);
  assert.equal(source.source.topRows[0]?.cells[0], 'Customer no.');

  const changed = await changeDraft(deps, NOA, draft.id, {
    sources: [{ name: 'clients.csv', columns: [{ index: 5, field: 'Remark' }] }],
  });
  const [understood] = await understandDraft(deps, NOA, changed);
  assert.ok(understood && !(understood.layout instanceof FerryError));
  assert.equal(understood.layout.columns[5]?.field, 'Remark');
  assert.deepEqual([...understood.chosen], [[5, 'Remark']]);

  const first = await stageDraft(drafts, draft);
  assert.equal(first.staging?.state, 'done');
  assert.equal(first.isStale, false);
  const before = await store.findBatch(first.batchId ?? '');
  assert.deepEqual(
    [before?.counts.records, before?.counts.accepted, before?.counts.rejected],
    [20, 8, 12],
  );
  const acceptedBefore = await clientsOf(drafts, first);

  for (const line of [2, 3, 4]) {
    const checked = await correctRecord(deps, NOA, draft.id, {
      source: 'clients.csv',
      line,
      cells: [{ index: 1, value: 'Noa' }],
    });
    assert.deepEqual(checked.issues, []);
    assert.deepEqual(checked.corrected, [1]);
    assert.equal(checked.cells[5], 'a "b", c');
  }
  const replaced = await replaceInRejects(deps, NOA, draft.id, {
    ...{ source: 'clients.csv', index: 3 },
    ...{ find: 'n/k', replace: '' },
  });
  assert.equal(replaced.cells, 6);
  assert.equal(replaced.draft.isStale, true);
  const undone = await undoLastEdit(deps, NOA, draft.id);
  assert.equal(undone.cells, 6);
  assert.equal(undone.draft.edits.length, 3);

  const second = await stageDraft(drafts, draft);
  assert.equal(second.editsInBatch, 3);
  const after = await store.findBatch(second.batchId ?? '');
  assert.deepEqual(
    [after?.counts.records, after?.counts.accepted, after?.counts.rejected],
    [20, 11, 9],
  );
  assert.equal(await store.findBatch(first.batchId ?? ''), undefined);
  const clients = await clientsOf(drafts, second);
  assert.deepEqual(clients.slice(3), acceptedBefore);
  assert.deepEqual(clients[0], {
    ...{ first_name: 'Noa', last_name: 'Levi', email: 'noa0@example.org' },
    ...{ phone: '+442079460000', external_id: '000001', Remark: 'a "b", c' },
  });
  assert.deepEqual(readFileSync(upload), bytesBefore);
});

test('rejects come in pages, by code, with the header of their list', async (t) => {
  const drafts = makeDrafts(t);
  const draft = await draftOf(drafts, { 'clients.csv': list() });
  const empty = await listDraftRejects(drafts.deps, NOA, draft.id, {
    ...{ after: 0, limit: 5, code: undefined },
  });
  assert.deepEqual(empty, { rejects: [], nextAfter: undefined, headers: [] });
  await stageDraft(drafts, draft);
  const lines: number[] = [];
  let pages = 0;
  for (let after: number | undefined = 0; after !== undefined; pages++) {
    const page = await listDraftRejects(drafts.deps, NOA, draft.id, {
      ...{ after, limit: 5, code: undefined },
    });
    lines.push(...page.rejects.map(({ line }) => line));
    assert.deepEqual(page.headers, [{ source: 'clients.csv', columns: HEADER.split(',') }]);
    after = page.nextAfter;
  }
  assert.equal(pages, 3);
  assert.deepEqual(
    lines,
    Array.from({ length: 12 }, (_, at) => at + 2),
  );
  const named = await listDraftRejects(drafts.deps, NOA, draft.id, {
    ...{ after: 0, limit: 6, code: 'required' },
  });
  assert.equal(named.rejects.length, 6);
  assert.equal(named.nextAfter, undefined);
  assert.ok(named.rejects.every(({ issues }) => issues[0]?.code === 'required'));
});

test('an edit that the batch has can be undone: the record is shown and staged as it was', async (t) => {
  const drafts = makeDrafts(t);
  const { deps } = drafts;
  const draft = await draftOf(drafts, { 'clients.csv': list() });
  await stageDraft(drafts, draft);
  const at = { source: 'clients.csv', line: 8 };
  await correctRecord(deps, NOA, draft.id, { ...at, cells: [{ index: 3, value: 'still wrong' }] });
  await correctRecord(deps, NOA, draft.id, { ...at, cells: [{ index: 2, value: 'Hale' }] });
  const staged = await stageDraft(drafts, draft);
  assert.equal(staged.editsInBatch, 2);
  const cellsNow = async () => {
    const options = { after: 0, limit: 20, code: undefined };
    const { rejects } = await listDraftRejects(deps, NOA, draft.id, options);
    const reject = rejects.find(({ line }) => line === 8);
    return [reject?.cells.slice(2, 4), reject?.corrected, reject?.issues[0]?.code];
  };
  assert.deepEqual(await cellsNow(), [['Hale', 'still wrong'], [2, 3], 'email']);
  await undoLastEdit(deps, NOA, draft.id);
  assert.deepEqual(await cellsNow(), [['Okafor', 'still wrong'], [3], 'email']);
  const undone = await undoLastEdit(deps, NOA, draft.id);
  assert.deepEqual(await cellsNow(), [['Okafor', 'n/k'], [], 'email']);
  assert.equal(undone.draft.isStale, true);
  await stageDraft(drafts, draft);
  assert.deepEqual(await cellsNow(), [['Okafor', 'n/k'], [], 'email']);
  assert.equal((await undoLastEdit(deps, NOA, draft.id)).cells, 0);
});

test('a correction that makes a duplicate looks fine alone and is judged at staging', async (t) => {
  const drafts = makeDrafts(t);
  const draft = await draftOf(drafts, { 'clients.csv': list() });
  await stageDraft(drafts, draft);
  const checked = await correctRecord(drafts.deps, NOA, draft.id, {
    ...{ source: 'clients.csv', line: 8 },
    cells: [{ index: 3, value: 'ADA19@example.org' }],
  });
  assert.deepEqual(checked.issues, []);
  await stageDraft(drafts, draft);
  const { rejects } = await listDraftRejects(drafts.deps, NOA, draft.id, {
    ...{ after: 0, limit: 50, code: 'duplicate_email' },
  });
  // The corrected record comes first, so it is kept and the other one gives way.
  assert.deepEqual(
    rejects.map(({ line }) => line),
    [21],
  );
});

test('a mapping chosen in a draft is remembered for the next list of the same header', async (t) => {
  const drafts = makeDrafts(t);
  const draft = await draftOf(drafts, { 'clients.csv': list() });
  await changeDraft(drafts.deps, NOA, draft.id, {
    sources: [{ name: 'clients.csv', columns: [{ index: 0, field: null }] }],
  });
  await stageDraft(drafts, draft);
  const next = await draftOf(drafts, { 'later.csv': list() });
  const [source] = await understandDraft(drafts.deps, NOA, next);
  assert.ok(source && !(source.layout instanceof FerryError));
  assert.equal(source.layout.columns[0]?.field, undefined);
  assert.equal(source.chosen.size, 0);
  const more = await changeDraft(drafts.deps, NOA, next.id, {
    sources: [{ name: 'later.csv', columns: [{ index: 5, field: 'Remark' }] }],
  });
  const [both] = await understandDraft(drafts.deps, NOA, more);
  assert.ok(both && !(both.layout instanceof FerryError));
  assert.equal(both.layout.columns[0]?.field, undefined);
  assert.equal(both.layout.columns[5]?.field, 'Remark');
});

test('a value that the check refuses is not shown as one that the CRM gets', async (t) => {
  const drafts = makeDrafts(t);
  const list = 'First name,Email\nMira,mira@example.org\nNoa,nowhere\n';
  const draft = await draftOf(drafts, { 'clients.csv': list });
  const [source] = await understandDraft(drafts.deps, NOA, draft);
  assert.deepEqual(
    source?.clients.map(({ fields }) => Object.fromEntries(fields)),
    [{ first_name: 'Mira', email: 'mira@example.org' }, { first_name: 'Noa' }],
  );
});
