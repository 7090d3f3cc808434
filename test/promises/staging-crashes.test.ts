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
import { until } from '../helpers/poll.js';
import { startProgram } from '../helpers/program.js';
import { makeTempDir } from '../helpers/temp-dir.js';

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
  // Every 125th write, the ones around the seal, and one beyond the end, which is never reached.
  const points = [1, ...Array.from({ length: 16 }, (_, i) => (i + 1) * 125), 2_001, 2_002, 9_999];
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
  writePlainList(list, 40_000);
  let whole = 0;
  for (let kill = 0; kill < 40; kill++) {
    const dataDir = join(folder, `data-${kill}`);
    mkdirSync(dataDir);
    const program = startProgram(t, dataDir, ['stage', list, '--business', 'b1']);
    await Promise.race([program.exited, pause(150 + Math.random() * 1_800)]);
    program.kill('SIGKILL');
    await program.exited;
    if (existsSync(join(dataDir, 'batches'))) age(dataDir);
    const batches = await checkKept(dataDir);
    whole += batches.length;
    assert.ok(batches.every(({ counts }) => counts.accepted === 40_000));
    assert.equal(batchFiles(dataDir).length, batches.length);
    rmSync(dataDir, { recursive: true });
  }
  t.diagnostic(`${String(whole)} of 40 were whole`);
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
  writePlainList(list, 200_000);
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
