import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FerryError } from '../../src/errors.js';
import { openMappingThread } from '../../src/open-mapping-thread.js';
import type { MappingThread } from '../../src/staging/mapping-thread.js';
import type { PackedRecords } from '../../src/staging/packed-records.js';
import { packTexts, unpackTexts } from '../../src/staging/packed-texts.js';
import { packRecords, unpackRecords } from '../../src/staging/packed-records.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';
import { makeTempDir, type Cleaner } from '../helpers/temp-dir.js';
import { isLongForm } from '../support/long-form.js';
import { listCases } from './same-bytes.js';
import { digestStaged } from './staged-digest.js';

const KEPT = JSON.parse(
  readFileSync(new URL('./same-bytes.json', import.meta.url), 'utf8'),
) as Record<string, string>;

function openThread(t: Cleaner, memory?: Parameters<typeof openMappingThread>[0]): MappingThread {
  const thread = openMappingThread(memory);
  t.after(() => thread.close());
  return thread;
}

test('R3: every byte is the same when records are mapped in another thread', async (t) => {
  const thread = openThread(t);
  const blocks: number[] = [];
  const mappingThread: MappingThread = {
    prepare: (tables) => thread.prepare(tables),
    map(block) {
      blocks.push(block.lines.length);
      return thread.map(block);
    },
  };
  const cases = await listCases(t);
  const chosen = cases.filter(({ name }) => isLongForm || !/^(?:sample|benchmark)/.test(name));
  const digests: Record<string, string> = {};
  for (const { name, paths, changes } of chosen)
    digests[name] = await digestStaged(t, paths, changes, { mappingThread });
  assert.deepEqual(digests, Object.fromEntries(chosen.map(({ name }) => [name, KEPT[name]])));
  assert.ok(blocks.length > chosen.length, `${blocks.length} blocks`);
});

test('R3: rows that are no records keep their place among the rejects of another thread', async (t) => {
  const path = join(makeTempDir(t), 'odd.csv');
  const header = 'First name,Last name,Email,Phone\n';
  const body = 'Noa,Brandt,noa@example.org,\n,Okafor,,\n';
  writeFileSync(
    path,
    `${header}${body}${header},Levi,,\nIdris,Novak,noa@example.org,\nTotal,2,,\n`,
  );
  const thread = openThread(t);
  const { store } = makeStore(t);
  const staged = await stageHere(store, [path], {}, { mappingThread: thread });
  assert.deepEqual(staged.batch.counts.rejectedByCause, {
    ...{ required: 2, repeated_header: 1, duplicate_email: 1, trailer: 1 },
  });
  const here = await digestStaged(t, [path]);
  assert.equal(await digestStaged(t, [path], {}, { mappingThread: thread }), here);
});

test('texts and records come out of a pack as they went in', () => {
  const texts = ['', 'a', '', 'é', '\ud83d', '\0', 'ж'.repeat(300), '\udc00', ''];
  assert.deepEqual(unpackTexts(packTexts(texts)), texts);
  assert.deepEqual(unpackTexts(packTexts([])), []);
  const records = [[], ['a', ''], ['', '', 'b'], ['']].map((cells, at) => ({
    ...{ number: 0, line: at * 3 + 2, cells },
  }));
  assert.deepEqual([...unpackRecords(packRecords(0, records))], records);
});

test('no more than a few blocks are on the way, however slow the thread is', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'list.csv');
  const names = Array.from({ length: 20_000 }, (_, at) => `Noa${at},noa${at}@example.org\n`);
  writeFileSync(path, `First name,Email\n${names.join('')}`);
  const thread = openThread(t);
  let onTheWay = 0;
  let most = 0;
  const mappingThread: MappingThread = {
    prepare: (tables) => thread.prepare(tables),
    async map(block: PackedRecords) {
      most = Math.max(most, ++onTheWay);
      const clients = await thread.map(block);
      onTheWay--;
      return clients;
    },
  };
  const { batch } = await stageHere(store, [path], {}, { mappingThread });
  assert.equal(batch.counts.accepted, 20_000);
  assert.ok(most > 1 && most <= 5, `${most} blocks on the way`);
});

test('S35: a list that eats the memory of the mapping thread is refused, and nothing of it is there', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'poison.csv');
  const file = createWriteStream(path);
  file.write('First name,Notes\n');
  for (let n = 0; n < 40; n++) file.write(`Noa,${`"ж&amp;`.repeat(60_000)}\n`);
  file.end();
  await once(file, 'finish');
  const list = join(dataDir, 'list.csv');
  writeFileSync(list, 'First name,Notes\nNoa,likes rain\n');
  const mappingThread = openThread(t, { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 24 });
  const { batch } = await stageHere(store, [list], {}, { mappingThread });
  await assert.rejects(
    stageHere(store, [path], {}, { mappingThread }),
    (error) => error instanceof FerryError && error.code === 'file_too_large',
  );
  assert.deepEqual(
    (await store.listBatches()).map(({ id }) => id),
    [batch.id],
  );
});
