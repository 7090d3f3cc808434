import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { restoreBackup } from '../../src/backup/restore-backup.js';
import { STORE_VERSION } from '../../src/store/sqlite/migrations.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { checkKept } from '../helpers/kept.js';
import { accept, startFakeHost } from '../helpers/fake-host.js';
import { clientText, stageClients } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { startWorker } from '../helpers/worker-under-fault.js';
import { filesNaming } from '../support/files-naming.js';
import { times } from '../support/long-form.js';
import type { Done, Work } from '../support/work-under-fault.js';

const CLIENTS = 300;

/** A data folder with one batch, of which work gets copies, and a process that works. */
async function setUp() {
  const folder = makeTempDir({ after });
  const [template, dataDir] = [join(folder, 'template'), join(folder, 'data')] as [string, string];
  mkdirSync(template);
  const store = openSqliteStore(template);
  const { id: batchId } = await stageClients(store, CLIENTS, 'b1');
  await store.close();
  const worker = await startWorker({ after });

  /** Does the work on a disk that fails at the n-th of its calls, for every n, and lets the rest be checked each time. */
  const tryAll = async (
    work: Work,
    check: (done: Done, why: string) => Promise<void>,
    { prepare = () => undefined, names = 'rename,link' }: TryOptions = {},
  ) => {
    cpSync(template, dataDir, { recursive: true });
    prepare();
    assert.deepEqual(await worker.do(work), { ok: true });
    let struck = 0;
    for (const failure of [...FAILURES, `${names}:error=EIO`])
      for (let n = 1; ; n += times(4, 1)) {
        rmSync(dataDir, { recursive: true });
        cpSync(template, dataDir, { recursive: true });
        prepare();
        const inject = [`${failure}:when=${n}+`];
        const done = await worker.doUnder({ inject }, work);
        const why = `${inject.join()}: ${done.code ?? ''} ${done.message ?? ''}`;
        if (!done.ok) assert.ok(done.told, why);
        await check(done, why);
        struck += done.struck ? 1 : 0;
        if (!done.struck) break;
      }
    rmSync(dataDir, { recursive: true });
    return struck;
  };
  return { folder, dataDir, batchId, worker, tryAll };
}

interface TryOptions {
  prepare?: () => void;
  /** The calls that change names. */
  names?: string;
}

const WITH_REMOVALS: TryOptions = { names: 'rename,link,unlink' };
const FAILURES = ['pwrite64:error=ENOSPC', 'fsync:error=EIO'];

const { folder, dataDir, batchId, worker, tryAll } = await setUp();
const all = Array.from({ length: CLIENTS }, (_, at) => clientText(at + 1));

/** The clients of the batch as a later start finds them; undefined when it is gone. */
async function readBatch(): Promise<string[] | undefined> {
  const past = new Date(Date.now() - 60_000);
  for (const name of readdirSync(join(dataDir, 'batches')))
    utimesSync(join(dataDir, 'batches', name), past, past);
  const [batch] = await checkKept(dataDir);
  if (!batch) return undefined;
  const store = openSqliteStore(dataDir);
  try {
    return await store.readClients(batchId, 1, batch.counts.clients);
  } finally {
    await store.close();
  }
}

test('R5, R10: an erasure that the disk breaks off leaves the batch as it was or erases whole, and the same works afterwards', async (t) => {
  const work = { kind: 'erase', dataDir, batchId, seq: 7 } as const;
  const without = all.filter((_, at) => at !== 6);
  const struck = await tryAll(
    work,
    async (done, why) => {
      const found = await readBatch();
      const isUntouched = found?.length === CLIENTS;
      assert.deepEqual(found, isUntouched ? all : without, why);
      if (done.ok) assert.deepEqual(found, without, why);
      assert.deepEqual(readdirSync(join(dataDir, 'batches')), [`${batchId}.db`], why);
      if (!isUntouched) return;
      assert.deepEqual(await worker.do(work), { ok: true }, why);
      assert.deepEqual(await readBatch(), without, why);
    },
    WITH_REMOVALS,
  );
  t.diagnostic(`struck ${struck} times`);
  assert.ok(struck > 5);
});

test('R5, R43: a removal that the disk breaks off leaves the batch whole or not listed, and is ended by the same command', async (t) => {
  const work = { kind: 'remove', dataDir, batchId } as const;
  const struck = await tryAll(
    work,
    async (done, why) => {
      const found = await readBatch();
      if (done.ok) assert.equal(found, undefined, why);
      if (found !== undefined) {
        assert.deepEqual(found, all, why);
        assert.deepEqual(await worker.do(work), { ok: true }, why);
      }
      // What is not listed any more goes at the next start, whatever the disk did.
      assert.deepEqual(filesNaming(dataDir, 'ada.7@example.com'), [], why);
    },
    WITH_REMOVALS,
  );
  t.diagnostic(`struck ${struck} times`);
  assert.ok(struck > 2);
});

test('R5: an upload that the disk breaks off is not there, and the same works afterwards', async (t) => {
  const work = { kind: 'upload', dataDir, id: 'u_1', bytes: 400_000 } as const;
  const uploads = join(dataDir, 'uploads');
  const struck = await tryAll(work, async (done, why) => {
    assert.deepEqual(readdirSync(uploads), done.ok ? ['u_1'] : [], why);
    if (!done.ok) assert.deepEqual(await worker.do(work), { ok: true }, why);
  });
  t.diagnostic(`struck ${struck} times`);
  assert.ok(struck > 2);
});

test('R41: a backup that the disk breaks off leaves nothing, and the same works afterwards', async (t) => {
  const target = join(folder, 'backups');
  const file = join(target, 'a.zip');
  const work = { kind: 'backup', dataDir, file } as const;
  const fresh = () => {
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target);
  };
  const struck = await tryAll(
    work,
    async (done, why) => {
      assert.deepEqual(readdirSync(target), done.ok ? ['a.zip'] : [], why);
      if (!done.ok) assert.deepEqual(await worker.do(work), { ok: true }, why);
      const root = join(target, 'anew');
      await restoreBackup(file, root, { storeVersion: STORE_VERSION });
      assert.equal((await checkKept(root)).length, 1, why);
      assert.deepEqual(await readBatch(), all, why);
    },
    { prepare: fresh },
  );
  t.diagnostic(`struck ${struck} times`);
  assert.ok(struck > 2);
});

test('R12, R13, R16b: whatever the disk does while an import is declared, it is sent at most once, and never without its session', async (t) => {
  const host = await startFakeHost({ after }, accept);
  const work = { kind: 'declare', dataDir, batchId, hostUrl: host.url } as const;
  let sent = 0;
  let unsent = 0;
  const struck = await tryAll(
    work,
    async (done, why) => {
      const posts = host.posts().length - sent;
      const store = openSqliteStore(dataDir);
      const sessions = await store.listSessions('b1');
      await store.close();
      assert.ok(posts <= 1, why);
      if (posts === 1 || done.ok) assert.equal(sessions.length, 1, why);
      if (posts === 0 && !done.ok) unsent++;
      if (posts === 0) assert.deepEqual(sessions, [], why);
    },
    {
      prepare: () => {
        sent = host.posts().length;
      },
    },
  );
  t.diagnostic(`struck ${struck} times, ${unsent} times before the import was sent`);
  assert.ok(unsent > 0);
  assert.ok(!existsSync(dataDir));
});
