import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { discardDraft } from '../../src/drafts/discard-draft.js';
import { sweepDrafts } from '../../src/drafts/sweep-drafts.js';
import { draftOf, makeDrafts, NOA } from '../helpers/drafts.js';

const CANARY = 'canary.person';

const LIST = `First name,E-mail\n${Array.from({ length: 60 }, (_, at) => `Noa,${CANARY}${at}@example.org\n`).join('')}`;

/** The files of the control database in which somebody of the list can be read. */
const tellingFiles = (dataDir: string): string[] =>
  readdirSync(dataDir)
    .filter((name) => name.startsWith('control.db'))
    .filter((name) => readFileSync(join(dataDir, name)).includes(CANARY));

test('S25: a discarded draft can be read in no file of the database, nor after closing', async (t) => {
  const drafts = makeDrafts(t);
  const draft = await draftOf(drafts, { 'a.csv': LIST, 'b.csv': LIST });
  assert.notDeepEqual(tellingFiles(drafts.dataDir), []);
  await discardDraft(drafts.deps, NOA, draft.id);
  assert.deepEqual(tellingFiles(drafts.dataDir), []);
  await drafts.store.close();
  assert.deepEqual(tellingFiles(drafts.dataDir), []);
});

test('S25: a draft whose time is over can be read in no file of the database', async (t) => {
  const drafts = makeDrafts(t);
  await draftOf(drafts, { 'a.csv': LIST });
  const later = () => new Date(Date.now() + 30 * 24 * 60 * 60_000);
  assert.equal(await sweepDrafts({ ...drafts.deps, now: later }), 1);
  assert.deepEqual(tellingFiles(drafts.dataDir), []);
});

test('S25: a reader of the database does not hold up a discarding, and closing leaves nothing', async (t) => {
  const drafts = makeDrafts(t);
  const draft = await draftOf(drafts, { 'a.csv': LIST });
  const reader = new Database(join(drafts.dataDir, 'control.db'), { readonly: true });
  reader.exec('BEGIN; SELECT count(*) FROM drafts');
  const beganMs = performance.now();
  await discardDraft(drafts.deps, NOA, draft.id);
  assert.ok(performance.now() - beganMs < 4_000);
  reader.close();
  await drafts.store.close();
  assert.deepEqual(tellingFiles(drafts.dataDir), []);
});
