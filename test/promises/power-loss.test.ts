import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkKept } from '../helpers/kept.js';
import { writePlainList } from '../helpers/lists.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { drawSeed, seededRandom } from '../support/seeded-random.js';
import { readTrace, replay, TRACED_CALLS } from '../support/power-loss.js';
import { times } from '../support/long-form.js';
import { requireTool } from '../support/require-tool.js';
import { MAIN, run } from '../support/run.js';

const STRACE = requireTool('strace');
const CUTS = times(120, 500);
const LISTS = 3;

test(`R2: whatever a power loss takes, every batch that was acknowledged is there and whole (${CUTS} cuts)`, async (t) => {
  const folder = makeTempDir(t);
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const acknowledged: string[] = [];
  const events = [];
  for (let n = 1; n <= LISTS; n++) {
    const list = join(folder, `list-${n}.csv`);
    const log = join(folder, `trace-${n}`);
    writePlainList(list, 200 * n);
    const traced = ['-f', '-y', '-xx', '-s', '1000000', '-o', log, '-e', `trace=${TRACED_CALLS}`];
    const command = [process.execPath, MAIN, 'stage', list, '--business', 'b1', '--json'];
    const ran = await run([STRACE, ...traced, ...command], dataDir, { HOME: folder });
    assert.equal(ran.code, 0, ran.err);
    const { staged } = JSON.parse(ran.out) as { staged: { batch: { id: string } } };
    acknowledged.push(staged.batch.id);
    events.push(...readTrace(readFileSync(log, 'utf8'), dataDir));
  }
  const ends = events.flatMap(({ kind }, at) => (kind === 'end' ? [at] : []));
  assert.equal(ends.length, LISTS);

  const seed = drawSeed();
  t.diagnostic(`seed ${seed}, ${events.length} events`);
  const random = seededRandom(seed);
  let fewest = LISTS;
  for (let cut = 0; cut < CUTS; cut++) {
    const at = Math.floor(random() * (events.length + 1));
    const target = join(folder, 'after');
    replay(events.slice(0, at), dataDir, target, () => random() < 0.5);
    const kept = new Set((await checkKept(target)).map(({ id }) => id));
    const due = acknowledged.slice(0, ends.filter((end) => end < at).length);
    for (const id of due)
      assert.ok(kept.has(id), `seed ${seed}, cut ${cut} at ${at}: ${id} is lost`);
    fewest = Math.min(fewest, kept.size);
    rmSync(target, { recursive: true });
  }
  assert.equal(fewest, 0, 'some cut came before the first batch');
});
