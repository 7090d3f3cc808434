import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { makeTempDir } from '../helpers/temp-dir.js';
import { times } from '../support/long-form.js';
import { drawSeed } from '../support/seeded-random.js';
import { drawInput } from './draw-input.js';
import { judge, type Input } from './judge.js';
import { reduce } from './reduce.js';
import { runThread, type Ended } from './run-thread.js';
import { readSeedFiles } from './seed-files.js';

const FOR_MS = times(28_000, 600_000);
/** An input that fails is one of this run's: `SEED=<seed> FROM=<number>` begins with it. */
const FROM = Number(process.env['FROM'] ?? 0);
/** What is held is not to grow with the number of inputs; caches of bounded size fill up. */
const MOST_GROWTH_BYTES = 16 * 1024 ** 2;

test('R3: whatever the bytes, a file is staged with every record accounted for or refused with a code, soon, in flat memory, and twice the same', async (t) => {
  const seed = drawSeed();
  t.diagnostic(`SEED=${seed}`);
  const task = { seed, from: FROM, forMs: FOR_MS, path: join(makeTempDir(t), 'input') };
  const ended = await runThread(task);
  if (ended.report?.failure !== undefined || !ended.report) return tell(t, seed, ended);
  const { inputs, outcomes, heldBytes } = ended.report;
  const [early, late] = heldBytes;
  t.diagnostic(`${inputs} inputs: ${JSON.stringify(outcomes)}`);
  t.diagnostic(`held: ${Math.round(early / 1024)} KiB, then ${Math.round(late / 1024)} KiB`);
  assert.ok((outcomes['staged'] ?? 0) > inputs / 10, 'enough is staged at all');
  assert.ok(Object.keys(outcomes).length > 10, 'enough ways to be refused are seen');
  assert.ok(late - early < MOST_GROWTH_BYTES, `held ${early}, then ${late} bytes`);
});

/** Fails with the input, as short as it can be made. */
async function tell(t: TestContext, seed: number, { report, at, ...ended }: Ended): Promise<never> {
  const failure = report?.failure ?? ('failure' in ended ? ended.failure : '');
  const input = drawInput(await readSeedFiles(), seed, at);
  const path = join(makeTempDir(t), 'reduced');
  // One that takes too long, or all memory, would do so at every step.
  const shortest = report
    ? await reduce(input.bytes, failsAlike(path, input, failure))
    : input.bytes;
  assert.fail(
    `SEED=${seed} FROM=${at}: ${failure}\n` +
      `with ${JSON.stringify(input.changes)}, ${shortest.length} bytes: ${shortest.toString('base64')}`,
  );
}

function failsAlike(path: string, { changes }: Input, failure: string) {
  return async (bytes: Buffer): Promise<boolean> => {
    try {
      await judge(path, { bytes, changes });
      return false;
    } catch (error) {
      return firstLine(String(error)) === firstLine(failure);
    }
  };
}

const firstLine = (text: string): string => text.split('\n')[0] ?? '';
