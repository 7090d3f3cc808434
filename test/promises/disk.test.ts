import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { checkKept } from '../helpers/kept.js';
import { EMPTY, idsOf, poll, pullAll, span, until } from '../helpers/poll.js';
import { startServe } from '../helpers/program.js';
import { mayMount, mountDisk } from '../helpers/small-disk.js';
import { writePlainList } from '../helpers/lists.js';
import { openSession, readSession } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { runCli, run, MAIN } from '../support/run.js';

test(
  'R5: when the disk is full to the last byte, every command says that it is full, and works again once there is room',
  { skip: mayMount ? false : 'only root may mount a small disk; the limit below stands for it' },
  async (t) => {
    const disk = mountDisk(t, 'size=8m');
    const [dataDir, list, filler] = ['data', 'clients.csv', 'filler'].map((name) =>
      join(disk, name),
    ) as [string, string, string];
    mkdirSync(dataDir);
    writePlainList(list, 200);
    assert.equal((await runCli(dataDir, ['stage', list, '--business', 'b1'])).code, 0);
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(filler, Buffer.alloc(bavail * bsize));
    for (const args of [
      ['stage', list, '--business', 'b2'],
      ['batches'],
      ['serve', '--port', '0'],
    ]) {
      const ran = await runCli(dataDir, args);
      assert.equal(ran.code, 6, ran.err);
      assert.match(ran.err, /^Error: .*disk is full.*\.\n/m, args[0]);
      assert.doesNotMatch(ran.err, /\n {4}at /);
    }
    rmSync(filler);
    const again = await runCli(dataDir, ['stage', list, '--business', 'b2']);
    assert.equal(again.code, 0, again.err);
    assert.equal((await checkKept(dataDir)).length, 2);
  },
);

test('R5: a file that may not grow any further stages nothing, and the same command works without the limit', async (t) => {
  const folder = makeTempDir(t);
  const list = join(folder, 'clients.csv');
  writePlainList(list, 20_000);
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const stage = [process.execPath, MAIN, 'stage', list, '--business', 'b1'];
  // 1 MiB per file; the signal is ignored, so that the write fails as on a full disk.
  const limited = await run(
    ['bash', '-c', `trap '' XFSZ; ulimit -f 1024; exec "$@"`, 'bash', ...stage],
    dataDir,
  );
  assert.equal(limited.code, 1, limited.err);
  assert.match(limited.err, /^Error: The data folder .* cannot be used: /m);
  assert.deepEqual(await checkKept(dataDir), []);
  const again = await runCli(dataDir, ['stage', list, '--business', 'b1']);
  assert.equal(again.code, 0, again.err);
  assert.equal((await checkKept(dataDir))[0]?.counts.accepted, 20_000);
});

test('R34: a data folder that may not be written to is refused in one sentence that names it', async (t) => {
  const folder = makeTempDir(t);
  const list = join(folder, 'clients.csv');
  writePlainList(list, 3);
  const readOnly = mayMount ? mountDisk(t, 'ro') : join(folder, 'read-only');
  if (!mayMount) {
    mkdirSync(readOnly);
    chmodSync(readOnly, 0o500);
  }
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const dataDir of [readOnly, join(readOnly, 'a', 'b'), file, join(file, 'a', 'b')]) {
    for (const args of [
      ['serve', '--port', '0'],
      ['stage', list, '--business', 'b1'],
    ]) {
      const ran = await runCli(folder, args, { DATA_DIR: dataDir });
      assert.notEqual(ran.code, 0);
      const [sentence = '', hint = '', ...more] = ran.err.split('\n');
      assert.ok(sentence.startsWith(`Error: The data folder ${dataDir} cannot be used: `));
      assert.match(hint, /^ {2}\S/);
      assert.deepEqual(more, ['']);
    }
  }
});

test(
  'R34: a data folder that worked before and is now read-only, or is of another user, is refused in one sentence that names it',
  { skip: mayMount ? false : 'only root may remount a disk and be another user' },
  async (t) => {
    const disk = mountDisk(t, 'size=8m,mode=755');
    const dataDir = join(disk, 'data');
    const list = join(disk, 'clients.csv');
    mkdirSync(dataDir);
    writePlainList(list, 20);
    const stage = ['stage', list, '--business', 'b1'];
    assert.equal((await runCli(dataDir, stage)).code, 0);
    const program = [process.execPath, MAIN] as const;
    const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] as const;
    const refused = async (command: readonly [string, ...string[]], cause: RegExp) => {
      const ran = await run(command, dataDir, {}, disk);
      const [sentence = '', hint = '', ...more] = ran.err.split('\n');
      assert.ok(sentence.startsWith(`Error: The data folder ${dataDir} cannot be used: `), ran.err);
      assert.match(sentence, cause);
      assert.match(hint, /^ {2}\S/);
      assert.deepEqual(more, ['']);
      assert.equal(ran.code, 1);
    };
    const starts = [['serve', '--port', '0'], stage, ['batches']];
    for (const args of starts)
      await refused([...asNobody, ...program, ...args], /permission was denied/);
    assert.equal(spawnSync('mount', ['-o', 'remount,ro', disk]).status, 0);
    for (const args of starts) await refused([...program, ...args], /read-only file system/);
    assert.equal(spawnSync('mount', ['-o', 'remount,rw', disk]).status, 0);
    assert.equal((await runCli(dataDir, ['batches'])).code, 0);
    assert.equal((await checkKept(dataDir)).length, 1);
  },
);

test(
  'R5: while the disk is full to the last byte, an import under way is served to its end, and closed once there is room',
  { skip: mayMount ? false : 'only root may mount a small disk' },
  async (t) => {
    const disk = mountDisk(t, 'size=8m');
    const dataDir = join(disk, 'data');
    const store = openSqliteStore(dataDir);
    t.after(() => store.close());
    const { session } = await openSession(store, 500);
    const serve = await startServe(t, dataDir);
    assert.equal(idsOf(await poll(serve.url, { page: 1, per_page: 50 })).length, 50);
    const filler = join(disk, 'filler');
    // The server may still be writing: whatever room is left is taken, however little.
    assert.throws(() => {
      for (;;) appendFileSync(filler, Buffer.alloc(4_096));
    }, /ENOSPC/);
    for (const page of span(2, 10))
      assert.equal(idsOf(await poll(serve.url, { page, per_page: 50 })).length, 50);
    assert.equal((await poll(serve.url, { page: 11, per_page: 50 })).body, EMPTY);
    const full = await poll(serve.url, { page: -1, per_page: 50 });
    if (full.status !== 200) assert.ok(Number(full.headers['retry-after']) > 0);
    rmSync(filler);
    assert.deepEqual(await pullAll(serve.url, 50), span(1, 500));
    await until('it is closed whole', async () => {
      return (await readSession(store, session.id)).state === 'closed';
    });
  },
);
