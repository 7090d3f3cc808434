import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createId } from '../../src/create-id.js';
import { createCrm } from '../../src/host/crm.js';
import { createUndoCrm } from '../../src/host/undo-crm.js';
import { runJob } from '../../src/jobs/run-job.js';
import { reconcileSteps } from '../../src/results/reconcile/reconcile-steps.js';
import { startReconcile } from '../../src/results/reconcile/start-reconcile.js';
import { openKeyIndex } from '../../src/store/sqlite/key-index.js';
import { planUndo } from '../../src/undo/plan-undo.js';
import { startUndo } from '../../src/undo/start-undo.js';
import { drawUpUndo, findUndo } from '../../src/undo/undo-account.js';
import { undoSteps } from '../../src/undo/undo-steps.js';
import { createDeclaredSession, makeStore } from '../helpers/store.js';
import { createPeople } from '../sandbox/fake-app.js';
import { SHOP, startRehearsal } from '../sandbox/rehearsal.js';
import { sealBatch } from '../support/seal-batch.js';

const now = () => new Date();

test('what the stand-in CRM imported is taken back, and nothing else, although it is busy and cuts connections', async (t) => {
  const people = createPeople(40);
  let clock = () => new Date('2026-01-01T00:00:00Z');
  const { sandbox, http, declare, ended } = await startRehearsal(t, {
    ...{ people, perPage: 10, faults: ['busy-api', 'cut-api'], now: () => clock() },
  });
  const { store } = makeStore(t);
  const [before] = people;
  assert.equal((await http.post('/platform/v1/clients', { ...before })).status, 201);
  clock = now;
  const createdAt = now().toISOString();
  await declare();
  await ended();
  const batch = await sealBatch(store, {
    businessUid: SHOP.businessUid,
    clients: people.map((one) => JSON.stringify(one)),
  });
  const session = createDeclaredSession(batch, {
    ...{ createdAt, state: 'closed', closedAt: now().toISOString() },
  });
  await store.createSession(session);

  const access = {
    ...{ apiUrl: sandbox.url, appCode: 'clientferry', staffToken: SHOP.token, timeoutMs: 2_000 },
    ...{ requestsPerSecond: 1_000, clientId: undefined, clientSecret: undefined },
  };
  const deps = { store, now, createId: () => createId('j'), quietMs: 600_000 };
  const { importId } = session;
  const { signal } = new AbortController();
  const look = await startReconcile(deps, { of: { importId }, staffUid: undefined });
  const crm = createCrm(access, undefined, { firstPauseMs: 5 });
  const looks = { store, openKeyIndex, region: undefined, crmFor: () => Promise.resolve(crm) };
  assert.equal((await runJob(deps, look, reconcileSteps(looks), signal)).state, 'done');

  const plan = await planUndo(deps, importId);
  assert.deepEqual([plan.created, plan.changedSince, plan.leftAlone], [39, 0, 1]);
  const job = await startUndo(deps, importId, {
    ...{ confirm: 39, alsoChanged: false, staffUid: undefined },
  });
  const undoCrm = createUndoCrm(access, undefined, { firstPauseMs: 5 });
  assert.equal(await undoCrm.readAppName(), 'Client Ferry');
  await runJob(deps, job, undoSteps({ ...deps, crmFor: () => Promise.resolve(undoCrm) }), signal);
  const undo = await findUndo(store, importId);
  assert.ok(undo);
  const { state, deleted, left } = await drawUpUndo(store, undo);
  assert.deepEqual([state, deleted, left], ['done', 39, 0]);
  const still = await crm.listClients(1);
  assert.deepEqual(
    still.map(({ email }) => email),
    [before?.['email']],
  );
});
