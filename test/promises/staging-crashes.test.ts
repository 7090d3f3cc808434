import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { batchFiles, checkKept } from '../helpers/kept.js';
import { writePlainList } from '../helpers/lists.js';
import { span, until } from '../helpers/poll.js';
import { startProgram } from '../helpers/program.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { times } from '../support/long-form.js';
import { drawSeed, seededRandom } from '../support/seeded-random.js';

const CRASHING = fileURLToPath(new URL('../helpers/stage-and-die.ts', import.meta.url));

/** Makes left-overs look old enough to be swept. */
function age(dataDir: string): void {
  const past = new Date(Date.now() - 60_000);
  for (const name of readdirSync(join(dataDir, 'batches'))) {
    utimesSync(join(dataDir, 'batches', name), past, past);
  }
}

test('R1: a staging killed at any of its writes leaves no batch, and one killed after the last leaves the whole', async (t) => {
  const folder = makeTempDir(t);
  const list = join(folder, 'clients.csv');
  writePlainList(list, 2_000);
  // Some of the writes, the ones around the seal, and one beyond the end, which is never reached.
  const some = times(2, 16);
  const points = [...span(1, some).map((n) => (n * 2_000) / some), 2_001, 2_002, 9_999];
  const kept: number[] = [];
  for (const point of points) {
    const dataDir = join(folder, `data-${point}`);
    const ran = spawnSync(process.execPath, [
      '--import',
      'tsx',
      CRASHING,
      dataDir,
      list,
      String(point),
    ]);
    assert.equal(ran.signal, point === 9_999 ? null : 'SIGKILL', ran.stderr.toString());
    age(dataDir);
    const batches = await checkKept(dataDir);
    kept.push(batches.length);
    assert.deepEqual(
      batchFiles(dataDir),
      batches.map(({ id }) => `${id}.db`),
    );
  }
  // Write 2,001 is just before sealing, 2,002 just after.
  assert.deepEqual(
    kept,
    points.map((point) => (point >= 2_002 ? 1 : 0)),
  );
});

test('R1: a staging killed at random times leaves either no batch or the whole one', async (t) => {
  const folder = makeTempDir(t);
  const list = join(folder, 'clients.csv');
  const clients = times(20_000, 200_000);
  writePlainList(list, clients);
  const seed = drawSeed();
  const random = seededRandom(seed);
  // How long one takes that nobody kills; the others are killed at some time until then, and a little later.
  let wholeMs = Infinity;
  let whole = 0;
  const kills = times(4, 200);
  for (let kill = 0; kill <= kills; kill++) {
    const dataDir = join(folder, `data-${kill}`);
    mkdirSync(dataDir);
    const startedMs = performance.now();
    const program = startProgram(t, dataDir, ['stage', list, '--business', 'b1']);
    if (kill > 0) {
      await Promise.race([program.exited, pause(random() * wholeMs * 1.1)]);
      program.kill('SIGKILL');
    }
    await program.exited;
    if (kill === 0) wholeMs = performance.now() - startedMs;
    if (existsSync(join(dataDir, 'batches'))) age(dataDir);
    const batches = await checkKept(dataDir);
    whole += batches.length;
    assert.ok(
      batches.every(({ counts }) => counts.accepted === clients),
      `seed ${seed}`,
    );
    assert.equal(batchFiles(dataDir).length, batches.length, `seed ${seed}`);
    rmSync(dataDir, { recursive: true });
  }
  t.diagnostic(`seed ${seed}: ${whole - 1} of ${kills} were whole, one undisturbed ${wholeMs} ms`);
  assert.ok(whole >= 1);
});

test('R6: left-overs of dead stagings are swept at the next start, a living staging is left alone', async (t) => {
  const dataDir = makeTempDir(t);
  const store = openSqliteStore(dataDir);
  t.after(() => store.close());
  const living = await store.createBatchWriter('b_living');
  t.after(() => living.abandon());
  writeFileSync(join(dataDir, 'batches', 'b_dead.db.partial'), 'cut short');
  writeFileSync(join(dataDir, 'batches', 'b_never-registered.db'), 'cut short');
  age(dataDir);

  await openSqliteStore(dataDir).close();

  assert.deepEqual(batchFiles(dataDir), ['b_living.db.partial']);
});

/** Whether a staging writes there by now. */
const begun = (dataDir: string): boolean =>
  existsSync(join(dataDir, 'batches')) && batchFiles(dataDir).length > 0;

test('R9: an interrupted staging exits with 130 and leaves nothing', async (t) => {
  const folder = makeTempDir(t);
  const list = join(folder, 'clients.csv');
  writePlainList(list, times(50_000, 200_000));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const dataDir = join(folder, signal);
    mkdirSync(dataDir);
    const program = startProgram(t, dataDir, ['stage', list, '--business', 'b1']);
    await until('the batch is begun', () => begun(dataDir));
    program.kill(signal);
    assert.equal((await program.exited).code, 130, program.errors());
    age(dataDir);
    assert.deepEqual(await checkKept(dataDir), []);
    assert.deepEqual(batchFiles(dataDir), []);
  }
});
