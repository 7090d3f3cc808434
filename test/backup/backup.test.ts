import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import yazl from 'yazl';
import { restoreBackup } from '../../src/backup/restore-backup.js';
import { writeBackup } from '../../src/backup/write-backup.js';
import { FerryError, type ErrorCode } from '../../src/errors.js';
import { STORE_VERSION } from '../../src/store/sqlite/migrations.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { clientText, makeStore, openSession, stageClients } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { filesNaming } from '../support/files-naming.js';
import { times } from '../support/long-form.js';

const LOAD = fileURLToPath(new URL('../support/load-data-folder.ts', import.meta.url));
const options = { storeVersion: STORE_VERSION };
const BACKUPS = times(6, 20);
const now = () => new Date();

const refusal = (code: ErrorCode) => (error: unknown) =>
  error instanceof FerryError && error.code === code;

/** Opens a restored folder as a start would, and compares every client, upload and ledger with what was put in. */
async function checkRestored(root: string): Promise<number> {
  const store = openSqliteStore(root);
  try {
    const batches = await store.listBatches();
    for (const { id, businessUid, counts } of batches) {
      const page = (await store.readPage(id, 1, counts.clients)).toString();
      const expected = Array.from({ length: counts.clients }, (_, at) => clientText(at + 1, 500));
      assert.equal(page, expected.join(), `${businessUid} ${id}`);
    }
    for (const { id, files } of await store.listDrafts('b1'))
      for (const file of files) {
        const upload = await store.openUpload(file.id);
        assert.equal(readFileSync(upload.path, 'utf8'), `${id}\n`.repeat(2_000));
        await upload.release();
      }
    for (const { id } of await store.listSessions()) await store.listLedger(id);
    const control = new Database(join(root, 'control.db'), { readonly: true });
    assert.equal(control.pragma('integrity_check', { simple: true }), 'ok');
    control.close();
    return batches.length;
  } finally {
    await store.close();
  }
}

test(`R41: ${BACKUPS} backups while another process stages, serves and removes are each whole, and restore to identical pages`, async (t) => {
  const dataDir = makeTempDir(t);
  const target = makeTempDir(t);
  const load = fork(LOAD, [dataDir], { execArgv: ['--import', 'tsx'] });
  const over = once(load, 'exit');
  t.after(() => load.kill());
  await once(load, 'message');
  let rounds = 0;
  load.on('message', () => rounds++);
  for (let n = 1; n <= BACKUPS; n++) {
    const file = join(target, `${n}.zip`);
    const account = await writeBackup(dataDir, file, { now });
    const root = join(target, String(n));
    await restoreBackup(file, root, options);
    assert.equal(await checkRestored(root), account.batches);
  }
  assert.ok(rounds > 0, 'nothing was going on meanwhile');
  load.send('end');
  assert.equal((await over)[0], 0);
});

test('a backup is one private file, and leaves nothing else behind', async (t) => {
  const { store, dataDir } = makeStore(t);
  await stageClients(store, 3, 'b1');
  const target = makeTempDir(t);
  const before = readdirSync(dataDir);
  const account = await writeBackup(dataDir, join(target, 'a.zip'), { now });
  assert.deepEqual(readdirSync(target), ['a.zip']);
  assert.deepEqual(readdirSync(dataDir), before);
  const { mode, size } = statSync(join(target, 'a.zip'));
  assert.equal(mode & 0o777, 0o600);
  assert.deepEqual([account.batches, account.uploads, account.bytes], [1, 0, size]);
});

test('what was removed before a backup is not in it, not even in free space', async (t) => {
  const { store, dataDir } = makeStore(t);
  const { id } = await stageClients(store, 50, 'b1');
  await stageClients(store, 1, 'b2');
  await store.deleteBatch(id);
  const target = makeTempDir(t);
  await writeBackup(dataDir, join(target, 'a.zip'), { now });
  assert.deepEqual(filesNaming(target, 'ada.50@example.com'), []);
  assert.equal(filesNaming(target, 'ada.1@example.com').length, 1);
});

test('a backup never takes the place of a file that is there, and there is none of an empty folder', async (t) => {
  const { dataDir } = makeStore(t);
  const target = makeTempDir(t);
  writeFileSync(join(target, 'a.zip'), 'mine');
  await assert.rejects(writeBackup(dataDir, join(target, 'a.zip'), { now }), refusal('usage'));
  assert.equal(readFileSync(join(target, 'a.zip'), 'utf8'), 'mine');
  await assert.rejects(
    writeBackup(makeTempDir(t), join(target, 'b.zip'), { now }),
    refusal('data_dir_unusable'),
  );
});

test('of backups that go to one place at once one gets it, and what others keep beside it stays', async (t) => {
  const { store, dataDir } = makeStore(t);
  await stageClients(store, 20, 'b1');
  const target = makeTempDir(t);
  const file = join(target, 'a.zip');
  const others = ['a.zip.partial', 'a.zip.control.partial'];
  for (const name of others) writeFileSync(join(target, name), 'mine');
  const ends = await Promise.allSettled(
    Array.from({ length: 3 }, () => writeBackup(dataDir, file, { now })),
  );
  const refused = ends.filter((end) => end.status === 'rejected');
  assert.equal(refused.length, 2);
  for (const { reason } of refused) assert.ok(refusal('usage')(reason), String(reason));
  assert.deepEqual(readdirSync(target).sort(), ['a.zip', ...others].sort());
  for (const name of others) assert.equal(readFileSync(join(target, name), 'utf8'), 'mine');
  await restoreBackup(file, join(target, 'anew'), options);
});

test('a file that came while a backup was written stays as it is', async (t) => {
  const { store, dataDir } = makeStore(t);
  await stageClients(store, 20, 'b1');
  const target = makeTempDir(t);
  const file = join(target, 'a.zip');
  const backup = writeBackup(dataDir, file, { now });
  writeFileSync(file, 'mine');
  await assert.rejects(backup, refusal('usage'));
  assert.equal(readFileSync(file, 'utf8'), 'mine');
  assert.deepEqual(readdirSync(target), ['a.zip']);
});

const withTables = (sql: string) => {
  const db = new Database(':memory:');
  db.exec(sql);
  db.pragma(`user_version = ${STORE_VERSION}`);
  return db.serialize();
};

const FOREIGN: Record<string, { createdAt?: string; storeVersion?: number; control: Buffer }> = {
  'a database of another program': { control: withTables('CREATE TABLE cats (id INTEGER)') },
  'an empty database': { control: withTables('') },
  'a database that names a file which is not there': {
    control: withTables(
      `CREATE TABLE batches (id TEXT); CREATE TABLE drafts (body TEXT);
       INSERT INTO batches VALUES ('b_1')`,
    ),
  },
  'a database of another version than it says': {
    storeVersion: STORE_VERSION - 1,
    control: withTables('CREATE TABLE batches (id TEXT); CREATE TABLE drafts (body TEXT)'),
  },
  'a time that a terminal would obey': {
    createdAt: '\u001b[2J2026-03-01T10:00:00.000Z',
    control: withTables('CREATE TABLE batches (id TEXT); CREATE TABLE drafts (body TEXT)'),
  },
};

for (const [what, { control, createdAt, storeVersion }] of Object.entries(FOREIGN)) {
  test(`a backup with ${what} is refused, and nothing of it restored`, async (t) => {
    const target = makeTempDir(t);
    const file = join(target, 'a.zip');
    const told = {
      ...{ what: 'clientferry backup', version: 1 },
      createdAt: createdAt ?? '2026-03-01T10:00:00.000Z',
      storeVersion: storeVersion ?? STORE_VERSION,
      files: [
        {
          ...{ name: 'control.db', bytes: control.length },
          sha256: createHash('sha256').update(control).digest('hex'),
        },
      ],
    };
    const zip = new yazl.ZipFile();
    zip.addBuffer(control, 'control.db');
    zip.addBuffer(Buffer.from(JSON.stringify(told)), 'manifest.json');
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(file));
    const root = join(target, 'anew');
    await assert.rejects(restoreBackup(file, root, options), (error: FerryError) => {
      assert.ok(refusal('backup_unusable')(error));
      return !/[\p{Cc}]/u.test(error.message);
    });
    assert.deepEqual(existsSync(root) ? readdirSync(root) : [], []);
  });
}

test('a folder that is not empty is refused, and stays as it was', async (t) => {
  const { store, dataDir } = makeStore(t);
  await openSession(store, 3);
  const target = makeTempDir(t);
  const file = join(target, 'a.zip');
  await writeBackup(dataDir, file, { now });
  const root = join(target, 'full');
  mkdirSync(root);
  writeFileSync(join(root, 'mine'), 'x');
  await assert.rejects(restoreBackup(file, root, options), refusal('backup_unusable'));
  assert.deepEqual(readdirSync(root), ['mine']);
});

test('a restored folder and its files are for this user alone', async (t) => {
  const { store, dataDir } = makeStore(t);
  const { id } = await stageClients(store, 3, 'b1');
  const target = makeTempDir(t);
  await writeBackup(dataDir, join(target, 'a.zip'), { now });
  const root = join(target, 'anew');
  mkdirSync(root, { mode: 0o755 });
  await restoreBackup(join(target, 'a.zip'), root, options);
  const modeOf = (...path: string[]) => statSync(join(root, ...path)).mode & 0o777;
  assert.deepEqual(
    [modeOf(), modeOf('batches'), modeOf('control.db'), modeOf('batches', `${id}.db`)],
    [0o700, 0o700, 0o600, 0o600],
  );
  assert.deepEqual(readdirSync(root).sort(), ['batches', 'control.db', 'uploads']);
});

test('a backup with a byte flipped anywhere, or cut short anywhere, is refused and nothing of it restored', async (t) => {
  const { store, dataDir } = makeStore(t);
  await stageClients(store, 20, 'b1');
  const target = makeTempDir(t);
  const file = join(target, 'a.zip');
  await writeBackup(dataDir, file, { now });
  const whole = readFileSync(file);
  const places = Array.from({ length: 25 }, (_, n) => Math.floor((whole.length * n) / 25));
  const damages = [
    ...places.map((at) => whole.subarray(0, at)),
    ...places.map((at) => {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ 0xff;
      return flipped;
    }),
  ];
  for (const [n, bytes] of damages.entries()) {
    const damagedFile = join(target, `${n}.zip`);
    const root = join(target, `r${n}`);
    writeFileSync(damagedFile, bytes);
    try {
      await restoreBackup(damagedFile, root, options);
    } catch (error) {
      assert.ok(refusal('backup_unusable')(error), `${n}: ${String(error)}`);
      assert.deepEqual(existsSync(root) ? readdirSync(root) : [], []);
      continue;
    }
    // A flipped byte that tells nothing, such as that of a time, does no harm.
    const restored = openSqliteStore(root);
    const [batch] = await restored.listBatches();
    assert.ok(batch);
    assert.equal((await restored.readClients(batch.id, 1, 20))[19], clientText(20));
    await restored.close();
  }
});

test('a file that is no backup, one of a newer version, and one that is not there are refused', async (t) => {
  const { store, dataDir } = makeStore(t);
  await stageClients(store, 1, 'b1');
  const target = makeTempDir(t);
  const file = join(target, 'a.zip');
  const root = join(target, 'anew');
  await writeBackup(dataDir, file, { now });
  await assert.rejects(
    restoreBackup(file, root, { storeVersion: STORE_VERSION - 1 }),
    refusal('backup_unusable'),
  );
  writeFileSync(join(target, 'b.zip'), 'First name,Email\n');
  await assert.rejects(
    restoreBackup(join(target, 'b.zip'), root, options),
    refusal('backup_unusable'),
  );
  await assert.rejects(
    restoreBackup(join(target, 'c.zip'), root, options),
    refusal('file_not_found'),
  );
  assert.equal(existsSync(root), false);
});
