import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countCauses } from '../../src/drafts/count-causes.js';
import { listDraftRejects } from '../../src/drafts/list-draft-rejects.js';
import { replaceInRejects } from '../../src/drafts/replace-in-rejects.js';
import { draftOf, makeDrafts, NOA, stageDraft } from '../helpers/drafts.js';

test('countCauses counts a reject for each of its issues, as many as listDraftRejects finds by it, also of 10,000 quickly', async (t) => {
  const drafts = makeDrafts(t);
  const { deps } = drafts;
  const rows = Array.from(
    { length: 10_000 },
    (_, at) => `,noa${at}${at % 4 === 0 ? '(at)' : '@'}example.org`,
  );
  const list = `First name,E-mail\n${rows.join('\n')}\n`;
  const { id } = await draftOf(drafts, { 'a.csv': list });
  assert.equal((await countCauses(deps, NOA, id)).size, 0);
  const staged = await stageDraft(drafts, { id });
  assert.equal(staged.staging?.problem, undefined);
  const before = process.cpuUsage();
  const causes = await countCauses(deps, NOA, id);
  const { user, system } = process.cpuUsage(before);
  assert.ok((user + system) / 1_000 < 500, `${(user + system) / 1_000} ms of processor time`);
  assert.deepEqual(Object.fromEntries(causes), { required: 10_000, email: 2_500 });
  const found = await listDraftRejects(deps, NOA, id, {
    ...{ after: 0, limit: 20_000, code: 'email' },
  });
  assert.equal(found.rejects.length, 2_500);
  const last = await listDraftRejects(deps, NOA, id, { after: 9_990, limit: 2, code: 'email' });
  assert.deepEqual(
    last.rejects.map(({ record }) => record),
    [9_993, 9_997],
  );
  assert.equal(last.nextAfter, undefined);
});

test('counting and choosing among many rejects lets others be answered meanwhile', async (t) => {
  const drafts = makeDrafts(t);
  const rows = Array.from({ length: 10_000 }, (_, at) => `,noa${at}@example.org`);
  const draft = await draftOf(drafts, { 'a.csv': `First name,E-mail\n${rows.join('\n')}\n` });
  const { id } = await stageDraft(drafts, draft);
  const page = { after: 0, limit: 1, code: 'email' };
  const replacement = { source: 'a.csv', index: 0, find: 'Noa', replace: 'Mira' };
  for (const work of [
    () => countCauses(drafts.deps, NOA, id),
    () => listDraftRejects(drafts.deps, NOA, id, page),
    () => replaceInRejects(drafts.deps, NOA, id, replacement),
  ])
    assert.ok((await countTurns(work)) >= 10, work.toString());
});

/** How often something else could have been done while a work went on. */
async function countTurns(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work().finally(() => (isOver = true));
  return turns;
}
