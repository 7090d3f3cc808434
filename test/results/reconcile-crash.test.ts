import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createId } from '../../src/create-id.js';
import { startReconcile } from '../../src/results/reconcile/start-reconcile.js';
import { makeStore, openSession } from '../helpers/store.js';

const DEADLY = fileURLToPath(new URL('reconcile-and-die.ts', import.meta.url));
const CLIENTS = 700;
const IN_CRM = 650;

/** Runs the deadly reconciliation in a process of its own; gives the signal by which it ended. */
function runDeadly(args: readonly string[]): Promise<string | null> {
  const child = spawn(process.execPath, ['--import', 'tsx', DEADLY, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => {
    child.once('close', (_code, signal) => {
      resolve(signal);
    });
  });
}

test('a reconciliation that is killed again and again ends with the result of one that is not', async (t) => {
  const { store, dataDir } = makeStore(t);
  const { session } = await openSession(store, CLIENTS, 'b1', {
    session: { state: 'closed', closedAt: new Date().toISOString(), pageSize: 10 },
  });
  const { id } = await startReconcile(
    { store, now: () => new Date(), createId: () => createId('j'), quietMs: 600_000 },
    { of: { importId: session.id }, staffUid: undefined },
  );
  const ends: (string | null)[] = [];
  for (const point of [2, 3, 4, 5]) {
    ends.push(await runDeadly([dataDir, id, String(point), String(IN_CRM)]));
    const left = await store.findJob(id);
    assert.equal(left?.state, 'running');
  }
  assert.deepEqual(ends, ['SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGKILL']);
  assert.equal(await runDeadly([dataDir, id, '99', String(IN_CRM)]), null);
  assert.equal((await store.findJob(id))?.state, 'done');
  const items = await store.listJobItems(id, { after: 0, limit: 1_000 });
  assert.deepEqual(
    items.map(({ key, state }) => [key, state]),
    Array.from({ length: CLIENTS }, (_, at) => [at + 1, at < IN_CRM ? 'present' : 'missing']),
  );
});
