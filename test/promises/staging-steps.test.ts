import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { batchFiles, checkKept } from '../helpers/kept.js';
import { inFlight, span } from '../helpers/poll.js';
import { writePlainList } from '../helpers/lists.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { runFaulty } from '../support/fault.js';
import { isLongForm, times } from '../support/long-form.js';
import { readTrace, replay, TRACED_CALLS } from '../support/power-loss.js';
import { requireTool } from '../support/require-tool.js';
import { MAIN, run } from '../support/run.js';

const PRELOAD = fileURLToPath(new URL('../support/die-at-step.mjs', import.meta.url));

/** A folder with a list of 2,000 clients. */
function makeList(t: TestContext): { folder: string; list: string } {
  const folder = makeTempDir(t);
  const list = join(folder, 'clients.csv');
  writePlainList(list, 2_000);
  return { folder, list };
}

/** A data folder whose control database is there already. */
async function makeDataDir(folder: string, name: string): Promise<string> {
  const dataDir = join(folder, name);
  mkdirSync(dataDir);
  await openSqliteStore(dataDir).close();
  return dataDir;
}

/** Starts the store again as after a while; tells whether the whole batch is there, and checks that nothing else is. */
async function isKept(dataDir: string): Promise<boolean> {
  const past = new Date(Date.now() - 60_000);
  for (const name of readdirSync(join(dataDir, 'batches')))
    utimesSync(join(dataDir, 'batches', name), past, past);
  const batches = await checkKept(dataDir);
  assert.ok(batches.length <= 1);
  assert.ok(batches.every(({ counts }) => counts.accepted === 2_000));
  assert.deepEqual(
    batchFiles(dataDir),
    batches.map(({ id }) => `${id}.db`),
  );
  return batches.length === 1;
}

for (const side of ['before', 'after'] as const) {
  test(`R1: the program killed ${side} any step that staging takes on the disk leaves no batch or the whole one`, async (t) => {
    const { folder, list } = makeList(t);
    const stage = async (point: number) => {
      const dataDir = await makeDataDir(folder, `data-${point}`);
      const log = join(folder, `steps-${point}`);
      const ran = await run(
        [process.execPath, '--import', PRELOAD, MAIN, 'stage', list, '--business', 'b1'],
        dataDir,
        { DIE: side, DIE_AT: String(point), DIE_LOG: log },
      );
      const steps = readFileSync(log, 'utf8').trim().split('\n');
      return { ran, steps, kept: await isKept(dataDir) };
    };
    const untouched = await stage(0);
    assert.equal(untouched.ran.code, 0, untouched.ran.err);
    assert.ok(untouched.kept);
    const { steps } = untouched;
    for (const name of ['exec', 'pragma', 'renameSync', 'fsyncSync', 'transaction'])
      assert.ok(steps.includes(name), name);
    const register = steps.lastIndexOf('transaction') + 1;
    // After one step is before the next, so only the steps of the seal are tried on both sides.
    const sealed = steps.indexOf('renameSync');
    const points = span(1, steps.length).filter(
      (point) => point > sealed + 1 || (isLongForm && side === 'before') || point % 12 === 1,
    );
    await inFlight(2, points, async (point) => {
      const { ran, kept } = await stage(point);
      assert.equal(ran.signal, 'SIGKILL', `${String(point)}: ${ran.err}`);
      // Visible from the registration on, and not a step earlier.
      const isThere = side === 'before' ? point > register : point >= register;
      assert.equal(kept, isThere, `step ${String(point)}, ${steps[point - 1] ?? ''}`);
    });
    t.diagnostic(steps.join(' '));
  });
}

test('R1: a staging killed after whichever of its writes leaves no batch or the whole one', async (t) => {
  const { folder, list } = makeList(t);
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const log = join(folder, 'trace');
  const traced = ['-f', '-y', '-xx', '-s', '1000000', '-o', log, '-e', `trace=${TRACED_CALLS}`];
  const command = [process.execPath, MAIN, 'stage', list, '--business', 'b1'];
  const ran = await run([requireTool('strace'), ...traced, ...command], dataDir, { HOME: folder });
  assert.equal(ran.code, 0, ran.err);
  const events = readTrace(readFileSync(log, 'utf8'), dataDir);
  const kept: boolean[] = [];
  for (let cut = 0; cut <= events.length; cut += times(4, 1)) {
    const target = join(folder, 'after');
    mkdirSync(join(target, 'batches'), { recursive: true });
    // Of a process that was killed the system still holds every write.
    replay(events.slice(0, cut), dataDir, target, () => true);
    kept.push(await isKept(target));
    rmSync(target, { recursive: true });
  }
  // Once it is there it stays.
  assert.deepEqual(kept, [...kept].sort());
  t.diagnostic(`${kept.length} cuts, ${kept.filter((one) => one).length} with the batch`);
  assert.ok(kept.includes(true) && kept.includes(false));
});

/** Stages with the built program while a fault befalls it. */
const stageFaulty = (dataDir: string, list: string, inject: string) =>
  runFaulty([process.execPath, MAIN, 'stage', list, '--business', 'b1'], dataDir, {
    inject: [inject],
  });

test('R1: the program killed at its n-th write, sync, rename or removal leaves no batch or the whole one', async (t) => {
  const { folder, list } = makeList(t);
  let whole = 0;
  const points = isLongForm
    ? [
        ...span(1, 110).map((n) => `pwrite64:signal=SIGKILL:when=${n}`),
        ...span(1, 9).map((n) => `fsync:signal=SIGKILL:when=${n}`),
        'rename:signal=SIGKILL:when=1',
        ...span(1, 4).map((n) => `unlink:signal=SIGKILL:when=${n}`),
      ]
    : [
        'pwrite64:signal=SIGKILL:when=30',
        'fsync:signal=SIGKILL:when=3',
        'unlink:signal=SIGKILL:when=2',
      ];
  await inFlight(2, points.entries(), async ([at, inject]) => {
    const dataDir = await makeDataDir(folder, `data-${at}`);
    await stageFaulty(dataDir, list, inject);
    if (await isKept(dataDir)) whole++;
    rmSync(dataDir, { recursive: true });
  });
  t.diagnostic(`${whole} of ${points.length} were whole`);
  assert.ok(whole < points.length);
});

test('R5: a disk that is full at the n-th write is told in one sentence, leaves nothing, and the same command works afterwards', async (t) => {
  const { folder, list } = makeList(t);
  let refused = 0;
  await inFlight(2, isLongForm ? span(1, 70) : [5, 20], async (n) => {
    const dataDir = await makeDataDir(folder, `data-${n}`);
    const full = await stageFaulty(dataDir, list, `pwrite64:error=ENOSPC:when=${n}+`);
    assert.equal(full.code === 0, await isKept(dataDir), `write ${n}`);
    if (full.code !== 0) {
      refused++;
      assert.equal(full.code, 6, full.err);
      assert.match(full.err, /^Error: .*disk is full.*\.\n {2}.+\.\n$/m, `write ${n}`);
      assert.doesNotMatch(full.err, /\n {4}at /);
      assert.deepEqual(batchFiles(dataDir), [], `write ${n}`);
    }
    const again = await run([process.execPath, MAIN, 'stage', list, '--business', 'b1'], dataDir);
    assert.equal(again.code, 0, again.err);
    assert.ok(await isKept(dataDir));
    rmSync(dataDir, { recursive: true });
  });
  t.diagnostic(`refused ${refused} times`);
  assert.ok(refused >= times(2, 50), String(refused));
});

test('R10: a write or a sync that fails never yields a batch, and is told in one sentence', async (t) => {
  const { folder, list } = makeList(t);
  const points = [
    ...span(1, times(1, 12)).map((n) => `pwrite64:error=EIO:when=${n * 12}+`),
    ...span(1, times(1, 10)).map((n) => `fsync:error=EIO:when=${n}`),
    'rename:error=EIO:when=1',
  ];
  await inFlight(2, points.entries(), async ([at, inject]) => {
    const dataDir = await makeDataDir(folder, `data-${at}`);
    const ran = await stageFaulty(dataDir, list, inject);
    const kept = existsSync(join(dataDir, 'batches')) && (await isKept(dataDir));
    assert.equal(kept, ran.code === 0, `${inject}: ${ran.err}`);
    if (ran.code === 0) return;
    assert.equal(ran.code, 1, ran.err);
    assert.match(ran.err, /^Error: The data folder .* cannot be used: .*\.\n {2}.+\.\n$/m, inject);
  });
});
