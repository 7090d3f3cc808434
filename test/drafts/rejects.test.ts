import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { correctRecord } from '../../src/drafts/correct-record.js';
import { listDraftRejects } from '../../src/drafts/list-draft-rejects.js';
import { replaceInRejects } from '../../src/drafts/replace-in-rejects.js';
import { FerryError } from '../../src/errors.js';
import { draftOf, makeDrafts, NOA, stageDraft } from '../helpers/drafts.js';

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof FerryError && error.code === code;

test('of 12,000 rejects a page at the end is quick, also with a thousand corrections', async (t) => {
  const drafts = makeDrafts(t);
  const { deps } = drafts;
  const lines = Array.from({ length: 12_000 }, (_, at) => `,${at % 12 === 0 ? 'n/k' : 'x'},${at}`);
  const list = `First name,E-mail,Customer no.\n${lines.join('\n')}\n`;
  const draft = await stageDraft(drafts, await draftOf(drafts, { 'a.csv': list }));
  const { cells } = await replaceInRejects(deps, NOA, draft.id, {
    ...{ source: 'a.csv', index: 1, find: 'n/k', replace: '' },
  });
  assert.equal(cells, 1_000);
  const before = process.cpuUsage();
  const page = await listDraftRejects(deps, NOA, draft.id, {
    ...{ after: 11_940, limit: 50, code: undefined },
  });
  const { user, system } = process.cpuUsage(before);
  assert.ok((user + system) / 1_000 < 500, `${(user + system) / 1_000} ms of processor time`);
  assert.equal(page.rejects.length, 50);
  assert.equal(page.nextAfter, 11_990);
  const corrected = page.rejects.filter((reject) => reject.corrected.length > 0);
  assert.deepEqual(
    corrected.map(({ issues }) => issues.map(({ code }) => code)),
    corrected.map(() => ['required']),
  );
});

test('only a record that is rejected can be corrected, and only in cells that it may have', async (t) => {
  const drafts = makeDrafts(t);
  const { deps } = drafts;
  const draft = await draftOf(drafts, { 'a.csv': 'First name,City\n,Porto,extra\nNoa,Lisbon\n' });
  const correct = (line: number, index: number, value: string) =>
    correctRecord(deps, NOA, draft.id, {
      ...{ source: 'a.csv', line },
      cells: [{ index, value }],
    });
  await assert.rejects(correct(2, 0, 'Mira'), refusedWith('draft_changed'));
  await stageDraft(drafts, draft);
  await assert.rejects(correct(3, 0, 'Mira'), refusedWith('draft_changed'));
  await assert.rejects(correct(2, 3, 'Mira'), refusedWith('mapping_invalid'));
  const named = await correct(2, 0, 'Mira');
  assert.deepEqual(
    named.issues.map(({ code }) => code),
    ['shifted_cells'],
  );
  const whole = await correct(2, 2, '');
  assert.deepEqual([whole.issues, whole.cells], [[], ['Mira', 'Porto']]);
  await assert.rejects(
    replaceInRejects(deps, NOA, draft.id, { source: 'a.csv', index: 2, find: '', replace: 'x' }),
    refusedWith('mapping_invalid'),
  );
});

test('a record of a layout with things below clients is judged alone as what it is', async (t) => {
  const drafts = makeDrafts(t);
  const sample = fileURLToPath(new URL('../../data/samples/uisp-clients.csv', import.meta.url));
  const [header = '', ...lines] = readFileSync(sample, 'utf8').trimEnd().split(/\r?\n/);
  const columns = header.split(',');
  const blank = columns.map(() => '').join(',');
  const last = columns.length - 1;
  const draft = await draftOf(drafts, {
    'uisp.csv': `${[header, ...lines, `${blank.slice(0, -1)},x`].join('\n')}\n`,
  });
  const staged = await stageDraft(drafts, draft);
  assert.equal(staged.staging?.problem, undefined);
  const options = { after: 0, limit: 50, code: 'matter_nameless' };
  const [reject] = (await listDraftRejects(drafts.deps, NOA, draft.id, options)).rejects;
  assert.ok(reject);
  const checked = await correctRecord(drafts.deps, NOA, draft.id, {
    ...{ source: 'uisp.csv', line: reject.line },
    cells: [{ index: last, value: 'y' }],
  });
  assert.deepEqual(
    checked.issues.map(({ code }) => code),
    ['matter_nameless'],
  );
});

test('a record whose id is given is found without reading the rejects before it, and by its line when the id is another one by now', async (t) => {
  const drafts = makeDrafts(t);
  const rows = Array.from({ length: 3_000 }, (_, at) => `,p${at}@example.org`);
  const list = `First name,E-mail\n${rows.join('\n')}\n`;
  const draft = await stageDraft(drafts, await draftOf(drafts, { 'a.csv': list }));
  const reads: [after: number, limit: number][] = [];
  const store = {
    ...drafts.store,
    readRejects: (batchId: string, after: number, limit: number) => {
      reads.push([after, limit]);
      return drafts.store.readRejects(batchId, after, limit);
    },
  };
  const deps = { ...drafts.deps, store };
  const correct = (line: number, id: number) =>
    correctRecord(deps, NOA, draft.id, {
      ...{ source: 'a.csv', line, id },
      cells: [{ index: 0, value: 'Noa' }],
    });
  const checked = await correct(3_001, 3_000);
  assert.deepEqual([checked.line, checked.id, checked.issues], [3_001, 3_000, []]);
  assert.deepEqual(reads, [[2_999, 1]]);
  assert.deepEqual((await correct(12, 3_000)).id, 11);
  assert.deepEqual((await correct(13, 999_999)).id, 12);
});
