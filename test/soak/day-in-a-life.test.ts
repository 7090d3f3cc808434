import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { test, type TestContext } from 'node:test';
import { restoreBackup } from '../../src/backup/restore-backup.js';
import { drawUpAccount } from '../../src/results/session-account.js';
import { STORE_VERSION } from '../../src/store/sqlite/migrations.js';
import type { Store } from '../../src/store/store.js';
import { batchFiles, checkKept } from '../helpers/kept.js';
import { until } from '../helpers/poll.js';
import { importOneList, type Entry } from '../support/business-day.js';
import { makeDiskDir } from '../support/disk-dir.js';
import { times } from '../support/long-form.js';
import { runCli } from '../support/run.js';
import { drawSeed, seededRandom } from '../support/seeded-random.js';
import { startStaffedServer, type StaffedServer } from '../support/staffed-server.js';

const BUSINESSES = times(5, 20);
const LASTS_MS = times(8_000, 600_000);
/** Between two restarts, and between two rounds of purge and backup; half to one and a half times this. */
const RESTART_MS = times(3_000, 45_000);
const CARE_MS = times(3_000, 25_000);

/** Nobody waits in these tests: what was given up may be declared again at once. */
const SETTINGS = { QUIET_MINUTES: '0', LOG_LEVEL: 'error' };

test('R3, R39: after a day of lists, cut connections, restarts, purges and backups the books balance', async (t) => {
  const dataDir = makeDiskDir(t);
  const backups = makeDiskDir(t);
  const seed = drawSeed();
  t.diagnostic(`seed ${seed}`);
  const random = seededRandom(seed);
  const server = await startStaffedServer(t, dataDir, SETTINGS);
  const entries: Entry[] = [];
  const retried = { count: 0 };
  const endMs = Date.now() + LASTS_MS;
  const failures: unknown[] = [];
  const hasFailed = () => failures.length > 0;
  const isOver = () => hasFailed() || Date.now() >= endMs;
  // All others come to their end as well when one fails, so that nothing goes on after the test.
  const again = async (everyMs: number, work: () => Promise<void>) => {
    try {
      while (!isOver()) {
        await pause(everyMs * (0.5 + random()));
        if (!hasFailed()) await work();
      }
    } catch (error) {
      failures.push(error);
    }
  };

  const work: Promise<void>[] = [];
  for (let n = 1; n <= BUSINESSES; n++) {
    const staff = await server.staffOf(`biz${n}`);
    const own = seededRandom(seed + n);
    const place = { server, staff, entries, retried, random: own, isGivenUp: hasFailed };
    work.push(again(200, () => importOneList(place)));
  }
  let restarts = 0;
  let rounds = 0;
  await Promise.all([
    ...work,
    again(RESTART_MS, async () => {
      // However slow the machine is: between two restarts somebody's import comes to its end.
      const before = entries.length;
      await until('an import is over', () => entries.length > before || isOver(), LASTS_MS);
      await restart(server, ++restarts % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
    }),
    again(CARE_MS, () => takeCare(dataDir, join(backups, `${++rounds}.zip`))),
  ]);
  if (hasFailed()) throw failures[0];
  assert.equal(server.program().errors(), '');
  server.program().kill('SIGTERM');
  assert.equal((await server.program().exited).code, 0);

  t.diagnostic(
    `${entries.length} imports of ${entries.reduce((sum, { clients }) => sum + clients, 0)} clients, ${restarts} restarts, ${rounds} purges and backups, ${retried.count} tries again`,
  );
  assert.ok(entries.length > 0 && restarts > 0 && rounds > 0);
  await checkBooks(server.store, entries);
  await checkFolder(dataDir, server.store);
  await checkBackup(t, join(backups, `${rounds}.zip`));
});

/** Ends the server and starts it again; it must have had nothing to complain of. */
async function restart(server: StaffedServer, signal: NodeJS.Signals): Promise<void> {
  const before = server.program();
  await server.restart(signal);
  assert.equal(before.errors(), '');
  if (signal === 'SIGTERM') assert.equal((await before.exited).code, 0);
}

/** What an operator does beside the running server. */
async function takeCare(dataDir: string, file: string): Promise<void> {
  const purged = await runCli(dataDir, ['purge', '--older-than', '0', '--yes', '--json']);
  assert.equal(purged.code, 0, purged.err);
  const saved = await runCli(dataDir, ['backup', file, '--json']);
  assert.equal(saved.code, 0, saved.err);
}

/** Every import is told as it happened, and there is no other. */
async function checkBooks(store: Store, entries: readonly Entry[]): Promise<void> {
  const sessions = await store.listSessions();
  const accounts = new Map(
    await Promise.all(
      sessions.map(
        async (session) =>
          [
            session.id,
            await drawUpAccount(store, session, { now: new Date(), quietMs: 600_000 }),
          ] as const,
      ),
    ),
  );
  for (const entry of entries) {
    const account = accounts.get(entry.sessionUid);
    accounts.delete(entry.sessionUid);
    assert.ok(account, entry.sessionUid);
    const { clients, rejected, state, handedOver, session } = account;
    const told = { clients, rejected, state, businessUid: session.businessUid };
    const { sessionUid, handedOver: got, ...expected } = entry;
    assert.deepEqual(told, expected, sessionUid);
    assert.equal(handedOver, got, sessionUid);
    const { records = 0, accepted = 0, merged = 0 } = session.books ?? {};
    assert.deepEqual([records, accepted], [clients + rejected, clients]);
    assert.equal(merged, 0);
  }
  // What is left was declared while the server was ended, and given up.
  for (const { state, handedOver } of accounts.values())
    assert.deepEqual([state, handedOver], ['cancelled', 0]);
}

/** Every batch is whole, and there is no file that nobody knows. */
async function checkFolder(dataDir: string, store: Store): Promise<void> {
  await store.close();
  const batches = await checkKept(dataDir);
  const kept = new Set(batchFiles(dataDir));
  for (const { id } of batches) assert.ok(kept.delete(`${id}.db`));
  assert.deepEqual([...kept], []);
  // Uploads that are whole but of no draft any more go after an hour; what was broken off is swept at the next start.
  const brokenOff = readdirSync(join(dataDir, 'uploads')).filter((name) => name.includes('.'));
  assert.deepEqual(brokenOff, []);
}

async function checkBackup(t: TestContext, file: string): Promise<void> {
  const root = join(makeDiskDir(t), 'restored');
  await restoreBackup(file, root, { storeVersion: STORE_VERSION });
  await checkKept(root);
}
