import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Session } from '../../src/sessions/session.js';
import { accept, answer, startFakeHost, type FakeHost } from '../helpers/fake-host.js';
import { startProgram } from '../helpers/program.js';
import { createDeclaredSession, makeStore, stageClients } from '../helpers/store.js';
import { clientTexts, sealBatch } from '../support/seal-batch.js';

/** A store with a host beside it, and the program over both. */
async function setUp(t: TestContext) {
  const { store, dataDir } = makeStore(t);
  const host: FakeHost = await startFakeHost(t, (res, call) =>
    (call.method === 'POST' ? accept : answer(404, {}))(res, call),
  );
  const env = { INTANDEM_API_URL: host.url, INTANDEM_STAFF_TOKEN: 'token-b1', QUIET_MINUTES: '0' };
  const clientferry = async (...args: string[]) => {
    const program = startProgram(t, dataDir, args, env);
    const { code } = await program.exited;
    return { code, out: program.output(), err: program.errors() };
  };
  return { store, host, clientferry };
}

test('declare refuses 50,001 clients, names --parts and what it does, and with it declares part 1 of 2', async (t) => {
  const { store, host, clientferry } = await setUp(t);
  const { id } = await stageClients(store, 50_001, 'b1');
  const refused = await clientferry('declare', '--business', 'b1', '--batch', id);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /holds 50001 clients.*\n.*--parts it goes over in 2 imports/);
  assert.equal(host.posts().length, 0);

  const declared = await clientferry('declare', '--business', 'b1', '--batch', id, '--parts');
  assert.equal(declared.code, 0, declared.err);
  assert.match(declared.out, /Declared 50,000 clients, part 1 of 2, as session s_\w+/);
  assert.equal(host.posts().length, 1);
});

test('continue says how it goes on, asks before clients are offered again, and --yes is a word', async (t) => {
  const { store, host, clientferry } = await setUp(t);
  const batch = await stageClients(store, 30, 'b1');
  const session = createDeclaredSession(batch, {
    ...{ state: 'closed_early', parts: 3, lastSeq: 10, closedAt: new Date().toISOString() },
  });
  await store.createSession(session);
  await store.recordPoll({
    ...{ sessionId: session.id, polledAt: new Date().toISOString(), page: 1, pageSize: 4 },
    ...{ status: 200, firstSeq: 1, lastSeq: 4, sentWhole: true, durationMs: 1 },
    ...{ unknownParams: [], userAgent: undefined },
  });
  const planned = await clientferry('continue', session.id, '--dry-run');
  assert.equal(planned.code, 0, planned.err);
  assert.match(planned.out, /Part 1 of 3 again: 10 clients/);
  assert.match(planned.out, /may have 4 clients of them: it knows them by e-mail and skips them/);
  const asked = await clientferry('continue', session.id);
  assert.deepEqual([asked.code, host.posts().length], [2, 0]);
  assert.match(asked.err, /--yes/);

  const done = await clientferry('continue', session.id, '--yes', '--json');
  assert.equal(done.code, 0, done.err);
  const { declared } = JSON.parse(done.out) as { declared: { session: Session } };
  const { part, firstSeq, lastSeq, continues, importId } = declared.session;
  assert.deepEqual([part, firstSeq, lastSeq, continues], [1, 1, 10, session.id]);
  assert.equal(importId, session.id);
});

test('retry tells what it would send, leaves out the unknown ones, and stages without sending', async (t) => {
  const { store, host, clientferry } = await setUp(t);
  const batch = await stageClients(store, 3, 'b1');
  const session = createDeclaredSession(batch, { state: 'closed' });
  await store.createSession(session);
  const planned = await clientferry('retry', session.id);
  assert.equal(planned.code, 0, planned.err);
  assert.match(planned.out, /Unknown {4}3 .*\nTo send {4}0 clients/);
  assert.match(planned.out, /reconcile .*--unknown/);

  const asked = await clientferry('retry', session.id, '--unknown');
  assert.equal(asked.code, 2);
  assert.match(asked.err, /3 with e-mail: the CRM skips those that it has, and creates the others/);
  const staged = await clientferry('retry', session.id, '--unknown', '--stage-only', '--json');
  assert.equal(staged.code, 0, staged.err);
  const { batch: derived } = (JSON.parse(staged.out) as { staged: { batch: { id: string } } })
    .staged;
  assert.match(derived.id, /^b_/);
  assert.deepEqual(
    await store.readClients(derived.id, 1, 3),
    await store.readClients(batch.id, 1, 3),
  );
  assert.equal(host.posts().length, 0);

  const sent = await clientferry('retry', session.id, '--unknown', '--yes');
  assert.equal(sent.code, 0, sent.err);
  assert.equal(host.posts().length, 1);
  assert.equal((await store.findCurrentSession('b1'))?.batchId, derived.id);
});

test('changes counts what is new, changed, the same and gone, and --stage keeps the first two', async (t) => {
  const { store, clientferry } = await setUp(t);
  const before = await sealBatch(store, { clients: clientTexts(3) });
  const after = await sealBatch(store, { clients: clientTexts(5).slice(1) });
  const counted = await clientferry('changes', after.id, '--since', before.id);
  assert.equal(counted.code, 0, counted.err);
  assert.match(counted.out, /New {8}2\nChanged {4}0\nThe same {3}2\nGone {7}1 /);
  assert.equal((await store.listBatches()).length, 2);

  const staged = await clientferry('changes', after.id, '--since', before.id, '--stage');
  assert.match(staged.out, /declare --business b1 --batch b_/);
  const [derived] = await store.listBatches();
  assert.ok(derived);
  assert.deepEqual(derived.derivedFrom, { batchId: after.id, why: 'changes' });
  const shown = await clientferry('batch', derived.id);
  assert.match(shown.out, /new or changed since an earlier list/);
  const itself = await clientferry('changes', after.id, '--since', after.id);
  assert.equal(itself.code, 2);
});
