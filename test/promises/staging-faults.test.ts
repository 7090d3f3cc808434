import assert from 'node:assert/strict';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { batchFiles, checkKept } from '../helpers/kept.js';
import { writePlainList } from '../helpers/lists.js';
import { stageHere } from '../helpers/stage.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { startWorker } from '../helpers/worker-under-fault.js';
import type { Fault } from '../support/fault.js';
import { isLongForm, times } from '../support/long-form.js';

/** In the long form so many that more than 50 writes are needed. */
const CLIENTS = times(300, 1_500);
const EARLIER = 40;

/** A data folder with a batch of before, a list to be staged in copies of it, and a process that stages. */
async function setUp() {
  const folder = makeTempDir({ after });
  const [template, list] = [join(folder, 'template'), join(folder, 'clients.csv')];
  const [earlier, dataDir] = [join(folder, 'earlier.csv'), join(folder, 'data')];
  mkdirSync(template);
  writePlainList(earlier, EARLIER);
  writePlainList(list, CLIENTS);
  const store = openSqliteStore(template);
  await stageHere(store, [earlier]);
  await store.close();
  const worker = await startWorker({ after });

  /** Stages under a fault, then once more on a sound disk; says how the first went, and checks what was kept each time. */
  const tryFault = async (fault: Fault) => {
    const inject = fault.inject.join();
    rmSync(dataDir, { recursive: true, force: true });
    cpSync(template, dataDir, { recursive: true });
    const work = { kind: 'stage', dataDir, list } as const;
    const tried = await worker.doUnder(fault, work);
    const whole = [CLIENTS, EARLIER];
    assert.deepEqual(await acceptedIn(dataDir), tried.ok ? whole : [EARLIER], inject);
    assert.equal(batchFiles(dataDir).length, tried.ok ? 2 : 1, inject);
    const again = await worker.do(work);
    assert.equal(again.ok, true, `${inject}: ${again.message}`);
    assert.deepEqual(await acceptedIn(dataDir), whole, inject);
    return { ...tried, inject };
  };
  // Whatever is loaded on first use is loaded by now.
  await tryFault({ inject: ['fsync:error=EIO:when=999'] });
  return { tryFault, list };
}

const { tryFault, list } = await setUp();

/** How many clients the batches hold, the latest first; each is whole, and nothing else is listed. */
async function acceptedIn(dataDir: string): Promise<number[]> {
  return (await checkKept(dataDir)).map(({ counts }) => counts.accepted);
}

/** Tries the n-th call, and the n-th with all that follow, until a staging goes through untouched; gives how often it struck. */
async function tryAll(
  fault: (when: string) => Promise<{ struck: boolean }>,
  step = 1,
): Promise<number> {
  let struck = 0;
  for (let n = 1; ; n += step) {
    const tried = [await fault(`${n}`), await fault(`${n}+`)];
    struck += tried.filter((one) => one.struck).length;
    if (!tried.some((one) => one.struck)) return struck;
  }
}

test('R5: whichever write finds the disk full, nothing of the list is there, it is told in a sentence, and the same works afterwards', async (t) => {
  const struck = await tryAll(
    async (when) => {
      const tried = await tryFault({ inject: [`pwrite64:error=ENOSPC:when=${when}`] });
      if (!tried.ok) assert.equal(tried.code, 'disk_full', `${tried.inject}: ${tried.message}`);
      return tried;
    },
    times(5, 1),
  );
  t.diagnostic(`struck ${struck} times`);
  assert.ok(struck >= (isLongForm ? 100 : 8), String(struck));
});

const CALLS = [
  ['pwrite64', times(7, 1)],
  ['pread64', times(3, 1)],
  ['ftruncate', 1],
  ['rename', 1],
] as const;

for (const [call, step] of CALLS)
  test(`R10: whichever ${call} fails, there is no batch or a whole one, as the answer says`, async (t) => {
    const struck = await tryAll(async (when) => {
      const tried = await tryFault({ inject: [`${call}:error=EIO:when=${when}`] });
      if (!tried.ok) assert.ok(tried.told, `${tried.inject}: ${tried.code} ${tried.message}`);
      return tried;
    }, step);
    t.diagnostic(`struck ${struck} times`);
    assert.ok(struck > 0);
  });

test('R10: a list that cannot be read to its end is refused', async () => {
  let refused = 0;
  // What was read ahead and not needed may fail: the bytes that count are compared with those of the first read.
  await tryAll(async (when) => {
    const inject = ['read', 'pread64'].map((call) => `${call}:error=EIO:when=${when}`);
    const tried = await tryFault({ inject, paths: [list] });
    if (!tried.ok) assert.equal(tried.code, 'file_unreadable', tried.inject);
    refused += tried.ok ? 0 : 1;
    return tried;
  });
  assert.ok(refused > 0);
});

test('R10: a batch file that could not be synced is given up, whatever a later sync says', async () => {
  let failed = 0;
  await tryAll(async (when) => {
    const tried = await tryFault({
      inject: [`fsync:error=EIO:when=${when}`],
      watch: ['rename', 'unlink'],
    });
    const ofBatch = tried.calls.filter((call) => call.includes('.db.partial'));
    const at = ofBatch.findIndex((call) => call.includes('INJECTED'));
    const later = ofBatch.slice(at + 1).join('\n');
    if (at < 0) return tried;
    failed++;
    assert.match(later, /unlink/);
    assert.doesNotMatch(later, /rename/);
    return tried;
  });
  assert.ok(failed > 0);
});
