import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countCauses } from '../../src/drafts/count-causes.js';
import { listDraftRejects } from '../../src/drafts/list-draft-rejects.js';
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
});
