import assert from 'node:assert/strict';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { test } from 'node:test';
import { FerryError } from '../../src/errors.js';
import { Slots } from '../../src/slots.js';
import { createStageRequest } from '../../src/staging/stage-request.js';
import { createWorkers } from '../../src/workers.js';
import { makeStore } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';

const SMALL = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 40 };
const unheard = { onProgress: () => undefined, signal: new AbortController().signal };

/** A list whose first hundred records alone are more than a small heap: every one is just short enough to be taken. */
async function writePoison(path: string): Promise<void> {
  const file = createWriteStream(path);
  file.write('First name,Notes\n');
  for (let n = 0; n < 80; n++) file.write(`Noa,${'ж'.repeat(500_000)}\n`);
  file.end();
  await finished(file);
}

test('a file that eats the memory of its thread is refused, and the next one is read (S35)', async (t) => {
  const { dataDir } = makeStore(t);
  const [poison, list] = [join(dataDir, 'poison.csv'), join(dataDir, 'list.csv')];
  await writePoison(poison);
  writeFileSync(list, 'First name,E-mail\nNoa,noa@example.org\n');
  const workers = createWorkers({ dataDir, database: undefined }, { memory: SMALL });
  const [bad, good] = await Promise.all([
    workers.inspectFile(poison, 'poison.csv', {}),
    workers.inspectFile(list, 'clients.csv', {}),
  ]);
  assert.equal(bad.problem?.code, 'file_too_large');
  assert.equal(good.problem, undefined);
  assert.equal(good.sources[0]?.name, 'clients.csv');
  const { batch } = await workers.stage(createStageRequest([list], 'b1'), unheard);
  assert.equal(batch.counts.accepted, 1);
});

test('a bug in reading is told without its text, and a file that takes too long is given up (S35)', async (t) => {
  const dir = makeTempDir(t);
  const list = join(dir, 'list.csv');
  writeFileSync(list, 'First name\nNoa\n');
  const store = { dataDir: dir, database: undefined };
  // No option is ever a number: it makes the reader throw what is no refusal.
  const broken = await createWorkers(store).inspectFile(list, 'a.csv', { encoding: 7 as never });
  assert.equal(broken.problem?.code, 'internal');
  const slow = await createWorkers(store, { inspectMs: 1 }).inspectFile(list, 'a.csv', {});
  assert.equal(slow.problem?.code, 'file_unreadable');
});

test('closing ends what runs and what waits', async (t) => {
  const { dataDir, store } = makeStore(t);
  const list = join(dataDir, 'list.csv');
  writeFileSync(list, 'First name\nNoa\n');
  const workers = createWorkers({ dataDir, database: undefined }, { threads: 1 });
  const stagings = [1, 2].map((n) =>
    workers.stage(createStageRequest([list], `b${n}`), unheard).catch((error: unknown) => error),
  );
  workers.close();
  for (const ended of await Promise.all(stagings))
    assert.ok(ended instanceof FerryError && ended.code === 'interrupted', String(ended));
  assert.deepEqual(await store.listBatches(), []);
});

test('no more than its number run at a time, and urgent work goes before the rest', async () => {
  const slots = new Slots(2);
  const begun: string[] = [];
  let running = 0;
  let most = 0;
  const run = (name: string, isUrgent: boolean) =>
    slots.run(
      async () => {
        begun.push(name);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
      },
      { isUrgent },
    );
  await Promise.all([
    ...[run('a', false), run('b', false), run('c', false)],
    ...[run('d', false), run('urgent', true)],
  ]);
  assert.equal(most, 2);
  assert.deepEqual(begun, ['a', 'b', 'urgent', 'c', 'd']);
});
