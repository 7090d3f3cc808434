import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FerryError } from '../../src/errors.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { until } from '../helpers/poll.js';
import { mayMount, mountDisk } from '../helpers/small-disk.js';
import { makeStore } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { makeDraft } from '../support/make-draft.js';

const UPLOAD = fileURLToPath(new URL('../helpers/upload-and-wait.ts', import.meta.url));

const uploadsIn = (dataDir: string) => readdirSync(join(dataDir, 'uploads')).sort();

/** Opens the store as if it were some time later, so that nothing is too young to be swept. */
async function openLater(dataDir: string): Promise<void> {
  const longAgo = new Date(Date.now() - 3_600_000);
  for (const name of uploadsIn(dataDir))
    utimesSync(join(dataDir, 'uploads', name), longAgo, longAgo);
  await openSqliteStore(dataDir).close();
}

/** Uploads in a process of its own, which is sent a megabyte and then nothing; resolves once that is in the file. */
async function uploadInProcess(t: TestContext, dataDir: string, id: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', UPLOAD, dataDir, id], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  child.stdin.on('error', () => undefined);
  child.stdin.write(Buffer.alloc(1_500_000));
  const partial = join(dataDir, 'uploads', `${id}.partial`);
  await until(
    'bytes are in the file',
    () => (statSync(partial, { throwIfNoEntry: false })?.size ?? 0) > 0,
    30_000,
  );
  return child;
}

test('a living upload of another process is left alone when the folder is opened, however old it is, and comes to its end', async (t) => {
  const dataDir = makeTempDir(t);
  const child = await uploadInProcess(t, dataDir, 'u_1');
  await openLater(dataDir);
  assert.deepEqual(uploadsIn(dataDir), ['u_1.lock', 'u_1.partial']);
  const exited = once(child, 'exit');
  child.stdin.end();
  assert.deepEqual(await exited, [0, null]);
  assert.deepEqual(uploadsIn(dataDir), ['u_1']);
  assert.equal(statSync(join(dataDir, 'uploads', 'u_1')).size, 1_500_000);
});

test('what a killed upload left behind is swept when the folder is opened, and was never to be seen', async (t) => {
  const dataDir = makeTempDir(t);
  const child = await uploadInProcess(t, dataDir, 'u_1');
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  const store = openSqliteStore(dataDir);
  assert.deepEqual(await store.listUploads('9999-12-31T00:00:00.000Z'), []);
  await store.writeUpload('u_2', Readable.from([Buffer.from('whole')]));
  await store.close();
  await openLater(dataDir);
  assert.deepEqual(uploadsIn(dataDir), ['u_2']);
});

test('a living upload of this process is left alone by other instances here', async (t) => {
  const { store, dataDir } = makeStore(t);
  const bytes = new Readable({ read: () => undefined });
  const writing = store.writeUpload('u_1', bytes);
  await until('it is under way', () => existsSync(join(dataDir, 'uploads', 'u_1.partial')));
  await openLater(dataDir);
  bytes.push('whole');
  bytes.push(null);
  assert.equal(await writing, 5);
  assert.deepEqual(uploadsIn(dataDir), ['u_1']);
});

test('only this user may look into uploads, and a broken one leaves no file', async (t) => {
  const { store, dataDir } = makeStore(t);
  await store.writeUpload('u_1', Readable.from([Buffer.from('whole')]));
  const broken = Readable.from([Buffer.from('half'), Buffer.from('of it')]);
  const writing = store.writeUpload('u_2', broken);
  broken.destroy(new Error('the line is broken'));
  await assert.rejects(writing, /the line is broken/);
  assert.deepEqual(uploadsIn(dataDir), ['u_1']);
  assert.equal(statSync(join(dataDir, 'uploads')).mode & 0o777, 0o700);
  const local = await store.openUpload('u_1');
  assert.equal(local.path, join(dataDir, 'uploads', 'u_1'));
  assert.equal(statSync(local.path).mode & 0o777, 0o600);
  await local.release();
  assert.ok(existsSync(local.path), 'it is no copy');
});

test('no id leads out of the folder of uploads', async (t) => {
  const { store, dataDir } = makeStore(t);
  for (const id of ['../u', '..', '.', '', 'a/b', 'a\\b', 'u\0', '/tmp/u', 'u.partial', 'u.lock']) {
    await assert.rejects(store.writeUpload(id, Readable.from([])), RangeError, id);
    await store.deleteUpload(id);
    await assert.rejects(store.openUpload(id), { code: 'file_not_found' });
  }
  assert.deepEqual(readdirSync(dataDir).sort(), [
    ...['batches', 'control.db', 'control.db-shm', 'control.db-wal', 'uploads'],
  ]);
  assert.deepEqual(uploadsIn(dataDir), []);
});

test(
  'when the disk is full an upload and a draft are refused in one sentence and leave nothing, and work once there is room',
  { skip: mayMount ? false : 'only root may mount a small disk' },
  async (t) => {
    const disk = mountDisk(t, 'size=8m');
    const store = openSqliteStore(join(disk, 'data'));
    t.after(() => store.close());
    const filler = join(disk, 'filler');
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(filler, Buffer.alloc(bavail * bsize - 2_000_000));
    const bytes = () => Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(100_000, 'x')));
    const refused = bytes();
    await assert.rejects(
      store.writeUpload('u_1', refused),
      (error: unknown) => error instanceof FerryError && error.code === 'disk_full',
    );
    assert.equal(refused.destroyed, false);
    assert.deepEqual(uploadsIn(join(disk, 'data')), []);
    const large = makeDraft({ staffUid: 'x'.repeat(4_000_000) });
    await assert.rejects(store.createDraft(large), { code: 'disk_full' });
    assert.equal(await store.findDraft(large.id), undefined);
    rmSync(filler);
    assert.equal(await store.writeUpload('u_1', bytes()), 4_000_000);
  },
);
