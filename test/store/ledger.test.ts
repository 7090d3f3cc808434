import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { makeStore, openSession, readSession } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { entryOf } from '../support/ledger-entry.js';
import { readTrace, replay, TRACED_CALLS, type DiskEvent } from '../support/power-loss.js';
import { requireTool } from '../support/require-tool.js';
import { run } from '../support/run.js';

test('entries that come together go in together, in their order, and an impossible one keeps no other out', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 100);
  const settled = await Promise.allSettled(
    [1, 2, 3, 4].map((page) => store.recordPoll(entryOf(page === 3 ? 's_none' : session.id, page))),
  );
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(
    (await store.listLedger(session.id)).map(({ page }) => page),
    [1, 2, 4],
  );
  assert.equal((await readSession(store, session.id)).lastPolledAt, entryOf('', 4).polledAt);
});

test('whoever counts or lists sees entries that were not written yet', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 100);
  const first = store.recordPoll(entryOf(session.id, 1));
  assert.equal((await store.listSentRanges(session.id)).length, 1);
  const second = store.recordPoll(entryOf(session.id, 2));
  assert.equal((await store.listLedger(session.id)).length, 2);
  await Promise.all([first, second]);
});

test('closing the store writes what waits', async (t) => {
  const { store, dataDir } = makeStore(t);
  const { session } = await openSession(store, 100);
  const other = openSqliteStore(dataDir);
  const written = other.recordPoll(entryOf(session.id, 1));
  await other.close();
  await written;
  assert.equal((await store.listLedger(session.id)).length, 1);
});

const RECORD_AND_DIE = fileURLToPath(new URL('../support/record-and-die.ts', import.meta.url));

test('R39: a poll that was answered is on the disk soon, also when no other follows', async (t) => {
  const folder = makeTempDir(t);
  const [dataDir, log] = [join(folder, 'data'), join(folder, 'trace')];
  const traced = ['-f', '-y', '-xx', '-s', '1000000', '-o', log, '-e', `trace=${TRACED_CALLS}`];
  const writer = ['--import', 'tsx', RECORD_AND_DIE, dataDir, '3000'];
  const strace = requireTool('strace');
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const ran = await run([strace, ...traced, process.execPath, ...writer], dataDir, {}, root);
  const sessionId = ran.out.trim();

  const events = readTrace(readFileSync(log, 'utf8'), dataDir);
  const entriesAfter = async (name: string, what: readonly DiskEvent[]) => {
    // Of what was not synced nothing is left.
    replay(what, dataDir, join(folder, name), () => false);
    const left = openSqliteStore(join(folder, name));
    t.after(() => left.close());
    return left.listLedger(sessionId);
  };
  const lastSync = events.map(({ kind }) => kind).lastIndexOf('sync');
  assert.equal((await entriesAfter('before', events.slice(0, lastSync))).length, 0);
  assert.equal((await entriesAfter('after', events.slice(0, lastSync + 1))).length, 1);
});
