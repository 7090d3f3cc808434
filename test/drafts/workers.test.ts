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

test('S35: a file that eats the memory of its thread is refused, and the next one is read', async (t) => {
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

test('S35: a bug in reading is told without its text, and a file that takes too long is given up', async (t) => {
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
  const stagings = ['b1', 'b2'].map((businessUid) =>
    workers
      .inTurn(() => workers.stage(createStageRequest([list], businessUid), unheard), {
        ...{ businessUid, signal: unheard.signal },
      })
      .catch((error: unknown) => error),
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

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a slot is kept for urgent work, one group has one piece of work at a time, and groups take turns', async () => {
  const slots = new Slots(2, { keptForUrgent: 1 });
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string, group?: string) =>
    slots.run(
      () => {
        begun.push(name);
        return new Promise<void>((resolve) => ends.set(name, resolve));
      },
      { isUrgent: group === undefined, ...(group === undefined ? {} : { group }) },
    );
  const all = [run('a1', 'a'), run('a2', 'a'), run('a3', 'a'), run('b1', 'b'), run('urgent')];
  for (const [ended, next] of [
    ['a1', 'b1'],
    ['b1', 'a2'],
    ['urgent', undefined],
    ['a2', 'a3'],
    ['a3', undefined],
  ] as const) {
    await turn();
    const before = begun.length;
    ends.get(ended)?.();
    await turn();
    assert.deepEqual(begun.slice(before), next === undefined ? [] : [next]);
  }
  await Promise.all(all);
  const wide = new Slots(3);
  let most = 0;
  let running = 0;
  const one = async () => {
    most = Math.max(most, ++running);
    await turn();
    running--;
  };
  await Promise.all([1, 2, 3].map(() => wide.run(one, { isUrgent: false, group: 'a' })));
  assert.equal(most, 1);
});

test('work that is given up while it waits leaves the queue at once and is never begun', async () => {
  const slots = new Slots(1);
  let finish: () => void = () => undefined;
  const held = slots.run(() => new Promise<void>((resolve) => (finish = resolve)), {
    isUrgent: false,
  });
  const stop = new AbortController();
  const never = () => assert.fail('begun');
  const waiting = slots.run(never, { isUrgent: false, signal: stop.signal });
  stop.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
  await assert.rejects(slots.run(never, { isUrgent: false, signal: stop.signal }));
  finish();
  await held;
  assert.equal(await slots.run(() => Promise.resolve('next'), { isUrgent: false }), 'next');
});

test('a staging that waits is given up as interrupted, and one that takes too long is refused', async (t) => {
  const { dataDir, store } = makeStore(t);
  const list = join(dataDir, 'list.csv');
  writeFileSync(list, 'First name\nNoa\n');
  const workers = createWorkers({ dataDir, database: undefined }, { stageMs: 1 });
  const request = createStageRequest([list], 'b1');
  const withCode = (code: string) => (error: unknown) =>
    error instanceof FerryError && error.code === code;
  await assert.rejects(workers.stage(request, unheard), withCode('file_unreadable'));
  assert.deepEqual(await store.listBatches(), []);
  const stop = new AbortController();
  stop.abort();
  await assert.rejects(
    workers.inTurn(() => assert.fail('begun'), { businessUid: 'b1', signal: stop.signal }),
    withCode('interrupted'),
  );
});

test('S35: an error of an inspection that is no refusal is told to who keeps the log', async (t) => {
  const dir = makeTempDir(t);
  const list = join(dir, 'list.csv');
  writeFileSync(list, 'First name\nNoa\n');
  const told: unknown[] = [];
  const onInternal = (error: unknown) => told.push(error);
  const workers = createWorkers({ dataDir: dir, database: undefined }, { onInternal });
  await workers.inspectFile(list, 'a.csv', { encoding: 7 as never });
  assert.equal(told.length, 1);
  assert.match(String((told[0] as Error).stack), /\n {4}at /);
  await workers.inspectFile(list, 'a.csv', { encoding: 'no such encoding' });
  assert.equal(told.length, 1);
});
