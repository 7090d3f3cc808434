import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { DraftWire } from '../../src/web/api/wire.js';
import type { Staff } from '../helpers/api.js';
import { until } from '../helpers/poll.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { isLongForm } from '../support/long-form.js';
import { openList, pullSteadily } from '../support/steady-pull.js';
import { startStaffedServer } from '../support/staffed-server.js';

const PRELOAD = new URL('../support/poison-thread.mjs', import.meta.url).href;
/** On cores that others want as well; a server that waited for a poisoned thread would not answer for minutes. */
const MOST_PAGE_MS = 5_000;

/** How each poison is told, when the file is looked at and when it is staged. */
const POISONS: Readonly<Record<string, string>> = {
  throw: 'internal',
  loop: 'file_unreadable',
  memory: 'file_too_large',
  ...(isLongForm && { reject: 'internal', exit: 'internal' }),
};

const listOf = (poison: string): string =>
  `First name,Email,Notes\nNoa,noa@example.org,poison-${poison}\n`;

/** A draft with this list, and what is said of it. */
async function bring(staff: Staff, list: string): Promise<DraftWire> {
  const { uid } = await staff.post<DraftWire>('/drafts');
  const { status, body, text } = await staff.upload(uid, list);
  assert.equal(status, 201, text);
  return body;
}

async function stage(staff: Staff, uid: string): Promise<DraftWire> {
  assert.equal((await staff.ask('POST', `/drafts/${uid}/stage`)).status, 202);
  let draft = await staff.get<DraftWire>(`/drafts/${uid}`);
  await until(
    'the staging has ended',
    async () => {
      draft = await staff.get<DraftWire>(`/drafts/${uid}`);
      return draft.staging?.state !== 'running';
    },
    60_000,
  );
  return draft;
}

test('S35: a poison file is refused in one sentence, while the server lives and other businesses are answered', async (t) => {
  const dataDir = makeTempDir(t);
  const signs = makeTempDir(t);
  const awake = join(signs, 'awake');
  const loops = join(signs, 'loops');
  const server = await startStaffedServer(t, dataDir, {
    NODE_OPTIONS: `--import ${PRELOAD}`,
    POISON_AWAKE: awake,
    POISON_LOOPS: loops,
  });
  const lists = [await openList(server.store, 'b2', 400)];
  const pace = { pageSize: 100, thinkMs: 20, random: () => 0.5 };
  let isOver = false;
  const pulling = pullSteadily([server.url], lists, pace, () => isOver);
  // Only its end is looked at.
  pulling.catch(() => undefined);
  const staff = await server.staffOf('b1');
  for (const [poison, code] of Object.entries(POISONS)) {
    writeFileSync(awake, '');
    const looked = await bring(staff, listOf(poison));
    const told = JSON.stringify(looked);
    assert.equal(looked.files[0]?.problem?.code, code, `${poison}: ${told}`);
    assert.doesNotMatch(told, /canary|\.js|\n {4}at /);

    rmSync(awake);
    rmSync(loops, { force: true });
    const draft = await bring(staff, listOf(poison));
    assert.equal(draft.files[0]?.problem, null);
    writeFileSync(awake, '');
    const { staging } = await stage(staff, draft.uid);
    assert.equal(staging?.state, 'failed');
    assert.equal(staging.problem?.code, code, poison);
    assert.match(staging.problem.message, /^[^\n]+\.$/);
    assert.doesNotMatch(staging.problem.message, /canary/);

    rmSync(loops, { force: true });
    // The business itself goes on, also with the same list once it is read rightly.
    const fine = await bring(staff, 'First name,Email\nNoa,noa@example.org\n');
    assert.equal((await stage(staff, fine.uid)).staging?.state, 'done');
  }
  isOver = true;
  const tookMs = await pulling;
  assert.ok(tookMs.length > 20, `${tookMs.length} pages`);
  const slowestMs = Math.max(...tookMs);
  t.diagnostic(`${tookMs.length} pages, the slowest in ${slowestMs.toFixed(0)} ms`);
  assert.ok(slowestMs < MOST_PAGE_MS, `${slowestMs} ms`);
  assert.equal(
    server
      .program()
      .output()
      .match(/Listening/g)?.length,
    1,
  );
  assert.doesNotMatch(server.program().errors(), /noa@example/);
});
