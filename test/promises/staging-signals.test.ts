import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { batchFiles, checkKept } from '../helpers/kept.js';
import { writePlainList } from '../helpers/lists.js';
import { inFlight, span, until } from '../helpers/poll.js';
import { startProgram } from '../helpers/program.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { times } from '../support/long-form.js';
import { drawSeed, seededRandom } from '../support/seeded-random.js';
import { MAIN } from '../support/run.js';

test('R9: Ctrl-C at any time leaves nothing visible and no partial file, and says so with 130', async (t) => {
  const folder = makeTempDir(t);
  const list = join(folder, 'clients.csv');
  const clients = times(20_000, 100_000);
  writePlainList(list, clients);
  const rounds = times(5, 32);
  const seed = drawSeed();
  t.diagnostic(`seed ${seed}`);
  const random = seededRandom(seed);
  await inFlight(2, span(1, rounds), async (n) => {
    const dataDir = join(folder, `data-${n}`);
    mkdirSync(dataDir);
    const signal = n % 2 === 0 ? 'SIGINT' : 'SIGTERM';
    const program = startProgram(t, dataDir, ['stage', list, '--business', 'b1']);
    // From before the handler stands to the last records; a signal that comes too late finds the whole batch.
    await Promise.race([program.exited, pause(((n - random()) * 2_500) / rounds)]);
    program.kill(signal);
    const { code, signal: killedBy } = await program.exited;
    const left = existsSync(join(dataDir, 'batches')) ? batchFiles(dataDir) : [];
    if (code === 0) {
      assert.equal((await checkKept(dataDir))[0]?.counts.accepted, clients);
      return;
    }
    assert.ok(code === 130 || killedBy === signal, program.errors());
    if (code === 130) assert.match(program.errors(), /^Error: Interrupted; nothing was staged\.$/m);
    assert.deepEqual(left, [], `after ${String(n)}`);
    assert.deepEqual(await checkKept(dataDir), []);
  });
});

test('R9: a batch that was registered before Ctrl-C came is not denied', async (t) => {
  const folder = makeTempDir(t);
  const list = join(folder, 'clients.csv');
  writePlainList(list, 100);
  // Holds the staging thread for a second right after the batch has been registered.
  const hold = join(folder, 'hold.mjs');
  writeFileSync(
    hold,
    `import { createRequire } from 'node:module';
     import { writeFileSync } from 'node:fs';
     import { isMainThread } from 'node:worker_threads';
     if (!isMainThread) {
       const Database = createRequire(${JSON.stringify(MAIN)})('better-sqlite3');
       const transaction = Database.prototype.transaction;
       Database.prototype.transaction = function (work) {
         const wrapped = Reflect.apply(transaction, this, [work]);
         return Object.assign((...args) => wrapped(...args), {
           immediate: (...args) => {
             const result = wrapped.immediate(...args);
             if (result !== undefined) {
               writeFileSync(${JSON.stringify(join(folder, 'registered'))}, '');
               Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
             }
             return result;
           },
         });
       };
     }`,
  );
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const child = spawn(
    process.execPath,
    ['--import', hold, MAIN, 'stage', list, '--business', 'b1'],
    {
      cwd: dataDir,
      env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  const closed = once(child, 'close');
  await until('the batch is registered', () => existsSync(join(folder, 'registered')));
  child.kill('SIGINT');
  const [code] = (await closed) as [number | null];
  const isThere = (await checkKept(dataDir)).length === 1;
  // Either the batch stands and nobody says otherwise, or it was taken back.
  assert.equal(isThere && said.includes('nothing was staged'), false, said);
  assert.equal(isThere ? 0 : 130, code);
});
